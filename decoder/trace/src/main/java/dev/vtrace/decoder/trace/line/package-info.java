// SPDX-License-Identifier: Apache-2.0
/** Lines of a text of any size, and what damaged ones are said to be. */
package dev.vtrace.decoder.trace.line;
