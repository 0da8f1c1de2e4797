// SPDX-License-Identifier: Apache-2.0
/** What a file is, by its first bytes, and which reader it needs. */
package dev.vtrace.decoder.trace.input;
