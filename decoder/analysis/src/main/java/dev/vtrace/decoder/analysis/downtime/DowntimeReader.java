// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.downtime;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.attempt.ReportedMigration;
import dev.vtrace.decoder.analysis.downtime.DowntimeMarks.DowntimeMark;
import dev.vtrace.decoder.analysis.evidence.CollectedEvidence;
import dev.vtrace.decoder.analysis.evidence.JoinedRequest;
import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Downtime;
import dev.vtrace.decoder.analysis.model.Downtime.DowntimePart;
import dev.vtrace.decoder.analysis.model.Downtime.DowntimeSpan;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.QmpTimeline;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.trace.QmpMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says of each migration where its downtime went, from all evidence of both sides. */
public final class DowntimeReader {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,12}+");
  private final CollectedEvidence collected;
  private final Map<Integer, List<ReportedMigration>> ends;
  private final Map<String, String> names;
  private final QmpTimeline conversation;

  /** Where migrations begin in the log of each process. */
  private final Map<String, NavigableSet<Integer>> begins = new HashMap<>();

  /** By process and migration, the earliest beginning from it on. */
  private final Map<String, NavigableMap<Integer, Long>> followed = new HashMap<>();

  /** How many migrations of each process have no known beginning. */
  private final Map<String, Integer> timeless = new HashMap<>();

  /** Windows that hand over or take back, by their migration. */
  private final Map<Attempt, List<WindowBuilder>> handing = new HashMap<>();

  /**
   * @param names what QMP calls each participant
   */
  public DowntimeReader(
      CollectedEvidence collected,
      List<ReportedMigration> sides,
      List<WindowBuilder> windows,
      Map<String, String> names) {
    this.collected = collected;
    this.ends = ReportedMigration.byAttempt(sides);
    this.names = names;
    for (ReportedMigration reported : sides) {
      begins.computeIfAbsent(reported.participant, p -> new TreeSet<>()).add(reported.beginOrder);
      if (reported.attempt != null) {
        timeless.merge(reported.participant, reported.attempt.beginNs() < 0 ? 1 : 0, Integer::sum);
        if (reported.beginNs >= 0) {
          followed
              .computeIfAbsent(reported.participant, p -> new TreeMap<>())
              .merge(reported.attempt.number(), reported.beginNs, Math::min);
        }
      }
    }
    for (NavigableMap<Integer, Long> each : followed.values()) {
      long least = Long.MAX_VALUE;
      for (Map.Entry<Integer, Long> begin : each.descendingMap().entrySet()) {
        least = Math.min(least, begin.getValue());
        begin.setValue(least);
      }
    }
    this.conversation = new QmpTimeline(collected.qmp);
    for (WindowBuilder window : windows) {
      if (window.attempt != null && window.phase != Phase.ORDINARY) {
        handing.computeIfAbsent(window.attempt, attempt -> new ArrayList<>()).add(window);
      }
    }
  }

  /** One for each migration that stopped the guest, as far as there are times. */
  public List<Downtime> list(List<Attempt> attempts) {
    List<Downtime> out = new ArrayList<>();
    for (Attempt attempt : attempts) {
      Downtime downtime = of(attempt);
      if (downtime != null) {
        out.add(downtime);
      }
    }
    return out;
  }

  private @Nullable Downtime of(Attempt attempt) {
    DowntimeMarks source = marks(attempt, true);
    DowntimeMarks destination = marks(attempt, false);
    boolean completed = attempt.outcome() == Attempt.AttemptOutcome.COMPLETED;
    long started = started(attempt, completed ? destination : source);
    long sent = source.at(DowntimeMark.SENT);
    long end = started >= 0 ? started : Math.max(sent, source.at(DowntimeMark.BROKEN));
    long begin = source.at(DowntimeMark.BEGIN);
    boolean begun = begin >= 0;
    Downtime.ReportedDowntime told = reported(attempt);
    if (!begun) {
      begin = first(source.at(DowntimeMark.STOPPED), stop(attempt));
      // Nothing shows the time before, but QEMU counted it.
      begin =
          told != null && begin >= 0 && sent >= 0
              ? Math.min(begin, sent - told.downtimeMs() * 1_000_000)
              : begin;
    }
    if (begin < 0 || end <= begin) {
      return null;
    }
    DowntimeSpans spans = new DowntimeSpans(begin, end);
    // A source that waits for the destination's answer is done when that runs already; what it
    // counts in between is the destination's reading.
    long written = first(source.at(DowntimeMark.SAVED), sent < end || !completed ? sent : -1);
    sourceSide(spans, attempt.source(), source, begin, written);
    if (completed) {
      destinationSide(spans, attempt.destination(), destination, written, end);
    } else {
      rolledBack(spans, attempt.source(), source, end);
    }
    devices(spans, attempt);
    return new Downtime(
        attempt.number(),
        begin,
        sent < 0 ? OptionalLong.empty() : OptionalLong.of(sent),
        end,
        begun,
        started >= 0,
        spans.list(),
        told);
  }

  /** When the guest went on, by the side that it went on in. */
  private long started(Attempt attempt, DowntimeMarks marks) {
    if (marks.at(DowntimeMark.STARTED) >= 0) {
      return marks.at(DowntimeMark.STARTED);
    }
    long end = marks.at(DowntimeMark.RUNNING);
    for (WindowBuilder window : handing(attempt)) {
      if (window.kind == Window.WindowKind.START) {
        end = Math.max(end, window.endNs);
      }
    }
    return end;
  }

  /** When the first device was stopped, or -1. */
  private long stop(Attempt attempt) {
    long begin = -1;
    for (WindowBuilder window : handing(attempt)) {
      if (window.kind == Window.WindowKind.STOP && window.beginNs >= 0) {
        begin = begin < 0 ? window.beginNs : Math.min(begin, window.beginNs);
      }
    }
    return begin;
  }

  private List<WindowBuilder> handing(Attempt attempt) {
    return handing.getOrDefault(attempt, List.of());
  }

  private static long first(long one, long other) {
    return one >= 0 ? one : other;
  }

  private DowntimeMarks marks(Attempt attempt, boolean outgoing) {
    for (ReportedMigration reported : ends.getOrDefault(attempt.number(), List.of())) {
      if (reported.outgoing == outgoing) {
        DowntimeMarks marks =
            DowntimeMarks.of(reported, collected.log(reported.participant), next(reported));
        conversation(marks, attempt, reported);
        return marks;
      }
    }
    return DowntimeMarks.of(new ReportedMigration(""), null, 0);
  }

  /** Position of the next migration of the same process in its log. */
  private int next(ReportedMigration reported) {
    Integer next =
        reported.beginOrder < 0
            ? null
            : requireNonNull(begins.get(reported.participant)).higher(reported.beginOrder);
    return next == null ? Integer.MAX_VALUE : next;
  }

  /**
   * What QMP adds where the log is silent: STOP is emitted when devices are stopped, RESUME before
   * they are started.
   */
  private void conversation(DowntimeMarks marks, Attempt attempt, ReportedMigration reported) {
    for (QmpMessage message : of(attempt, reported.participant, QmpMessage.QmpMessageKind.EVENT)) {
      long time = message.emittedNs();
      switch (message.name()) {
        case "STOP" -> {
          if (reported.outgoing) {
            marks.put(DowntimeMark.STOPPED, time);
          }
        }
        case "RESUME" -> {
          if (!reported.outgoing || marks.at(DowntimeMark.STOPPED) >= 0) {
            marks.put(DowntimeMark.RUNNING, time);
          }
        }
        case "MIGRATION" -> {
          String status = message.value("data.status");
          if (reported.outgoing && "completed".equals(status)) {
            marks.put(DowntimeMark.SENT, time);
          } else if (reported.outgoing && "device".equals(status)) {
            marks.put(DowntimeMark.GOES_ON, time);
          } else if (reported.outgoing && "pre-switchover".equals(status)) {
            marks.put(DowntimeMark.WAITS, time);
          }
        }
        default -> {}
      }
    }
  }

  /** Messages of a participant's conversation during a migration, and after it up to the next. */
  private List<QmpMessage> of(Attempt attempt, String participant, QmpMessage.QmpMessageKind kind) {
    if (attempt.beginNs() < 0 && timeless.getOrDefault(participant, 0) > 1) {
      // Nothing tells which of them a message belongs to.
      return List.of();
    }
    NavigableMap<Integer, Long> later = followed.get(participant);
    Map.Entry<Integer, Long> next = later == null ? null : later.higherEntry(attempt.number());
    long until = next == null ? Long.MAX_VALUE : next.getValue();
    String who = names.getOrDefault(participant, participant);
    return conversation.between(who, attempt.beginNs(), until).stream()
        .filter(message -> message.kind() == kind)
        .toList();
  }

  private void sourceSide(
      DowntimeSpans spans, String who, DowntimeMarks marks, long begin, long written) {
    long stopped = marks.at(DowntimeMark.STOPPED);
    long memory = marks.at(DowntimeMark.MEMORY_SAVED);
    long waits = marks.at(DowntimeMark.WAITS);
    long ready = waits >= 0 ? marks.at(DowntimeMark.GOES_ON) : stopped;
    paint(spans, DowntimePart.DRAIN, who, "processors", begin, marks.at(DowntimeMark.PAUSED));
    paint(spans, DowntimePart.STOP, who, "devices", marks.at(DowntimeMark.PAUSED), stopped);
    paint(
        spans,
        DowntimePart.PAUSE,
        who,
        "pre-switchover",
        waits,
        first(ready, marks.at(DowntimeMark.BROKEN)));
    paint(spans, DowntimePart.SAVE, who, "memory and states", ready, written);
    paint(spans, DowntimePart.SAVE, who, DowntimeSpan.MEMORY, ready, memory);
    paint(spans, DowntimePart.SAVE, who, "states", memory, marks.at(DowntimeMark.SAVED));
    marks.states().forEach(spans::paint);
  }

  /** What the destination does while the source still writes costs nothing. */
  private static void destinationSide(
      DowntimeSpans spans, String who, DowntimeMarks marks, long written, long end) {
    long loaded = marks.at(DowntimeMark.LOADED);
    long running = marks.at(DowntimeMark.RUNNING);
    paint(spans, DowntimePart.LOAD, who, "between states", written, loaded);
    for (DowntimeSpan state : marks.states()) {
      long from = Math.max(state.beginNs(), written);
      spans.paint(
          new DowntimeSpan(
              DowntimePart.LOAD, who, state.device(), -1, state.what(), from, state.endNs()));
    }
    paint(spans, DowntimePart.START, who, "block devices", loaded, running);
    paint(spans, DowntimePart.START, who, "devices", running, marks.at(DowntimeMark.STARTED));
  }

  private static void rolledBack(DowntimeSpans spans, String who, DowntimeMarks marks, long end) {
    long running = marks.at(DowntimeMark.RUNNING);
    long over = first(marks.at(DowntimeMark.SENT), marks.at(DowntimeMark.BROKEN));
    if (marks.at(DowntimeMark.WAITS) < 0) {
      paint(
          spans,
          DowntimePart.ROLLBACK,
          who,
          "until the failure is known",
          marks.at(DowntimeMark.SAVED),
          over);
    }
    paint(spans, DowntimePart.ROLLBACK, who, "until the source goes on", over, first(running, end));
    paint(spans, DowntimePart.START, who, "devices", running, end);
  }

  /** Starts and stops of vhost devices, message by message. */
  private void devices(DowntimeSpans spans, Attempt attempt) {
    for (WindowBuilder window : handing(attempt)) {
      DowntimePart part =
          window.kind == Window.WindowKind.STOP ? DowntimePart.STOP : DowntimePart.START;
      String who = window.participant;
      spans.paint(
          new DowntimeSpan(part, who, window.device, -1, "device", window.beginNs, window.endNs));
      for (int i = 0; i < window.requests.size(); i++) {
        JoinedRequest request = window.requests.get(i);
        long next =
            i + 1 < window.requests.size() ? window.requests.get(i + 1).timeNs : window.endNs;
        boolean drain = request.request != null && request.request.drains();
        spans.paint(
            new DowntimeSpan(
                drain ? DowntimePart.DRAIN : part,
                who,
                window.device,
                request.queue,
                request.name(),
                request.timeNs,
                first(request.replyNs, next)));
      }
    }
  }

  private static void paint(
      DowntimeSpans spans, DowntimePart part, String who, String what, long begin, long end) {
    spans.paint(new DowntimeSpan(part, who, "", -1, what, begin, end));
  }

  private Downtime.@Nullable ReportedDowntime reported(Attempt attempt) {
    Downtime.ReportedDowntime told = null;
    for (QmpMessage message : of(attempt, attempt.source(), QmpMessage.QmpMessageKind.REPLY)) {
      boolean asked = message.name().equals("query-migrate");
      String value = asked ? message.value("return.downtime") : null;
      if (value != null && NUMBER.matcher(value).matches()) {
        Evidence evidence = Evidence.of(message.span(), "query-migrate: downtime " + value);
        told = new Downtime.ReportedDowntime(Long.parseLong(value), evidence);
      }
    }
    return told;
  }
}
