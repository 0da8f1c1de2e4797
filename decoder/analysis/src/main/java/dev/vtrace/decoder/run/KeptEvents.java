// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.trace.TraceEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The events of one trace that are kept. Of a trace with more than that, these are its first
 * quarter, the last ones, and between them what is neither a start or stop that went well nor far
 * from anything else. Whole starts and stops are let go, so that the others are told as if nothing
 * was.
 */
final class KeptEvents {
  /** Starts and stops that are kept on both sides of what tells more. */
  private static final int BESIDE = 16;

  /** Devices and requests that are named in what was let go; damage could name any number. */
  private static final int MOST_NAMED = 10_000;

  private final int most;
  private final List<TraceEvent> kept = new ArrayList<>();
  private final List<LeftOutEvents> gaps = new ArrayList<>();
  private final Deque<EventStretch> latest = new ArrayDeque<>();

  /** Numbers of the stretches among the latest that tell more than others. */
  private final Deque<Long> telling = new ArrayDeque<>();

  private EventStretch open = new EventStretch();
  private int waiting;
  private long first;
  private long next;
  private long lastTelling = Long.MIN_VALUE / 2;
  private @Nullable Gap gap;

  KeptEvents(int most) {
    this.most = most;
  }

  void add(TraceEvent event) {
    if (kept.size() < most / 4 && latest.isEmpty() && open.events.isEmpty()) {
      kept.add(event);
      // The first ones end where a start or stop ends.
      return;
    }
    if (open.endsBefore(event)) {
      seal();
    }
    open.add(event);
  }

  private void seal() {
    if (!open.plain()) {
      telling.add(next);
    }
    waiting += open.events.size();
    latest.add(open);
    next++;
    open = new EventStretch();
    while (waiting > most / 2) {
      leave();
    }
  }

  /** The oldest of the latest is kept for good, or let go. */
  private void leave() {
    EventStretch oldest = latest.remove();
    long number = first++;
    waiting -= oldest.events.size();
    boolean plain = oldest.plain();
    if (!plain) {
      telling.remove();
      lastTelling = number;
    }
    boolean near =
        number - lastTelling <= BESIDE || !telling.isEmpty() && telling.peek() - number <= BESIDE;
    if (near && kept.size() < most / 2) {
      keep(oldest);
    } else {
      gap = gap == null ? new Gap() : gap;
      gap.add(oldest);
    }
  }

  private void keep(EventStretch stretch) {
    closeGap();
    kept.addAll(stretch.events);
  }

  private void closeGap() {
    if (gap != null) {
      gaps.add(gap.end(kept.size()));
      gap = null;
    }
  }

  /** The file ends: tells what was let go of it. */
  void end(String file, Consumer<Diagnostic> findings) {
    if (!open.events.isEmpty()) {
      latest.add(open);
    }
    latest.forEach(this::keep);
    latest.clear();
    closeGap();
    if (gaps.isEmpty()) {
      return;
    }
    long events = 0;
    long windows = 0;
    for (LeftOutEvents each : gaps) {
      events += each.events();
      windows += each.windows();
    }
    SourceSpan from = gaps.get(0).first();
    SourceSpan until = gaps.get(gaps.size() - 1).last();
    String where =
        from.line() < 0
            ? "byte " + from.offset() + " to " + until.offset()
            : "line " + from.line() + " to " + until.line();
    String message =
        events
            + " events were not kept, with "
            + windows
            + " starts and stops, from "
            + where
            + "; "
            + kept.size()
            + " are kept";
    findings.accept(
        new Diagnostic(
            Code.EVENTS_LEFT_OUT,
            from.offset(),
            until.offset() + until.length() - from.offset(),
            file,
            message));
  }

  List<TraceEvent> events() {
    return kept;
  }

  List<LeftOutEvents> gaps() {
    return gaps;
  }

  /** Whether anything was let go but starts and stops with their messages. */
  boolean lost() {
    return gaps.stream().anyMatch(LeftOutEvents::lost);
  }

  /** What is let go from one place on. */
  private static final class Gap {
    private long events;
    private long windows;
    private SourceSpan first = SourceSpan.NONE;
    private SourceSpan last = SourceSpan.NONE;
    private long fromNs = -1;
    private long untilNs = -1;
    private boolean lost;
    private final Set<Integer> requests = new HashSet<>();
    private final Map<String, Integer> queues = new HashMap<>();

    void add(EventStretch stretch) {
      events += stretch.events.size();
      windows += stretch.windowed() ? 1 : 0;
      lost |= stretch.tellsOfOthers();
      for (TraceEvent event : stretch.events) {
        first = first == SourceSpan.NONE ? event.span() : first;
        last = event.span();
        fromNs = fromNs < 0 ? event.timeNs() : fromNs;
        untilNs = Math.max(untilNs, event.timeNs());
      }
      if (requests.size() < MOST_NAMED) {
        requests.addAll(stretch.requests());
      }
      String device = stretch.deviceKey();
      if (device != null) {
        boolean known = queues.size() < MOST_NAMED || queues.containsKey(device);
        lost |= !known;
        if (known) {
          queues.merge(device, stretch.queues(), Math::max);
        }
      }
    }

    LeftOutEvents end(int place) {
      return new LeftOutEvents(
          place, events, windows, first, last, fromNs, untilNs, lost, requests, queues);
    }
  }
}
