// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

/**
 * Where something was read.
 *
 * @param file the name that people know the input by
 * @param offset absolute offset of its first byte
 * @param length bytes that it takes
 * @param line line number, first line 1; -1 in a binary file
 */
public record SourceSpan(String file, long offset, long length, long line) {
  /** Of what was never in a file. */
  public static final SourceSpan NONE = new SourceSpan("", 0, 0, -1);
}
