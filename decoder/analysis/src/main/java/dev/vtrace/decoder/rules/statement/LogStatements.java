// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.statement;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.messages.FailureStanding;
import dev.vtrace.decoder.messages.MessageMatch;
import dev.vtrace.decoder.messages.MessageTable;
import dev.vtrace.decoder.messages.Speaker;
import dev.vtrace.decoder.messages.Utterance;
import dev.vtrace.decoder.rules.family.Blockers;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.EvidencePlaces;
import dev.vtrace.decoder.rules.model.ProcessLog;
import dev.vtrace.decoder.trace.BackendLine;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.QmpMessage;
import java.util.ArrayList;
import java.util.List;

/** Reads the lines of all logs, and the texts of failures in QMP, by the table of messages. */
final class LogStatements {
  private LogStatements() {}

  /**
   * What each process said, in its order; one list for each log. Lines without a meaning are left
   * out, unless their writer calls them an error.
   */
  static List<List<LogStatement>> of(CheckedRun run) {
    List<List<LogStatement>> out = new ArrayList<>();
    for (ProcessLog log : run.logs()) {
      out.add(log(log));
      out.add(backEnd(log));
    }
    List<LogStatement> qmp = new ArrayList<>();
    Blockers blockers = new Blockers(run);
    for (int i = 0; i < run.qmp().size(); i++) {
      QmpMessage message = run.qmp().get(i);
      for (QmpMessage.QmpLeaf value : message.values()) {
        if (tells(value.path()) || blockers.blocks(i, value)) {
          String text = value.text();
          List<MessageMatch> matches = new ArrayList<>(MessageTable.read(text, false));
          if (reason(message, value)) {
            matches.removeIf(one -> one.row().standing() == FailureStanding.CONSEQUENCE);
          }
          if (!matches.isEmpty()) {
            Utterance utterance = new Utterance(Speaker.QEMU, Utterance.LogLevel.UNSAID, text);
            Evidence place = EvidencePlaces.of(message, text);
            qmp.add(
                new LogStatement(message.who(), message.timeNs(), utterance, matches, place, null));
          }
        }
      }
    }
    out.add(qmp);
    return out;
  }

  private static boolean tells(String path) {
    return path.equals("error.desc") || path.endsWith("error-desc");
  }

  /** Whether a text is told as the reason of a failed migration. */
  private static boolean reason(QmpMessage message, QmpMessage.QmpLeaf value) {
    int dot = value.path().lastIndexOf('.') + 1;
    boolean reason = value.path().substring(dot).equals("error-desc");
    return reason && "failed".equals(message.value(value.path().substring(0, dot) + "status"));
  }

  private static List<LogStatement> log(ProcessLog log) {
    List<LogStatement> out = new ArrayList<>();
    boolean guest = false;
    for (LogLine line : log.lines()) {
      Utterance utterance = Utterance.of(line.text());
      guest |= utterance.speaker() == Speaker.GUEST;
      // With the guest's console in the same log, a line without a name may be the guest's.
      boolean unnamed = guest && utterance.speaker() == Speaker.UNKNOWN && line.timeNs() < 0;
      List<MessageMatch> matches = unnamed ? List.of() : utterance.read(false);
      boolean error = utterance.errorOfQemu() || utterance.speaker() == Speaker.BACK_END;
      if (!matches.isEmpty() || error) {
        out.add(
            new LogStatement(
                log.participant(),
                line.timeNs(),
                utterance,
                matches,
                EvidencePlaces.of(line),
                null));
      }
    }
    return out;
  }

  private static Utterance utterance(BackendLine line) {
    Utterance words = Utterance.of(line.text());
    if (line.origin() == BackendLine.BackendLogKind.OTHER) {
      return words;
    }
    return words.byBackEnd(
        switch (line.level()) {
          case ERROR -> Utterance.LogLevel.ERROR;
          case WARNING -> Utterance.LogLevel.WARNING;
          case NOTE -> Utterance.LogLevel.INFO;
          case NONE -> Utterance.LogLevel.UNSAID;
        });
  }

  /** All lines of a back-end: what it did not call an error may say so by its words. */
  private static List<LogStatement> backEnd(ProcessLog log) {
    List<LogStatement> out = new ArrayList<>();
    for (BackendLine line : log.backendLines()) {
      Utterance utterance = utterance(line);
      out.add(
          new LogStatement(
              log.participant(),
              line.timeNs(),
              utterance,
              line.request() == null ? utterance.read(true) : List.of(),
              EvidencePlaces.of(line.span(), line.text()),
              line));
    }
    return out;
  }
}
