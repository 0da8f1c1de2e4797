// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Programs of others that read what is exported; a test that needs one is skipped without it. */
final class Peer {
  private Peer() {}

  /** What a run of a program gave. */
  record PeerRun(int status, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }
  }

  static PeerRun run(Path input, String... command) throws IOException, InterruptedException {
    boolean there =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, command[0])));
    assumeTrue(there, command[0] + " is not installed");
    Path out = Files.createTempFile("peer", ".out");
    Path err = Files.createTempFile("peer", ".err");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      if (input != null) {
        builder.redirectInput(input.toFile());
      }
      int status = builder.start().waitFor();
      String printed = new String(Files.readAllBytes(out), StandardCharsets.UTF_8);
      return new PeerRun(status, printed, Files.readString(err, StandardCharsets.ISO_8859_1));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
