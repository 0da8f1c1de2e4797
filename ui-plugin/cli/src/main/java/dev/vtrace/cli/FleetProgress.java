// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.fleet.FleetReading;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Says how far the reading of many captures is: on a terminal in a line that changes, else once at
 * the end.
 */
final class FleetProgress implements FleetReading.FleetListener {
  private static final long EVERY_NS = 500_000_000;
  private static final String LINE_BEGIN = "\r";

  /** What a shorter line leaves of the one before it. */
  private static final String REST = "    ";

  private final Console console;
  private final int before;
  private final long begin = System.nanoTime();
  private long said = begin;
  private int done;
  private int failed;

  /**
   * @param before how many captures had been read by an earlier run
   */
  FleetProgress(Console console, int before) {
    this.console = console;
    this.before = before;
  }

  @Override
  public void done(int now, int wrong, int all) {
    done = now;
    failed = wrong;
    long time = System.nanoTime();
    if (isSeen() && time - said >= EVERY_NS) {
      said = time;
      double rate = rate(time);
      String left =
          rate == 0 ? "" : ", " + duration((long) Math.ceil((all - now) / rate)) + " left";
      String counts =
          String.format(
              Locale.ROOT, "%,d of %,d captures, %,.0f/s", before + now, before + all, rate);
      terminal(counts + left + unreadable() + REST);
    }
  }

  /** Says what was done in the end. */
  void end(int all) {
    if (isSeen()) {
      terminal("");
    }
    String earlier =
        before == 0 ? "" : String.format(Locale.ROOT, ", %,d of them by an earlier run", before);
    console.note(
        String.format(
            Locale.ROOT,
            "%,d %s%s%s, %,.0f/s",
            all,
            all == 1 ? "capture" : "captures",
            earlier,
            unreadable(),
            rate(System.nanoTime())));
  }

  private boolean isSeen() {
    return console.errIsTerminal() && !console.quiet();
  }

  private void terminal(String text) {
    byte[] bytes = (LINE_BEGIN + text).getBytes(StandardCharsets.UTF_8);
    console.err().write(bytes, 0, bytes.length);
    console.err().flush();
  }

  private String unreadable() {
    return failed == 0 ? "" : String.format(Locale.ROOT, ", %,d not readable", failed);
  }

  private double rate(long time) {
    return done == 0 ? 0 : done * 1e9 / Math.max(1, time - begin);
  }

  private static String duration(long seconds) {
    return seconds < 90
        ? seconds + " s"
        : seconds < 5400 ? seconds / 60 + " min" : seconds / 3600 + " h";
  }
}
