// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import dev.vtrace.decoder.capture.CaptureFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All recorded migrations that lie beside the repository, else those of samples/. */
public final class RecordedRuns {
  private static final Map<Path, MigrationReplay> READ = new HashMap<>();

  private RecordedRuns() {}

  public static List<Path> all() throws IOException {
    Path shared = root().resolve("../shared/captures").normalize();
    Path folder = Files.isDirectory(shared) ? shared : root().resolve("samples");
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(entry -> Files.exists(entry.resolve("qmp.jsonl"))).sorted().toList();
    }
  }

  /** The replay of a run, read once for all tests. */
  public static synchronized MigrationReplay replay(Path run) throws IOException {
    MigrationReplay known = READ.get(run);
    if (known == null) {
      known = MigrationReplay.of(CaptureFolder.open(run));
      READ.put(run, known);
    }
    return known;
  }

  private static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("mvnw"))) {
      at = at.getParent();
    }
    return at;
  }
}
