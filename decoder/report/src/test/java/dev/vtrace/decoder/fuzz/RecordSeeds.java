// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fuzz;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.bytes.Inputs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The beginnings of logs and recordings of all kinds, and runs of them. */
final class RecordSeeds {
  private static final int LARGEST = 6 * 1024;
  private static final List<String> NAMES =
      List.of(".log", ".log.gz", ".jsonl", ".pcapng", ".stderr");

  private RecordSeeds() {}

  static Map<String, byte[]> records() throws IOException {
    Map<String, byte[]> out = new LinkedHashMap<>();
    for (Path file : folder("decoder/trace/src/test/resources/trace")) {
      out.put(file.getFileName().toString(), begin(file));
    }
    for (Path folder : folder("samples")) {
      if (Files.isDirectory(folder)) {
        for (Path file : files(folder)) {
          out.put(folder.getFileName() + "-" + file.getFileName(), begin(file));
        }
      }
    }
    return out;
  }

  static Map<String, byte[]> runs(Map<String, byte[]> streams) throws IOException {
    byte[] stream = streams.values().iterator().next();
    byte[] none = new byte[0];
    Map<String, byte[]> out = new LinkedHashMap<>();
    for (Path folder : folder("samples")) {
      List<byte[]> logs = new ArrayList<>();
      byte[] qmp = none;
      byte[] wire = none;
      for (Path file : Files.isDirectory(folder) ? files(folder) : List.<Path>of()) {
        String name = file.getFileName().toString();
        if (name.startsWith("qmp")) {
          qmp = begin(file);
        } else if (name.startsWith("vhost-user")) {
          wire = begin(file);
        } else if (name.contains(".log")) {
          logs.add(begin(file));
        }
      }
      if (!logs.isEmpty()) {
        byte[] second = logs.get(logs.size() - 1);
        out.put(
            folder.getFileName().toString(), Parts.join(logs.get(0), second, stream, qmp, wire));
      }
    }
    out.put("stream", Parts.join(none, none, stream));
    return out;
  }

  private static List<Path> folder(String name) throws IOException {
    try (Stream<Path> files = Files.list(Recordings.root().resolve(name))) {
      return files.sorted().toList();
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> NAMES.stream().anyMatch(file.getFileName().toString()::endsWith))
          .sorted()
          .toList();
    }
  }

  /** The first bytes; of text whole lines, the last of which may be what ends the interesting. */
  private static byte[] begin(Path file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (InputStream in = Inputs.look(file)) {
      byte[] head = in.readNBytes(LARGEST);
      int end = head.length;
      boolean text = new String(head, StandardCharsets.ISO_8859_1).indexOf('\n') >= 0;
      while (text && end == LARGEST && head[end - 1] != '\n') {
        end--;
      }
      out.writeBytes(Arrays.copyOf(head, end));
    }
    return out.toByteArray();
  }
}
