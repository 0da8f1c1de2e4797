// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.runlog;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Reason;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.analysis.model.WireMark;
import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.Timeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the joined model says of each place of the evidence, by file: operations with their verdicts
 * at the records that show them, those that nothing shows and findings at the places after which
 * they belong.
 */
final class EntryFacts {
  /** Reasons that rest on a record of the operation itself. */
  private static final Set<Reason> SHOWN =
      EnumSet.of(
          Reason.ON_SOCKET,
          Reason.IN_TRACE,
          Reason.IN_BACKEND_LOG,
          Reason.QUEUE_RETURNED,
          Reason.WINDOW_SUCCEEDED,
          Reason.REFUSED,
          Reason.SENT_INTO_ERROR,
          Reason.NOT_ON_CONNECTION,
          Reason.FORBIDDEN);

  private static final List<Evidence> NOTHING = List.of();
  private static final List<Window.EnteredQueue> NO_QUEUES = List.of();

  private final Set<String> traces;
  private final Set<String> shown;
  private final Map<String, FileFacts> files = new HashMap<>();
  private final List<LogEntry> loose = new ArrayList<>();

  /**
   * What is said of a record.
   *
   * @param participant who sent it; empty where that is known otherwise
   */
  record RecordMeaning(
      String participant,
      String device,
      int queue,
      String operation,
      @Nullable Verdict verdict,
      String why) {
    /** The same record shows another thing, too. */
    RecordMeaning and(RecordMeaning other) {
      boolean first = verdict == null || other.verdict == null;
      RecordMeaning main = first ? (verdict == null ? other : this) : this;
      boolean same = operation.equals(other.operation) || other.operation.isEmpty();
      String both =
          same || operation.isEmpty() ? main.operation : operation + ", " + other.operation;
      return new RecordMeaning(
          participant.isEmpty() ? other.participant : participant,
          device.isEmpty() ? other.device : device,
          queue < 0 ? other.queue : queue,
          both,
          main.verdict,
          main.why);
    }
  }

  /**
   * @param traces files with the events of QEMUs that are listed
   * @param shown all files that are listed
   */
  EntryFacts(
      Migration migration,
      List<Problem> problems,
      Timeline timeline,
      Set<String> traces,
      Set<String> shown) {
    this.traces = traces;
    this.shown = shown;
    times(timeline);
    messages(migration);
    for (List<Window> windows : List.of(migration.windows(), migration.around())) {
      for (Window window : windows) {
        operations(window);
      }
    }
    problems.forEach(this::problem);
    loose.sort(Comparator.comparingLong(LogEntry::orderNs));
  }

  /** What is said of a file. */
  FileFacts of(String file) {
    return files.getOrDefault(file, FileFacts.NONE);
  }

  /** What belongs to no place of a listed file, by its times. */
  List<LogEntry> loose() {
    return List.copyOf(loose);
  }

  private FileFacts file(String name) {
    return files.computeIfAbsent(name, key -> new FileFacts());
  }

  /** For files without times: where the timeline has what they show. */
  private void times(Timeline timeline) {
    for (Item item : timeline.items()) {
      boolean there =
          item.kind() == Item.ItemKind.MESSAGE
              || item.kind() == Item.ItemKind.OPERATION
                  && (item.state().equals(Verdict.EXECUTED.label())
                      || item.state().equals(Verdict.FAILED.label()));
      for (Evidence evidence : there ? item.evidence() : List.<Evidence>of()) {
        if (evidence.neighbour() == null) {
          file(evidence.file()).time(evidence, item.begin());
        }
      }
    }
  }

  /** Whose each message is. */
  private void messages(Migration migration) {
    Map<String, String> windows = new HashMap<>();
    migration.windows().forEach(window -> windows.put(window.id(), window.device()));
    migration.around().forEach(window -> windows.put(window.id(), window.device()));
    for (WireMark message : migration.messages()) {
      String device = message.window() == null ? "" : windows.getOrDefault(message.window(), "");
      if (!message.connection().isEmpty()) {
        RecordMeaning meaning =
            new RecordMeaning(message.participant(), device, message.queue(), "", null, "");
        file(message.evidence().file()).add(message.evidence(), meaning);
      }
    }
  }

