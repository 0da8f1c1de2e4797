// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/**
 * What the launcher runs once after a build, to learn which classes vtrace needs; they go into the
 * class-data archive that makes later starts quick. A class missing there costs milliseconds, so
 * each common use of vtrace has a row in {@link #RUNS}.
 */
final class Training {

  private static final String TRANSFER = "ROOT/samples/backend-transfer-2q/stream.bin";
  private static final String TRANSFER_FDS = "ROOT/samples/backend-transfer-2q/stream.fds.jsonl";

  /** Command lines; {@code ROOT} at the beginning of a word is the root of the source tree. */
  private static final String[][] RUNS = {
    {"--version"},
    {"help"},
    {"help", "help"},
    {"unknown"},
    {"decode", TRANSFER},
    {"decode", "--section", "*", "--offsets", "--fds", TRANSFER_FDS, TRANSFER},
    {"decode", "--format", "json", TRANSFER},
    {"decode", "--format", "analyze-migration", TRANSFER},
    {"decode", "ROOT/samples/backend-transfer-failed/stream.bin.xz"},
    {"decode", "ROOT/samples/qemu72-avr/stream.bin.xz"},
    {"skips", "ROOT/samples/backend-transfer-2q"},
    {"skips", "--format", "json", "ROOT/samples/ordinary-2q"},
    {"timeline", "ROOT/samples/backend-transfer-2q"},
    {"fds", "ROOT/samples/backend-transfer-2q"},
    {"lsp"},
    {"check", "ROOT/samples/backend-transfer-2q"},
    {"diff", TRANSFER, "ROOT/samples/backend-transfer-failed/stream.bin.xz"},
    {"diff", "--layout", TRANSFER, "ROOT/samples/qemu72-avr/stream.bin.xz"},
  };

  private Training() {}

  public static void main(String[] args) {
    String root = args[0];
    // The process's own console differs from the one below, and not all classes are the same.
    Console.ofProcess().colour();
    for (String[] run : RUNS) {
      String[] words = run.clone();
      for (int i = 0; i < words.length; i++) {
        if (words[i].startsWith("ROOT")) {
          words[i] = root + words[i].substring("ROOT".length());
        }
      }
      OutputStream nowhere = OutputStream.nullOutputStream();
      Main.run(
          words,
          new Console(InputStream.nullInputStream(), nowhere, nowhere, Map.of(), "pipe:[0]"));
    }
  }
}
