// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.analysis.Downtime.Part;
import dev.vtrace.decoder.analysis.Downtime.Span;
import dev.vtrace.decoder.analysis.DowntimeMarks.Mark;
import dev.vtrace.decoder.trace.QmpMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says of each migration where its downtime went, from all evidence of both sides. */
final class DowntimeReader {
  private final Material material;
  private final List<Side> sides;
  private final Map<String, String> names;
  private final Conversation conversation;

  /** Windows that hand over or take back, by their migration. */
  private final Map<Attempt, List<Frame>> handing = new HashMap<>();

  /**
   * @param names what QMP calls each participant
   */
  DowntimeReader(
      Material material, List<Side> sides, List<Frame> frames, Map<String, String> names) {
    this.material = material;
    this.sides = sides;
    this.names = names;
    this.conversation = new Conversation(material.qmp);
    for (Frame frame : frames) {
      if (frame.attempt != null && frame.phase != Phase.ORDINARY) {
        handing.computeIfAbsent(frame.attempt, attempt -> new ArrayList<>()).add(frame);
      }
    }
  }

  /** One for each migration that stopped the guest, as far as there are times. */
  List<Downtime> list(List<Attempt> attempts) {
    List<Downtime> out = new ArrayList<>();
    for (Attempt attempt : attempts) {
      Downtime downtime = of(attempt);
      if (downtime != null) {
        out.add(downtime);
      }
    }
    return out;
  }

  private Downtime of(Attempt attempt) {
    DowntimeMarks source = marks(attempt, true);
    DowntimeMarks destination = marks(attempt, false);
    boolean completed = attempt.outcome() == Attempt.Outcome.COMPLETED;
    long started = started(attempt, completed ? destination : source);
    long sent = source.at(Mark.SENT);
    long end = started >= 0 ? started : Math.max(sent, source.at(Mark.BROKEN));
    long begin = source.at(Mark.BEGIN);
    boolean begun = begin >= 0;
    Downtime.Told told = told(attempt);
    if (!begun) {
      begin = first(source.at(Mark.STOPPED), stop(attempt));
      boolean count = told != null && begin >= 0 && sent >= 0;
      // Nothing tells of the time before, but QEMU counted it.
      begin = count ? Math.min(begin, sent - told.downtimeMs() * 1_000_000) : begin;
    }
    if (begin < 0 || end <= begin) {
      return null;
    }
    DowntimeSpans spans = new DowntimeSpans(begin, end);
    // A source that waits for the destination's answer is done when that runs already; what it
    // counts in between is the destination's reading.
    long written = first(source.at(Mark.SAVED), sent < end || !completed ? sent : -1);
    sourceSide(spans, attempt.source(), source, begin, written);
    if (completed) {
      destinationSide(spans, attempt.destination(), destination, written, end);
    } else {
      rolledBack(spans, attempt.source(), source, end);
    }
    devices(spans, attempt);
    return new Downtime(
        attempt.number(), begin, sent, end, begun, started >= 0, spans.list(), told);
  }

  /** When the guest went on, by the side that it went on in. */
  private long started(Attempt attempt, DowntimeMarks marks) {
    if (marks.at(Mark.STARTED) >= 0) {
      return marks.at(Mark.STARTED);
    }
    long end = marks.at(Mark.RUNNING);
    for (Frame frame : handing(attempt)) {
      if (frame.kind == Window.Kind.START) {
        end = Math.max(end, frame.endNs);
      }
    }
    return end;
  }

  /** When the first device was stopped, or -1. */
  private long stop(Attempt attempt) {
    long begin = -1;
    for (Frame frame : handing(attempt)) {
      if (frame.kind == Window.Kind.STOP && frame.beginNs >= 0) {
        begin = begin < 0 ? frame.beginNs : Math.min(begin, frame.beginNs);
      }
    }
    return begin;
  }

  private List<Frame> handing(Attempt attempt) {
    return handing.getOrDefault(attempt, List.of());
  }

  private static long first(long one, long other) {
    return one >= 0 ? one : other;
  }

  private DowntimeMarks marks(Attempt attempt, boolean outgoing) {
    for (Side side : sides) {
      if (side.attempt == attempt && side.outgoing == outgoing) {
        DowntimeMarks marks = DowntimeMarks.of(side, material.log(side.participant), next(side));
        conversation(marks, attempt, side);
        return marks;
      }
    }
    return DowntimeMarks.of(new Side(""), null, 0);
  }

  /** Position of the next migration of the same process in its log. */
  private int next(Side side) {
    int next = Integer.MAX_VALUE;
    for (Side other : sides) {
      boolean later = other.beginOrder > side.beginOrder && side.beginOrder >= 0;
      if (later && other.participant.equals(side.participant)) {
        next = Math.min(next, other.beginOrder);
      }
    }
    return next;
  }

