// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.downtime;

import dev.vtrace.decoder.analysis.attempt.ReportedMigration;
import dev.vtrace.decoder.analysis.evidence.TraceLog;
import dev.vtrace.decoder.analysis.model.Downtime.DowntimePart;
import dev.vtrace.decoder.analysis.model.Downtime.DowntimeSpan;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Event;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The events of one side that cut its part of the downtime into phases, and how long each device's
 * state took. Names and order of the events: migration/trace-events and migration/migration.c of
 * QEMU 8.2 (the first with checkpoints) to 11.1; older ones change states only.
 */
public final class DowntimeMarks {
  /** Where one phase ends and the next begins. */
  enum DowntimeMark {
    /** The source decides to stop the guest. */
    BEGIN,
    /** No processor runs any more. */
    PAUSED,
    /** Devices are stopped. */
    STOPPED,
    /** It waits for somebody to say that it may go on. */
    WAITS,
    GOES_ON,
    /** The rest of memory is written. */
    MEMORY_SAVED,
    /** States of devices are written. */
    SAVED,
    /** The source is done. */
    SENT,
    /** It failed or was cancelled. */
    BROKEN,
    /** All states are read. */
    LOADED,
    /** The guest is about to run: devices are started. */
    RUNNING,
    /** It runs. */
    STARTED
  }

  private static final Map<String, DowntimeMark> CHECKPOINTS =
      Map.of(
          "src-downtime-start", DowntimeMark.BEGIN,
          "src-vm-stopped", DowntimeMark.STOPPED,
          "src-iterable-saved", DowntimeMark.MEMORY_SAVED,
          "src-non-iterable-saved", DowntimeMark.SAVED,
          "src-downtime-end", DowntimeMark.SENT,
          "dst-precopy-loadvm-completed", DowntimeMark.LOADED,
          "dst-precopy-bh-vm-started", DowntimeMark.STARTED,
          "dst-postcopy-bh-vm-started", DowntimeMark.STARTED);

  /** No state takes longer than a day. */
  public static final long LONGEST_US = 86_400_000_000L;

  private final Map<DowntimeMark, Long> times = new EnumMap<>(DowntimeMark.class);
  private final List<DowntimeSpan> states = new ArrayList<>();
  private final ReportedMigration reported;
  private final @Nullable TraceLog log;

  /** The state that is being written or read, where only begin and end of sections are traced. */
  private String open = "";

  private long openNs = -1;
  private boolean measured;

  private DowntimeMarks(ReportedMigration reported, @Nullable TraceLog log) {
    this.reported = reported;
    this.log = log;
  }

  /**
   * Reads a side's log from the beginning of the migration to that of its next one.
   *
   * @param log may be null
   * @param until position in the log
   */
  static DowntimeMarks of(ReportedMigration reported, @Nullable TraceLog log, int until) {
    DowntimeMarks marks = new DowntimeMarks(reported, log);
    if (log != null && reported.beginOrder >= 0) {
      int end = Math.min(until, log.events.size());
      for (TraceEvent event : log.events.subList(reported.beginOrder, end)) {
        marks.measured |= event.is(Event.DOWNTIME_SAVE) || event.is(Event.DOWNTIME_LOAD);
      }
      for (TraceEvent event : log.events.subList(reported.beginOrder, end)) {
        marks.event(event, log.time(event));
      }
    }
    return marks;
  }

  /** When it was, or -1. */
  long at(DowntimeMark mark) {
    return times.getOrDefault(mark, -1L);
  }

  /** Keeps the first of several. */
  void put(DowntimeMark mark, long timeNs) {
    if (timeNs >= 0) {
      times.putIfAbsent(mark, timeNs);
    }
  }

  /** States of devices, written or read. */
  List<DowntimeSpan> states() {
    return states;
  }

  private void event(TraceEvent event, long time) {
    if (time < 0 || event.known() == null) {
      return;
    }
    switch (event.known()) {
      case DOWNTIME_CHECKPOINT -> {
        DowntimeMark mark = CHECKPOINTS.get(event.string("checkpoint"));
        if (mark != null) {
          put(mark, time);
        }
      }
      case DOWNTIME_SAVE, DOWNTIME_LOAD -> measured(event, time);
      case SECTION_START -> open(event.string("id"), time);
      case STATE_LOAD -> {
        close(time);
        open(event.string("idstr"), time);
      }
      case SECTION_END, SECTION_LOAD -> close(time);
      case RUN_STATE -> {
        if (event.string("new_state_str").equals("finish-migrate")) {
          put(DowntimeMark.BEGIN, time);
        }
      }
      case VM_STATE -> notified(event.number("running", -1), time);
      case MIGRATION_VM_STOPPED -> put(DowntimeMark.STOPPED, time);
      case INCOMING_END -> {
        close(time);
        if (event.number("ret", -1) == 0) {
          put(DowntimeMark.LOADED, time);
        }
      }
      case MIGRATION_STATE -> changed(event.string("new_state"), time);
      default -> {}
    }
  }

  /** The length is in microseconds, and the event comes after it. */
  private void measured(TraceEvent event, long time) {
    long micros = event.number("downtime", -1);
    if (micros >= 0 && micros <= LONGEST_US) {
      state(event.string("idstr"), time - micros * 1000, time);
    }
  }

  /** A source that begins to run before it stops is of no interest. */
  private void notified(long running, long time) {
    if (running == 0) {
      put(DowntimeMark.PAUSED, time);
    } else if (running == 1 && (!reported.outgoing || at(DowntimeMark.BEGIN) >= 0)) {
      put(DowntimeMark.RUNNING, time);
    }
  }

  private void changed(String state, long time) {
    switch (state) {
      case "pre-switchover" -> put(DowntimeMark.WAITS, time);
      case "device" -> put(DowntimeMark.GOES_ON, time);
      case "completed" -> put(reported.outgoing ? DowntimeMark.SENT : DowntimeMark.STARTED, time);
      case "failed", "cancelling", "cancelled" -> put(DowntimeMark.BROKEN, time);
      default -> {}
    }
  }

  private void open(String name, long time) {
    open = name;
    openNs = time;
  }

  private void close(long time) {
    if (!open.isEmpty() && !measured) {
      state(open, openNs, time);
    }
    open = "";
  }

  private void state(String name, long from, long to) {
    DowntimePart part = reported.outgoing ? DowntimePart.SAVE : DowntimePart.LOAD;
    states.add(new DowntimeSpan(part, reported.participant, name, -1, "state", from, to));
  }
}