  private void operations(Window window) {
    for (Operation operation : window.operations()) {
      if (SHOWN.contains(operation.reason())) {
        shows(window, operation);
      } else if (operation.verdict() != Verdict.NOT_DUE) {
        absent(window, operation);
      }
    }
  }

  /** The trace shows an operation rather than the socket, so that it is counted once. */
  private void shows(Window window, Operation operation) {
    Evidence first = null;
    for (Evidence evidence : operation.evidence()) {
      if (evidence.neighbour() == null && shown.contains(evidence.file())) {
        boolean better = first == null || traces.contains(evidence.file());
        first = better && (first == null || !traces.contains(first.file())) ? evidence : first;
      }
    }
    for (Evidence evidence : operation.evidence()) {
      if (evidence.neighbour() == null) {
        Verdict verdict = evidence == first ? operation.verdict() : null;
        String why = verdict == null ? "" : operation.why();
        file(evidence.file())
            .add(
                evidence,
                new RecordMeaning(
                    "", window.device(), operation.queue(), operation.name(), verdict, why));
      }
    }
    if (first == null) {
      loose.add(entry(window, operation));
    }
  }

  private void absent(Window window, Operation operation) {
    Evidence anchor = null;
    for (Window.EnteredQueue queue : window.queues()) {
      if (queue.queue() == operation.queue() && shown.contains(queue.in().file())) {
        anchor = queue.in();
      }
    }
    for (Operation other : anchor == null ? window.operations() : List.<Operation>of()) {
      for (Evidence evidence : SHOWN.contains(other.reason()) ? other.evidence() : NOTHING) {
        boolean usable = evidence.neighbour() == null && shown.contains(evidence.file());
        anchor = anchor == null && usable ? evidence : anchor;
      }
    }
    for (Window.EnteredQueue queue : anchor == null ? window.queues() : NO_QUEUES) {
      anchor = anchor == null && shown.contains(queue.in().file()) ? queue.in() : anchor;
    }
    if (anchor == null) {
      loose.add(entry(window, operation));
    } else {
      file(anchor.file()).add(anchor, entry(window, operation));
    }
  }

  private static LogEntry entry(Window window, Operation operation) {
    String queue = operation.queue() < 0 ? "" : " q" + operation.queue();
    Evidence proof = operation.evidence().isEmpty() ? null : operation.evidence().get(0);
    return new LogEntry(
        EntryKind.OPERATION,
        -1,
        window.beginNs(),
        window.participant(),
        operation.name(),
        operation.name() + queue + ": " + operation.why(),
        window.device(),
        operation.queue(),
        operation.name(),
        operation.verdict(),
        operation.why(),
        proof == null ? SourceSpan.NONE : span(proof),
        List.of());
  }

  private static SourceSpan span(Evidence place) {
    return new SourceSpan(place.file(), Math.max(0, place.offset()), 0, place.line());
  }

  private void problem(Problem problem) {
    Evidence first = problem.evidence().isEmpty() ? null : problem.evidence().get(0);
    LogEntry entry =
        LogEntry.of(
            EntryKind.FINDING,
            problem.timeNs(),
            "",
            problem.code().code(),
            problem.severity().label() + " " + problem.code().code() + ": " + problem.message(),
            -1,
            first == null ? SourceSpan.NONE : span(first),
            List.of());
    Evidence anchor = null;
    for (Evidence place : problem.evidence()) {
      anchor = anchor == null && shown.contains(place.file()) ? place : anchor;
    }
    if (anchor == null) {
      loose.add(entry);
    } else {
      file(anchor.file()).add(anchor, entry);
    }
  }
}
