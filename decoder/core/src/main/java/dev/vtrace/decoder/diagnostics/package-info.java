// SPDX-License-Identifier: Apache-2.0
/** Every kind of finding: its code, severity and hint. */
package dev.vtrace.decoder.diagnostics;
