// SPDX-License-Identifier: Apache-2.0
/**
 * What rules look at and what they give: the checked run with its facts by migration, messages with
 * the state before them, problems with their rank.
 */
package dev.vtrace.decoder.rules.model;
