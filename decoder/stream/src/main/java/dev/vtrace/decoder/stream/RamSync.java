// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

/** Places in the main stream at which other channels may be known to have been written so far. */
public enum RamSync {
  /** A flush marker: all multifd channels carry one packet that says the same (since QEMU 8.1). */
  FLUSH,
  /** The end of a part of the {@code ram} section, which stands for a flush up to QEMU 8.0. */
  PART_END
}
