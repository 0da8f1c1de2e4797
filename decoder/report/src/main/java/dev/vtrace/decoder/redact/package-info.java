// SPDX-License-Identifier: Apache-2.0
/** Takes out of evidence what is nobody's business, without moving a byte of the rest. */
package dev.vtrace.decoder.redact;
