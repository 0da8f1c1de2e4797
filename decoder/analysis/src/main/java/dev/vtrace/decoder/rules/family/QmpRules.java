// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.family;

import static dev.vtrace.decoder.rules.model.EvidenceNeed.QMP;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.EvidencePlaces;
import dev.vtrace.decoder.rules.model.ProblemCollector;
import dev.vtrace.decoder.rules.model.Rank;
import dev.vtrace.decoder.rules.model.Rule;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.QmpMessage.QmpLeaf;
import dev.vtrace.decoder.trace.QmpMessage.QmpMessageKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What QEMU says over QMP about commands, the guest and its disks. Source: QMP reference manual of
 * QEMU 10.2, recorded runs.
 */
public final class QmpRules {
  public static final List<Rule> TABLE =
      List.of(
          Rule.run(Code.BLOCKED_REASONS, Rank.CAUSE, QmpRules::blocked).by(QMP),
          Rule.run(Code.BLOCK_IO_FAILED, Rank.FAULT, QmpRules::blockError).by(QMP),
          Rule.run(Code.GUEST_PANIC, Rank.FAULT, QmpRules::panic).by(QMP),
          Rule.run(Code.COMMAND_REFUSED, Rank.CONSEQUENCE, QmpRules::refused).by(QMP),
          Rule.run(Code.POSTCOPY_STUCK, Rank.CONSEQUENCE, QmpRules::stuck).by(QMP),
          Rule.run(Code.QUERY_REFUSED, Rank.NOTE, QmpRules::unanswered).by(QMP));

  private QmpRules() {}

  /** Each reason once. */
  private static void blocked(CheckedRun run, ProblemCollector report) {
    Set<String> said = new HashSet<>();
    Blockers blockers = new Blockers(run);
    for (int i = 0; i < run.qmp().size(); i++) {
      QmpMessage message = run.qmp().get(i);
      for (QmpLeaf value : message.values()) {
        if (blockers.blocks(i, value) && said.add(message.who() + "\n" + value.text())) {
          report.add(
              message.who(),
              message.emittedNs(),
              "migration is blocked: " + value.text(),
              EvidencePlaces.of(message, value.text()));
        }
      }
    }
  }

  private static void blockError(CheckedRun run, ProblemCollector report) {
    for (QmpMessage message : run.qmp()) {
      if (event(message, "BLOCK_IO_ERROR")) {
        String device = named(message, "data.node-name", named(message, "data.device", "a disk"));
        String operation = named(message, "data.operation", "access");
        String reason = named(message, "data.reason", "");
        report.add(
            message.who(),
            message.emittedNs(),
            "a "
                + operation
                + " of "
                + device
                + " failed"
                + (reason.isEmpty() ? "" : ": " + reason),
            EvidencePlaces.of(message, reason));
      }
    }
  }

  private static void panic(CheckedRun run, ProblemCollector report) {
    for (QmpMessage message : run.qmp()) {
      if (event(message, "GUEST_PANICKED")) {
        String action = named(message, "data.action", "");
        report.add(
            message.who(),
            message.emittedNs(),
            "the guest panicked" + (action.isEmpty() ? "" : "; QEMU's action: " + action),
            EvidencePlaces.of(message, action));
      }
    }
  }

  private static void refused(CheckedRun run, ProblemCollector report) {
    errors(run, report, message -> !asks(message));
  }

  private static void unanswered(CheckedRun run, ProblemCollector report) {
    errors(run, report, QmpRules::asks);
  }

  private static void errors(
      CheckedRun run, ProblemCollector report, Predicate<QmpMessage> wanted) {
    for (QmpMessage message : run.qmp()) {
      String text = named(message, "error.desc", "");
      if (message.kind() == QmpMessageKind.ERROR && !text.isEmpty() && wanted.test(message)) {
        String command = message.name().isEmpty() ? "a command" : message.name();
        report.add(
            message.who(),
            message.timeNs(),
            command + " was refused: " + text,
            EvidencePlaces.of(message, text));
      }
    }
  }

  /** Whether a command only asks, or was a trial of what this QEMU may not have. */
  private static boolean asks(QmpMessage message) {
    String name = message.name();
    return name.startsWith("query-")
        || name.startsWith("x-query-")
        || name.startsWith("qom-")
        || name.equals("device-list-properties")
        || name.equals("trace-event-get-state")
        || "CommandNotFound".equals(message.value("error.class"));
  }

  private static void stuck(CheckedRun run, ProblemCollector report) {
    Set<String> known = new HashSet<>();
    Map<String, Integer> completed = last(run, "completed");
    Map<String, Integer> active = last(run, "postcopy-active");
    for (int i = 0; i < run.qmp().size(); i++) {
      QmpMessage message = run.qmp().get(i);
      boolean paused = "postcopy-paused".equals(status(message));
      int later =
          Math.max(
              completed.getOrDefault(message.who(), -1), active.getOrDefault(message.who(), -1));
      boolean recovered = later > i;
      if (paused && !recovered && known.add(message.who())) {
        report.add(
            message.who(),
            message.emittedNs(),
            "postcopy is paused: its channel broke, and the guest waits for its memory",
            EvidencePlaces.of(message, "postcopy-paused"));
      }
    }
  }

  /** Where each QEMU reports a status last. */
  static Map<String, Integer> last(CheckedRun run, String status) {
    Map<String, Integer> out = new HashMap<>();
    for (int i = 0; i < run.qmp().size(); i++) {
      if (status.equals(status(run.qmp().get(i)))) {
        out.put(run.qmp().get(i).who(), i);
      }
    }
    return out;
  }

  private static @Nullable String status(QmpMessage message) {
    if (event(message, "MIGRATION")) {
      return message.value("data.status");
    }
    boolean reply =
        message.kind() == QmpMessageKind.REPLY && message.name().equals("query-migrate");
    return reply ? message.value("return.status") : null;
  }

  private static boolean event(QmpMessage message, String name) {
    return message.kind() == QmpMessageKind.EVENT && message.name().equals(name);
  }

  private static String named(QmpMessage message, String path, String otherwise) {
    String value = message.value(path);
    return value == null || value.isEmpty() ? otherwise : value;
  }
}
