// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.runlog;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.bytes.SourceSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the model says of the places of one file: what each shows, what is to be listed directly
 * after it, and when it was, where the file has no times. It is filled first, then only read.
 */
final class FileFacts {
  static final FileFacts NONE = new FileFacts();

  private final Table lines = new Table();
  private final Table offsets = new Table();

  /** The same three things by line, or by offset. */
  private static final class Table {
    private final Map<Long, EntryFacts.RecordMeaning> meanings = new TreeMap<>();
    private final NavigableMap<Long, List<LogEntry>> after = new TreeMap<>();
    private final NavigableMap<Long, Long> times = new TreeMap<>();
  }

  private Table table(boolean line) {
    return line ? lines : offsets;
  }

  private static long at(Evidence place) {
    return place.line() >= 0 ? place.line() : place.offset();
  }

  void add(Evidence place, EntryFacts.RecordMeaning what) {
    Table table = table(place.line() >= 0);
    table.meanings.merge(at(place), what, EntryFacts.RecordMeaning::and);
  }

  void add(Evidence place, LogEntry entry) {
    Table table = table(place.line() >= 0);
    table.after.computeIfAbsent(at(place), key -> new ArrayList<>(1)).add(entry);
  }

  void time(Evidence place, long time) {
    table(place.line() >= 0).times.merge(at(place), time, Math::min);
  }

  /** Whether a place of the file is known to have a time, though the file has none. */
  boolean hasTimes() {
    return !lines.times.isEmpty() || !offsets.times.isEmpty();
  }

  /** What a place shows, or null. */
  EntryFacts.@Nullable RecordMeaning meaning(SourceSpan span) {
    return span.line() >= 0 ? lines.meanings.get(span.line()) : offsets.meanings.get(span.offset());
  }

  /** The time of the last place up to this one that has one; before the first, of that; or -1. */
  long time(SourceSpan span) {
    Table table = span.line() >= 0 && !lines.times.isEmpty() ? lines : offsets;
    long at = table == lines ? span.line() : span.offset();
    Map.Entry<Long, Long> found = table.times.floorEntry(at);
    found = found == null ? table.times.firstEntry() : found;
    return found == null ? -1 : found.getValue();
  }

  /** Hands out what is to be listed after places, once each, in their order. */
  final class Following {
    private long line;
    private long offset = -1;

    /** What belongs to places after the last one that was asked for, up to this one. */
    List<LogEntry> upTo(SourceSpan span) {
      List<LogEntry> out = new ArrayList<>();
      if (span.line() >= 0) {
        line = addUpTo(lines, line, span.line(), out);
      }
      offset = addUpTo(offsets, offset, span.offset(), out);
      return out;
    }

    /** The rest. */
    List<LogEntry> rest() {
      List<LogEntry> out = new ArrayList<>();
      line = addUpTo(lines, line, Long.MAX_VALUE, out);
      offset = addUpTo(offsets, offset, Long.MAX_VALUE, out);
      return out;
    }

    private static long addUpTo(Table table, long after, long upTo, List<LogEntry> out) {
      if (upTo <= after) {
        return after;
      }
      if (!table.after.isEmpty()) {
        table.after.subMap(after, false, upTo, true).values().forEach(out::addAll);
      }
      return upTo;
    }
  }
}
