// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Folders of recorded runs: those beside the repository, and those in it. */
final class RecordedRuns {
  private RecordedRuns() {}

  static List<Path> all() throws IOException {
    Path root = LspCapture.root();
    List<Path> out = new ArrayList<>();
    for (String folder : List.of("../shared/captures", "../shared/live", "samples")) {
      Path parent = root.resolve(folder).normalize();
      if (Files.isDirectory(parent)) {
        try (Stream<Path> entries = Files.list(parent)) {
          entries.filter(RecordedRuns::isRun).sorted().forEach(out::add);
        }
      }
    }
    return out;
  }

  /** Each fifth of them, or all if that is asked for. */
  static List<Path> some() throws IOException {
    List<Path> all = all();
    List<Path> out = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (i % 5 == 0 || Boolean.getBoolean("vtrace.all")) {
        out.add(all.get(i));
      }
    }
    return out;
  }

  private static boolean isRun(Path folder) {
    for (String name :
        List.of("src.trace.log", "src.trace.log.gz", "qmp.jsonl", "source.trace.log.gz")) {
      if (Files.exists(folder.resolve(name))) {
        return true;
      }
    }
    return false;
  }
}
