// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs programs that are not part of vtrace; a test is skipped where its program is missing. */
final class Program {
  private Program() {}

  /** What the program says, on both streams, of a text in a file that is its last argument. */
  static String says(String text, String program, String... options) throws Exception {
    Path file = Files.createTempFile("vtrace", ".txt");
    try {
      Files.writeString(file, text);
      List<String> words = new ArrayList<>();
      words.add(program);
      words.addAll(List.of(options));
      words.add(file.toString());
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      process.getOutputStream().close();
      byte[] output = process.getInputStream().readAllBytes();
      int status = process.waitFor();
      return new String(output, StandardCharsets.UTF_8) + (status == 0 ? "" : "status " + status);
    } catch (IOException e) {
      return abort("skipped: needs " + program);
    } finally {
      Files.delete(file);
    }
  }
}
