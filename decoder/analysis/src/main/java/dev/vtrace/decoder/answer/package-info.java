// SPDX-License-Identifier: Apache-2.0
/**
 * The answer in a few lines: how each migration ended, where it stopped, the cause, and what to do.
 * It is made of what the rules found, whose ranks tell causes from consequences.
 */
package dev.vtrace.decoder.answer;
