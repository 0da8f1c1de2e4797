// SPDX-License-Identifier: Apache-2.0
/** A run's evidence, read once: each file of a capture in the form in which all views use it. */
package dev.vtrace.decoder.run;
