// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.runlog;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.JoinedRun;
import dev.vtrace.decoder.analysis.model.Participant;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.run.LoadedFile;
import dev.vtrace.decoder.run.LoadedTrace;
import dev.vtrace.decoder.timeline.Timeline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a run tells, one entry after the other in the order of time. The files are read a
 * second time, beside each other, and nothing of them is kept: what the model says of their places
 * is all that is in memory.
 *
 * <p>Entries of one file keep their order. A file without times that can be compared is placed by
 * what the model knows of the windows and messages that it shows.
 */
public final class RunLog {
  private final JoinedRun run;
  private final boolean timed;
  private final Timeline timeline;
  private final EntryFacts facts;
  private final List<Input> inputs = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /**
   * @param problems what rules found in it
   */
  public RunLog(JoinedRun run, List<Problem> problems) {
    this.run = run;
    this.timeline = Timeline.of(run.migration());
    this.timed = timeline.timed();
    Set<String> traces = new HashSet<>();
    Set<String> shown = new HashSet<>();
    for (LoadedFile file : run.evidence().files()) {
      if (file.read() && lists(file.input())) {
        inputs.add(file.input());
        shown.add(file.input().name());
        if (file.input().role() == InputRole.TRACE) {
          traces.add(file.input().name());
        }
      }
    }
    run.migration().streams().forEach(stream -> shown.add(stream.file()));
    this.facts = new EntryFacts(run.migration(), problems, timeline, traces, shown);
    List<String> order = run.evidence().capture().participants();
    inputs.sort(Comparator.comparingInt(input -> rank(order, input.participant())));
  }

  private static int rank(List<String> order, String participant) {
    int at = order.indexOf(participant);
    return at < 0 ? order.size() : at;
  }

  /** Of several traces of one QEMU, the one that tells most; others with events repeat it. */
  private boolean lists(Input input) {
    switch (input.role()) {
      case SOCKET:
      case QMP:
      case BACKEND_LOG:
        return true;
      case TRACE:
        LoadedTrace trace = trace(input.name());
        LoadedTrace best = run.evidence().trace(input.participant());
        if (trace == null || best == null || trace == best || trace.events().isEmpty()) {
          return true;
        }
        notes.add(
            "not listed: "
                + input.name()
                + ": "
                + best.file()
                + " has the events of the same QEMU");
        return false;
      default:
        return false;
    }
  }

  private @Nullable LoadedTrace trace(String file) {
    for (LoadedTrace trace : run.evidence().traces()) {
      if (trace.file().equals(file)) {
        return trace;
      }
    }
    return null;
  }

  /** Whether the run has times; without any, {@link LogEntry#orderNs} is a number only. */
  public boolean timed() {
    return timed;
  }

  /** What to know of the list before it is read: what is not in it, what has no times. */
  public List<String> notes() {
    List<String> out = new ArrayList<>(notes);
    FileClocks clocks = new FileClocks(run.evidence());
    for (Input input : inputs) {
      if (!clocks.of(input).tells()) {
        out.add(
            input.name()
                + (facts.of(input.name()).hasTimes()
                    ? ": has no times; its lines stand where what they show belongs"
                    : ": has no times, and nothing tells where its lines belong"));
      }
    }
    return out;
  }

  /**
   * Reads all of it.
   *
   * @param sink is given each entry; where it answers false, the reading ends
   * @throws IOException if a file cannot be read
   */
  public void read(Predicate<LogEntry> sink) throws IOException {
    Map<String, String> monitors = new HashMap<>();
    for (Participant participant : run.migration().participants()) {
      monitors.put(participant.monitor(), participant.name());
    }
    List<EntrySource> sources = new ArrayList<>();
    try {
      FileClocks clocks = new FileClocks(run.evidence());
      FileRecords records = new FileRecords(run.evidence().capture());
      for (Input input : inputs) {
        FileClock clock = clocks.of(input);
        FileFacts told = facts.of(input.name());
        sources.add(
            new FileFeed(
                input.name(),
                (to, atEnd) -> {
                  EntryMaker maker = new EntryMaker(input.participant());
                  FileEntries entries = new FileEntries(maker, clock, told, monitors, to);
                  records.read(input, entries::add);
                  entries.end();
                }));
      }
      run.migration()
          .streams()
          .forEach(mark -> sources.add(new SectionEntries(mark, timeline, facts.of(mark.file()))));
      Iterator<LogEntry> loose = facts.loose().iterator();
      sources.add(() -> loose.hasNext() ? loose.next() : null);
      merge(sources, sink);
    } finally {
      sources.forEach(EntrySource::close);
    }
  }

  /**
   * The entry that a source gives next.
   *
   * @param order of the source, for entries of one time
   */
  private record MergeHead(LogEntry entry, int order, EntrySource source) {}

  private static void merge(List<EntrySource> sources, Predicate<LogEntry> sink)
      throws IOException {
    PriorityQueue<MergeHead> heads =
        new PriorityQueue<>(
            Comparator.comparingLong((MergeHead head) -> head.entry().orderNs())
                .thenComparingInt(MergeHead::order));
    for (int i = 0; i < sources.size(); i++) {
      LogEntry first = sources.get(i).next();
      if (first != null) {
        heads.add(new MergeHead(first, i, sources.get(i)));
      }
    }
    while (!heads.isEmpty()) {
      MergeHead head = requireNonNull(heads.poll());
      if (!sink.test(head.entry())) {
        return;
      }
      LogEntry next = head.source().next();
      if (next != null) {
        heads.add(new MergeHead(next, head.order(), head.source()));
      }
    }
  }
}
