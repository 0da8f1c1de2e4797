// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.timeline;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Downtime;
import dev.vtrace.decoder.analysis.model.Downtime.DowntimePart;
import dev.vtrace.decoder.analysis.model.Downtime.DowntimeSpan;
import dev.vtrace.decoder.run.SectionPlace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When the states in a stream were saved, as the source's trace has it. What it does not name lies
 * between those that it names, with space by its size.
 *
 * @param begin when the first state may have been saved
 * @param end when the last one was
 * @param known by name, those of one name in their order
 */
record SavedStates(long begin, long end, Map<String, Deque<long[]>> known) {
  /** When a section was saved; {@code exact} if the evidence tells. */
  record Saved(SectionPlace section, long begin, long end, boolean exact) {}

  /**
   * @param downtime of the migration, null where nothing is known of it
   * @param otherwise begin and end where it does not say when states were saved
   */
  static SavedStates of(@Nullable Downtime downtime, Attempt attempt, long[] otherwise) {
    Map<String, Deque<long[]>> known = new HashMap<>();
    long begin = -1;
    long end = -1;
    DowntimeSpan last = null;
    for (DowntimeSpan span : downtime == null ? List.<DowntimeSpan>of() : downtime.spans()) {
      boolean save = span.part() == DowntimePart.SAVE;
      if (save && span.participant().equals(attempt.source())) {
        begin = begin < 0 || span.what().equals(DowntimeSpan.MEMORY) ? span.beginNs() : begin;
        end = span.endNs();
        if (!span.device().isEmpty()) {
          add(known, span, last);
        }
      }
      last = span;
    }
    return begin < 0
        ? new SavedStates(otherwise[0], otherwise[1], known)
        : new SavedStates(begin, end, known);
  }

  /** What goes on right after something of the same device is one state. */
  private static void add(
      Map<String, Deque<long[]>> known, DowntimeSpan span, @Nullable DowntimeSpan last) {
    Deque<long[]> times = known.computeIfAbsent(span.device(), d -> new ArrayDeque<>());
    long[] before = times.peekLast();
    boolean goesOn =
        last != null && last.part() == DowntimePart.SAVE && last.device().equals(span.device());
    if (goesOn && before != null) {
      before[1] = span.endNs();
    } else {
      times.add(new long[] {span.beginNs(), span.endNs()});
    }
  }

  /** Places sections, which are in the order of the stream. */
  List<Saved> times(List<SectionPlace> sections) {
    List<Saved> out = new ArrayList<>();
    List<SectionPlace> waiting = new ArrayList<>();
    long reached = begin;
    for (SectionPlace section : sections) {
      Deque<long[]> times = known.get(section.name());
      long[] time = times == null ? null : times.peek();
      if (times == null || time == null || time[0] < reached) {
        waiting.add(section);
        continue;
      }
      times.poll();
      spread(waiting, reached, time[0], out);
      waiting.clear();
      out.add(new Saved(section, time[0], time[1], true));
      reached = time[1];
    }
    spread(waiting, reached, Math.max(reached, end), out);
    return out;
  }

  private static void spread(List<SectionPlace> sections, long from, long to, List<Saved> out) {
    double bytes = 0;
    for (SectionPlace section : sections) {
      bytes += Math.max(1, section.length());
    }
    double sum = 0;
    long at = from;
    for (SectionPlace section : sections) {
      sum += Math.max(1, section.length());
      long next = from + (long) ((to - from) * (sum / bytes));
      out.add(new Saved(section, at, next, false));
      at = next;
    }
  }
}
