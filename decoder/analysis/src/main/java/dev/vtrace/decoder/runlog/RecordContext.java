// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.runlog;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.trace.TraceRecord;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Records of a file around some of them. */
final class RecordContext {
  private final FileClock clock;
  private final EntryMaker maker;
  private final int around;
  private final Deque<LogEntry> before = new ArrayDeque<>();
  private final List<LogEntry> wanted = new ArrayList<>();
  private final List<LogEntry> after = new ArrayList<>();

  /** Enough was read. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1;

    Enough() {
      super(null, null, false, false);
    }
  }

  /** Where a record lies, seen from the place. */
  enum PlaceSide {
    BEFORE,
    HERE,
    AFTER
  }

  /** Tells where a record lies. */
  interface PlaceOrder {
    PlaceSide of(SourceSpan span, long number);
  }

  private RecordContext(Input input, FileClock clock, int around) {
    this.clock = clock;
    this.around = around;
    this.maker = new EntryMaker(input.participant());
  }

  List<LogEntry> before() {
    return List.copyOf(before);
  }

  List<LogEntry> wanted() {
    return wanted;
  }

  List<LogEntry> after() {
    return after;
  }

  static RecordContext read(
      FileRecords records, Input input, FileClock clock, PlaceOrder order, int around)
      throws IOException {
    RecordContext context = new RecordContext(input, clock, around);
    long[] number = {0};
    try {
      records.read(input, record -> context.add(record, order, ++number[0]));
    } catch (Enough e) {
      // What follows does not matter.
    }
    return context;
  }

  private void add(TraceRecord record, PlaceOrder order, long number) {
    LogEntry entry = maker.of(record);
    entry = entry.at(clock.time(entry), entry.orderNs());
    switch (order.of(record.span(), number)) {
      case BEFORE -> {
        before.add(entry);
        if (before.size() > around) {
          before.remove();
        }
      }
      case HERE -> wanted.add(entry);
      default -> {
        if (after.size() >= around) {
          throw new Enough();
        }
        after.add(entry);
      }
    }
  }
}
