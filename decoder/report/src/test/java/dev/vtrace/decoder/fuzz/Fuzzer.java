// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fuzz;

import java.io.IOException;
import java.util.Locale;

/** What Jazzer calls with each input; the system property {@code fuzz.target} names the target. */
public final class Fuzzer {
  private static final Target TARGET =
      Target.valueOf(System.getProperty("fuzz.target").toUpperCase(Locale.ROOT));

  private Fuzzer() {}

  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    TARGET.run(input);
  }
}
