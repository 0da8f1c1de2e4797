// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

/**
 * A part of a recorded stream that is not in the recording: zero bytes stand there, so that all
 * offsets hold.
 *
 * @param offset absolute offset of the first missing byte
 * @param length bytes, more than 0
 * @param why what the recorder says of it, one clause
 */
public record StreamHole(long offset, long length, String why) {
  /** Absolute offset after the last missing byte. */
  public long end() {
    return offset + length;
  }
}
