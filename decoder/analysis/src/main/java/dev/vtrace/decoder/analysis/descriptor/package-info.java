// SPDX-License-Identifier: Apache-2.0
/** What became of each descriptor: sent, in the stream, received, and which object it is. */
package dev.vtrace.decoder.analysis.descriptor;
