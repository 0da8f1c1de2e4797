// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.export.TextStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** How much text a terminal shows at once. */
record ScreenSize(int columns, int rows) {
  static final int LEAST_COLUMNS = 60;
  static final int MOST_COLUMNS = 200;

  /** Where there is no sign of a terminal. */
  static final ScreenSize USUAL = new ScreenSize(TextStream.USUAL_WIDTH, 24);

  private static final int PATIENCE_S = 5;

  /**
   * The size of a terminal, asked from {@code stty}: Java cannot ask for it itself.
   *
   * @param device its path; of a name that is not that of a terminal, nothing is known
   */
  static ScreenSize of(String device) {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File(device))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String said = new String(stty.getInputStream().readNBytes(64), StandardCharsets.US_ASCII);
      if (!stty.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
      }
      return parse(said);
    } catch (IOException e) {
      return USUAL;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return USUAL;
    }
  }

  /** Rows and columns; a terminal that has not been told its size says 0. */
  static ScreenSize parse(String said) {
    String[] words = said.trim().split(" ");
    if (words.length != 2 || !Operands.isNumber(words[0], 6) || !Operands.isNumber(words[1], 6)) {
      return USUAL;
    }
    int rows = Integer.parseInt(words[0]);
    int columns = Integer.parseInt(words[1]);
    return new ScreenSize(
        columns == 0 ? USUAL.columns : clamped(columns), rows == 0 ? USUAL.rows : rows);
  }

  /** A width that texts can be set in. */
  static int clamped(int columns) {
    return Math.max(LEAST_COLUMNS, Math.min(MOST_COLUMNS, columns));
  }
}
