// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.runlog.LogEntry;
import dev.vtrace.decoder.runlog.Moment;
import dev.vtrace.decoder.runlog.RunLog;
import java.io.IOException;
import org.apache.commons.cli.CommandLine;
import org.jspecify.annotations.Nullable;

/** Which part of the log of a run is wanted: {@code --from}, {@code --to}, {@code --around}. */
final class LogPeriod {
  private static final String AROUND = "around";
  private static final long SPAN = 100_000_000;

  private final @Nullable Moment from;
  private final @Nullable Moment to;
  private final @Nullable Moment middle;
  private final String place;
  private final long spanNs;
  private long beginNs = Long.MIN_VALUE;
  private long endNs = Long.MAX_VALUE;
  private boolean set;

  private LogPeriod(
      @Nullable Moment from,
      @Nullable Moment to,
      @Nullable Moment middle,
      String place,
      long spanNs) {
    this.from = from;
    this.to = to;
    this.middle = middle;
    this.place = place;
    this.spanNs = spanNs;
  }

  static LogPeriod of(CommandLine line) throws UsageException {
    String around = line.getOptionValue(AROUND, "");
    long span = SPAN;
    int comma = around.lastIndexOf(',');
    if (comma > 0) {
      span = Moment.span(around.substring(comma + 1));
      if (span < 0) {
        throw new UsageException(
            "--around: '"
                + around.substring(comma + 1)
                + "' is not a length of time, such as 100ms");
      }
      around = around.substring(0, comma);
    }
    if (!around.isEmpty() && (line.hasOption("from") || line.hasOption("to"))) {
      throw new UsageException("--around goes without --from and --to");
    }
    Moment middle = around.isEmpty() ? null : Moment.of(around);
    boolean placed = middle == null && (around.indexOf(':') > 0 || around.indexOf('@') > 0);
    if (!around.isEmpty() && middle == null && !placed) {
      throw new UsageException("--around: '" + around + "' is neither a time nor a place");
    }
    return new LogPeriod(
        moment(line, "from"), moment(line, "to"), middle, placed ? around : "", span);
  }

  private static @Nullable Moment moment(CommandLine line, String option) throws UsageException {
    String value = line.getOptionValue(option);
    if (value == null) {
      return null;
    }
    Moment moment = Moment.of(value);
    if (moment == null) {
      throw new UsageException(
          "--" + option + ": '" + value + "' is not a time, such as 08:02:35.5 or +1.5s");
    }
    return moment;
  }

  /** Whether not all is wanted. */
  boolean isSet() {
    return from != null || to != null || middle != null || !place.isEmpty();
  }

  /**
   * Finds the place that it is around, if it is around one.
   *
   * @throws UsageException where the run has no times
   * @throws IOException if it cannot be read, or has no such place
   */
  void resolve(RunLog log) throws UsageException, IOException {
    if (isSet() && !log.timed() && place.isEmpty()) {
      throw new UsageException("there are no times in the evidence; --around takes a place");
    }
    if (place.isEmpty()) {
      return;
    }
    long[] found = {Long.MIN_VALUE};
    log.read(
        entry -> {
          boolean here = entry.location().equals(place);
          found[0] = here ? entry.orderNs() : found[0];
          return !here;
        });
    if (found[0] == Long.MIN_VALUE) {
      throw new IOException(place + ": no entry of the log has this place");
    }
    set = true;
    beginNs = log.timed() ? found[0] - spanNs : found[0];
    endNs = log.timed() ? found[0] + spanNs : found[0];
  }

  /** Whether an entry is in it. */
  boolean has(LogEntry entry) {
    set(entry);
    return entry.orderNs() >= beginNs && entry.orderNs() <= endNs;
  }

  /** Whether an entry, and so all that follow, are later. */
  boolean isOver(LogEntry entry) {
    set(entry);
    return entry.orderNs() > endNs;
  }

  /** The first entry with a time is the beginning of the run. */
  private void set(LogEntry entry) {
    if (set || entry.orderNs() < 0) {
      return;
    }
    set = true;
    long first = entry.orderNs();
    beginNs = from == null ? beginNs : from.at(first);
    endNs = to == null ? endNs : to.at(first);
    if (middle != null) {
      beginNs = middle.at(first) - spanNs;
      endNs = middle.at(first) + spanNs;
    }
  }
}
