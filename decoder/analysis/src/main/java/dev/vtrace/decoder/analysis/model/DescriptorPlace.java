// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.model;

import dev.vtrace.decoder.descriptors.Identity;

/**
 * A descriptor that was recorded beside a stream.
 *
 * @param offset of the byte that carried it
 * @param kind what it was, as recorded
 * @param timeNs when it was seen, -1 if not recorded
 * @param identity what the kernel calls it, as far as recorded
 */
public record DescriptorPlace(
    long offset, String kind, long timeNs, Identity identity, Evidence evidence) {}
