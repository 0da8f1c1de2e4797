// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

/**
 * A descriptor that was recorded beside a stream.
 *
 * @param offset of the byte that carried it
 * @param kind what it was, as recorded
 */
record DescriptorPlace(long offset, String kind, Evidence evidence) {}