  /**
   * What QMP adds where the log is silent: STOP is emitted when devices are stopped, RESUME before
   * they are started.
   */
  private void conversation(DowntimeMarks marks, Attempt attempt, Side side) {
    for (QmpMessage message : of(attempt, side.participant, QmpMessage.Kind.EVENT)) {
      long time = message.emittedNs();
      switch (message.name()) {
        case "STOP" -> {
          if (side.outgoing) {
            marks.put(Mark.STOPPED, time);
          }
        }
        case "RESUME" -> {
          if (!side.outgoing || marks.at(Mark.STOPPED) >= 0) {
            marks.put(Mark.RUNNING, time);
          }
        }
        case "MIGRATION" -> {
          String status = message.value("data.status");
          if (side.outgoing && "completed".equals(status)) {
            marks.put(Mark.SENT, time);
          } else if (side.outgoing && "device".equals(status)) {
            marks.put(Mark.GOES_ON, time);
          } else if (side.outgoing && "pre-switchover".equals(status)) {
            marks.put(Mark.WAITS, time);
          }
        }
        default -> {}
      }
    }
  }

  /** Messages of a participant's conversation during a migration, and behind it up to the next. */
  private List<QmpMessage> of(Attempt attempt, String participant, QmpMessage.Kind kind) {
    long until = Long.MAX_VALUE;
    for (Side side : sides) {
      boolean later = side.attempt != null && side.attempt.number() > attempt.number();
      if (later && side.participant.equals(participant) && side.beginNs >= 0) {
        until = Math.min(until, side.beginNs);
      }
    }
    String who = names.getOrDefault(participant, participant);
    return conversation.between(who, attempt.beginNs(), until).stream()
        .filter(message -> message.kind() == kind)
        .toList();
  }

  private void sourceSide(
      DowntimeSpans spans, String who, DowntimeMarks marks, long begin, long written) {
    long stopped = marks.at(Mark.STOPPED);
    long memory = marks.at(Mark.MEMORY_SAVED);
    long waits = marks.at(Mark.WAITS);
    long ready = waits >= 0 ? marks.at(Mark.GOES_ON) : stopped;
    paint(spans, Part.DRAIN, who, "processors", begin, marks.at(Mark.PAUSED));
    paint(spans, Part.STOP, who, "devices", marks.at(Mark.PAUSED), stopped);
    paint(spans, Part.PAUSE, who, "pre-switchover", waits, first(ready, marks.at(Mark.BROKEN)));
    paint(spans, Part.SAVE, who, "memory and states", ready, written);
    paint(spans, Part.SAVE, who, "memory", ready, memory);
    paint(spans, Part.SAVE, who, "states", memory, marks.at(Mark.SAVED));
    marks.states().forEach(spans::paint);
  }

  /** What the destination does while the source still writes costs nothing. */
  private static void destinationSide(
      DowntimeSpans spans, String who, DowntimeMarks marks, long written, long end) {
    long loaded = marks.at(Mark.LOADED);
    long running = marks.at(Mark.RUNNING);
    paint(spans, Part.LOAD, who, "between states", written, loaded);
    for (Span state : marks.states()) {
      long from = Math.max(state.beginNs(), written);
      spans.paint(new Span(Part.LOAD, who, state.device(), -1, state.what(), from, state.endNs()));
    }
    paint(spans, Part.START, who, "block devices", loaded, running);
    paint(spans, Part.START, who, "devices", running, marks.at(Mark.STARTED));
  }

  private static void rolledBack(DowntimeSpans spans, String who, DowntimeMarks marks, long end) {
    long running = marks.at(Mark.RUNNING);
    long over = first(marks.at(Mark.SENT), marks.at(Mark.BROKEN));
    if (marks.at(Mark.WAITS) < 0) {
      paint(spans, Part.ROLLBACK, who, "until the failure is known", marks.at(Mark.SAVED), over);
    }
    paint(spans, Part.ROLLBACK, who, "until the source goes on", over, first(running, end));
    paint(spans, Part.START, who, "devices", running, end);
  }

  /** Starts and stops of vhost devices, message by message. */
  private void devices(DowntimeSpans spans, Attempt attempt) {
    for (Frame frame : handing(attempt)) {
      Part part = frame.kind == Window.Kind.STOP ? Part.STOP : Part.START;
      String who = frame.participant;
      spans.paint(new Span(part, who, frame.device, -1, "device", frame.beginNs, frame.endNs));
      for (int i = 0; i < frame.hits.size(); i++) {
        Hit hit = frame.hits.get(i);
        long next = i + 1 < frame.hits.size() ? frame.hits.get(i + 1).timeNs : frame.endNs;
        boolean drain = hit.request != null && hit.request.drains();
        spans.paint(
            new Span(
                drain ? Part.DRAIN : part,
                who,
                frame.device,
                hit.queue,
                hit.name(),
                hit.timeNs,
                first(hit.replyNs, next)));
      }
    }
  }

  private static void paint(
      DowntimeSpans spans, Part part, String who, String what, long begin, long end) {
    spans.paint(new Span(part, who, "", -1, what, begin, end));
  }

  private Downtime.Told told(Attempt attempt) {
    Downtime.Told told = null;
    for (QmpMessage message : of(attempt, attempt.source(), QmpMessage.Kind.REPLY)) {
      boolean asked = message.name().equals("query-migrate");
      String value = asked ? message.value("return.downtime") : null;
      if (value != null && value.matches("\\d{1,12}")) {
        Evidence evidence = Evidence.of(message.span(), "query-migrate: downtime " + value);
        told = new Downtime.Told(Long.parseLong(value), evidence);
      }
    }
    return told;
  }
}
