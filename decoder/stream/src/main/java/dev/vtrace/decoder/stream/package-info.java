// SPDX-License-Identifier: Apache-2.0
/** The framing of a migration stream: sections, commands, pages, and its description. */
package dev.vtrace.decoder.stream;
