// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

/**
 * Where a section lies in a stream.
 *
 * @param offset of its first byte
 * @param length in bytes
 */
public record SectionPlace(String name, long offset, long length) {}
