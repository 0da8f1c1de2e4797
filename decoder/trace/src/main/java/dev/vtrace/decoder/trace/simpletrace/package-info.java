// SPDX-License-Identifier: Apache-2.0
/** Binary traces of QEMU (simpletrace, version 4), as records and as text. */
package dev.vtrace.decoder.trace.simpletrace;
