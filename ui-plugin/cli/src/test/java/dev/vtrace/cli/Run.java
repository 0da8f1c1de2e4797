// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What one run of {@code vtrace} gave. */
record Run(ExitStatus status, String out, String err) {

  static Run vtrace(String... args) {
    return vtrace(Map.of(), args);
  }

  static Run vtraceWithInput(byte[] input, String... args) {
    return run(new ByteArrayInputStream(input), Map.of(), args);
  }

  static Run vtrace(Map<String, String> environment, String... args) {
    return run(InputStream.nullInputStream(), environment, args);
  }

  private static Run run(InputStream in, Map<String, String> environment, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console = new Console(in, out, err, environment, "pipe:[1]");
    ExitStatus status = Main.run(args, console);
    return new Run(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
