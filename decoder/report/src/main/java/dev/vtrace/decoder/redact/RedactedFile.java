// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.redact;

import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a file of a capture is called in its copy. Names that a recorder gives stay; those that
 * people gave go, and so do the folders of files that were named one by one.
 */
final class RedactedFile {
  private RedactedFile() {}

  /** New names, one for each input, all different. */
  static List<String> names(List<Input> inputs, Scrubber scrubber) {
    Map<String, Integer> seen = new HashMap<>();
    List<String> out = new ArrayList<>();
    for (Input input : inputs) {
      String file = input.path().getFileName().toString();
      boolean loose = input.name().indexOf('/') >= 0;
      String name = loose ? byRole(input, scrubber) : scrubber.name(plain(file));
      int before = seen.merge(name, 1, Integer::sum) - 1;
      out.add(before == 0 ? name : before + "-" + name);
    }
    return out;
  }

  /** Without what would be wrong for the copy, which is packed in one of two ways or not at all. */
  private static String plain(String file) {
    String lower = file.toLowerCase(Locale.ROOT);
    boolean other = lower.endsWith(".zst") || lower.endsWith(".zip");
    if (lower.endsWith(".pcap")) {
      return file + "ng";
    }
    return other ? file.substring(0, file.length() - 4) : file;
  }

  private static String byRole(Input input, Scrubber scrubber) {
    if (input.role() == InputRole.TRACE) {
      String who = input.participant().isEmpty() ? "qemu" : scrubber.name(input.participant());
      return who
          + switch (input.kind()) {
            case SIMPLETRACE -> ".simpletrace";
            case STRACE -> ".strace";
            case FTRACE -> ".ftrace";
            default -> ".trace.log";
          };
    }
    return switch (input.role()) {
      case STREAM -> "stream.bin";
      case DESCRIPTORS -> "stream.fds.jsonl";
      case QMP -> "qmp.jsonl";
      case SOCKET ->
          "vhost-user-dev0" + (input.kind().name().startsWith("PCAP") ? ".pcapng" : ".jsonl");
      case EVENTS -> "trace-events-all";
      default -> "file.log";
    };
  }
}
