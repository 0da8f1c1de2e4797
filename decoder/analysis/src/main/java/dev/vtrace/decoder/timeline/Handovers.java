// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.timeline;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Attempt.AttemptOutcome;
import dev.vtrace.decoder.analysis.model.Downtime;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Participant;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.StreamMark;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.run.SectionPlace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds migrations, the time from the source's stop to the destination's start, and the streams. */
final class Handovers {
  private static final String PAGES = "ram";
  private static final int ONE_SIDE = 0;
  private static final int BOTH_SIDES = 1;
  private static final int ROLLED_BACK = 2;

  private final Migration migration;
  private final Map<Integer, List<Window>> windows;
  private final Placement placement;
  private final LaneTable lanes;
  private final ItemList items;
  private final Map<Integer, Long> lengths = new HashMap<>();
  private final Map<Integer, Long> ends = new HashMap<>();
  private final Map<Integer, Downtime> downtimes = new HashMap<>();

  Handovers(Migration migration, Placement placement, LaneTable lanes, ItemList items) {
    this.migration = migration;
    this.windows = migration.byAttempt();
    this.placement = placement;
    this.lanes = lanes;
    this.items = items;
    migration.downtimes().forEach(each -> downtimes.put(each.attempt(), each));
  }

  /** When each migration ended in the picture, by its number. */
  Map<Integer, Long> ends() {
    return ends;
  }

  /** How long a hand-over took, or -1 if that is not known. */
  long length(Attempt attempt) {
    return lengths.getOrDefault(attempt.number(), -1L);
  }

  void add(Attempt attempt, long first, long latest) {
    long[] handover = span(attempt);
    boolean known = placement.timed() && attempt.beginNs() >= 0;
    long begin = known ? attempt.beginNs() : handover == null ? first : handover[0];
    long end = placement.timed() && attempt.endNs() >= 0 ? attempt.endNs() : -1;
    if (end < 0) {
      end = handover == null ? latest : handover[1];
    }
    if (!known && handover == null && first == 0) {
      // Nothing but its end has a time.
      begin = end;
    }
    band(Item.ItemKind.ATTEMPT, attempt, begin, end, known, "migration " + attempt.number());
    ends.put(attempt.number(), Math.max(begin, end));
    if (handover != null) {
      String name = handover[2] == ROLLED_BACK ? "rolled back" : "hand-over";
      if (handover[2] == ONE_SIDE && broken(attempt)) {
        // It went on until somebody knew that it would not come to an end.
        name = "hand-over " + attempt.outcome().label();
        handover[1] = Math.max(handover[1], end);
      }
      boolean exact = placement.timed() && handover[2] != ONE_SIDE;
      handOver(attempt, handover[0], handover[1], exact, name);
      lengths.put(attempt.number(), exact ? handover[1] - handover[0] : -1L);
    }
    long[] states = {end, end};
    if (handover != null) {
      // What is read after a failure is of no use: the stream ends with the migration.
      boolean back = handover[2] == ROLLED_BACK;
      long last = back ? Math.min(handover[1], Math.max(handover[0], end)) : handover[1];
      states = new long[] {handover[0], last};
    }
    for (StreamMark stream : migration.streams()) {
      boolean only = stream.attempt() == 0 && migration.attempts().size() == 1;
      if (stream.attempt() == attempt.number() || only) {
        sections(stream, attempt, begin, states);
      }
    }
  }

  private static boolean broken(Attempt attempt) {
    return attempt.outcome() == AttemptOutcome.FAILED
        || attempt.outcome() == AttemptOutcome.CANCELLED;
  }

  /**
   * On the lanes of both sides; where the destination ends before it, then on the source's only.
   */
  private void handOver(Attempt attempt, long begin, long end, boolean exact, String name) {
    long alone = placement.timed() ? processEnd(attempt.destination()) : -1;
    boolean ends = alone > begin && alone < end && lanes.participant(attempt.source()) >= 0;
    // Neither part has the length of the whole.
    boolean whole = exact && !ends;
    band(Item.ItemKind.HANDOVER, attempt, begin, ends ? alone : end, whole, name);
    if (ends) {
      int source = lanes.participant(attempt.source());
      band(Item.ItemKind.HANDOVER, attempt, source, source, alone, end, false, name);
    }
  }

