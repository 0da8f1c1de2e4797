// SPDX-License-Identifier: Apache-2.0
/** What somebody else needs to see of a run, made from evidence without what is private. */
package dev.vtrace.decoder.report;
