// SPDX-License-Identifier: Apache-2.0
/** The vtrace command: one class for each thing it does, and {@code Commands}, their list. */
package dev.vtrace.cli;
