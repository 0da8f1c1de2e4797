// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.capture;

import dev.vtrace.decoder.trace.InputKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the name of a file in a capture promises. Content decides what a file is; where its
 * beginning is damaged, so that the content tells nothing, the name tells what it was meant to be.
 *
 * @param begin how the name begins
 * @param end how it ends, without the ending of the packing
 */
record NamedKind(String begin, String end, InputKind kind) {
  private static final List<NamedKind> TABLE =
      List.of(
          new NamedKind("", "stream.fds.jsonl", InputKind.DESCRIPTORS_JSON),
          new NamedKind("", "stream.bin", InputKind.MIGRATION_STREAM),
          new NamedKind("vhost-user-", ".jsonl", InputKind.VHOST_USER_JSON),
          new NamedKind("", ".pcapng", InputKind.PCAPNG),
          new NamedKind("", ".pcap", InputKind.PCAP),
          new NamedKind("qmp", ".jsonl", InputKind.QMP),
          new NamedKind("", ".qmp.jsonl", InputKind.QMP),
          new NamedKind("", ".simpletrace", InputKind.SIMPLETRACE),
          new NamedKind("", ".trace.log", InputKind.QEMU_LOG));

  private static final List<String> PACKED = List.of(".gz", ".xz", ".zst");

  /** What a file of this name should be, or null. */
  static @Nullable InputKind of(String name) {
    String bare = name;
    for (String packed : PACKED) {
      bare = bare.endsWith(packed) ? bare.substring(0, bare.length() - packed.length()) : bare;
    }
    for (NamedKind row : TABLE) {
      if (bare.startsWith(row.begin) && bare.endsWith(row.end)) {
        return row.kind;
      }
    }
    return null;
  }

  /** Whether content of this kind tells nothing of what the file is. */
  static boolean open(InputKind content) {
    return content == InputKind.UNKNOWN || content == InputKind.TEXT || content == InputKind.JSON;
  }

  /**
   * What to read a file as whose content leaves open what it is.
   *
   * @param promised what its name or its description says
   * @return null if nothing was promised that such content may be
   */
  static @Nullable InputKind kind(@Nullable InputKind promised, InputKind content) {
    return promised != null && open(content) ? promised : null;
  }
}