  private long processEnd(String participant) {
    for (Participant each : migration.participants()) {
      if (each.name().equals(participant)) {
        return each.endNs().orElse(-1);
      }
    }
    return -1;
  }

  private void band(
      Item.ItemKind kind, Attempt attempt, long begin, long end, boolean exact, String name) {
    int source = lanes.participant(attempt.source());
    int destination = lanes.participant(attempt.destination());
    int lane = source < 0 ? destination : source;
    int to = destination < 0 ? lane : destination;
    band(kind, attempt, Math.max(0, lane), to, begin, end, exact, name);
  }

  private void band(
      Item.ItemKind kind,
      Attempt attempt,
      int lane,
      int to,
      long begin,
      long end,
      boolean exact,
      String name) {
    items.add(
        kind,
        lane,
        to,
        begin,
        Math.max(begin, end),
        exact,
        name,
        ItemState.of(attempt.outcome().label()),
        attempt.why(),
        -1,
        -1,
        List.of());
  }

  /** Whether a hand-over that failed was undone. */
  boolean rolledBack(Attempt attempt) {
    long[] span = span(attempt);
    return span != null && span[2] == ROLLED_BACK;
  }

  /** The windows of a migration. */
  List<Window> windows(Attempt attempt) {
    return windows.getOrDefault(attempt.number(), List.of());
  }

  /** Begin and end of the windows that hand over, and what ended it; null for none. */
  private long @Nullable [] span(Attempt attempt) {
    long begin = Long.MAX_VALUE;
    long stopped = Long.MIN_VALUE;
    long started = Long.MIN_VALUE;
    long back = Long.MIN_VALUE;
    for (Window window : windows(attempt)) {
      if (window.phase() == Phase.ROLLBACK) {
        back = Math.max(back, placement.end(window));
      }
      if (window.phase() == Phase.SWITCHOVER) {
        begin = Math.min(begin, placement.begin(window));
        if (window.kind() == Window.WindowKind.START) {
          started = Math.max(started, placement.end(window));
        } else {
          stopped = Math.max(stopped, placement.end(window));
        }
      }
    }
    if (begin == Long.MAX_VALUE) {
      return null;
    }
    if (back >= begin) {
      return new long[] {begin, back, ROLLED_BACK};
    }
    boolean both = started > Long.MIN_VALUE && stopped > Long.MIN_VALUE;
    return new long[] {
      begin, Math.max(begin, Math.max(started, stopped)), both ? BOTH_SIDES : ONE_SIDE
    };
  }

  /**
   * A stream has no times of its own: guest memory goes before the hand-over, device states during
   * it. Where the source's trace has when each state was saved it is there, and what lies between
   * two of these has space by its size.
   */
  private void sections(StreamMark stream, Attempt attempt, long begin, long[] handover) {
    int lane = lanes.stream(attempt);
    if (lane < 0) {
      return;
    }
    List<SectionPlace> states = new ArrayList<>();
    long pages = 0;
    long first = 0;
    for (SectionPlace place : stream.places()) {
      if (place.name().equals(PAGES)) {
        first = pages == 0 ? place.offset() : first;
        pages += place.length();
      } else {
        states.add(place);
      }
    }
    SavedStates saved = SavedStates.of(downtimes.get(attempt.number()), attempt, handover);
    if (pages > 0) {
      section(stream, lane, begin, handover[0], false, PAGES, first, pages);
    }
    for (SavedStates.Saved each : saved.times(states)) {
      SectionPlace place = each.section();
      section(
          stream,
          lane,
          each.begin(),
          each.end(),
          each.exact(),
          place.name(),
          place.offset(),
          place.length());
    }
  }

  private void section(
      StreamMark stream,
      int lane,
      long from,
      long to,
      boolean exact,
      String name,
      long offset,
      long length) {
    String text = length + " bytes at " + offset;
    boolean vhost = stream.devices().stream().anyMatch(d -> d.section().equals(name));
    items.add(
        Item.ItemKind.SECTION,
        lane,
        -1,
        from,
        Math.max(from, to),
        exact,
        name,
        vhost ? ItemState.VHOST : name.equals(PAGES) ? ItemState.MEMORY : ItemState.STATE,
        text,
        -1,
        -1,
        List.of(new Evidence(stream.file(), -1, offset, text)));
  }
}
