// SPDX-License-Identifier: Apache-2.0
/** What was wrong with a run, rule by rule: each family is a table, each rule has a page. */
package dev.vtrace.decoder.rules;
