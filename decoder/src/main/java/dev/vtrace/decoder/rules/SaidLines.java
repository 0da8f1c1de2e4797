// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.analysis.Evidence;
import dev.vtrace.decoder.messages.MessageTable;
import dev.vtrace.decoder.messages.Speaker;
import dev.vtrace.decoder.messages.Standing;
import dev.vtrace.decoder.messages.Told;
import dev.vtrace.decoder.messages.Utterance;
import dev.vtrace.decoder.trace.BackendLine;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.QmpMessage;
import java.util.ArrayList;
import java.util.List;

/** Reads the lines of all logs, and the texts of failures in QMP, by the table of messages. */
final class SaidLines {
  private SaidLines() {}

  /**
   * What each process said, in its order; one list for each log. Lines without a meaning are left
   * out, unless their writer calls them an error.
   */
  static List<List<SaidLine>> of(Run run) {
    List<List<SaidLine>> out = new ArrayList<>();
    for (ProcessLog log : run.logs()) {
      out.add(log(log));
      out.add(backEnd(log));
    }
    List<SaidLine> qmp = new ArrayList<>();
    Blockers blockers = new Blockers(run);
    for (int i = 0; i < run.qmp().size(); i++) {
      QmpMessage message = run.qmp().get(i);
      for (QmpMessage.Value value : message.values()) {
        if (tells(value.path()) || blockers.blocks(i, value)) {
          String text = value.text();
          List<Told> told = new ArrayList<>(MessageTable.read(text, false));
          if (reason(message, value)) {
            told.removeIf(one -> one.row().standing() == Standing.CONSEQUENCE);
          }
          if (!told.isEmpty()) {
            Utterance utterance = new Utterance(Speaker.QEMU, Utterance.Level.UNSAID, text);
            Evidence place = Places.of(message, text);
            qmp.add(new SaidLine(message.who(), message.timeNs(), utterance, told, place, null));
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
  private static boolean reason(QmpMessage message, QmpMessage.Value value) {
    int dot = value.path().lastIndexOf('.') + 1;
    boolean reason = value.path().substring(dot).equals("error-desc");
    return reason && "failed".equals(message.value(value.path().substring(0, dot) + "status"));
  }

  private static List<SaidLine> log(ProcessLog log) {
    List<SaidLine> out = new ArrayList<>();
    boolean guest = false;
    for (LogLine line : log.lines()) {
      Utterance utterance = Utterance.of(line.text());
      guest |= utterance.speaker() == Speaker.GUEST;
      // With the guest's console in the same log, a line without a name may be the guest's.
      boolean unnamed = guest && utterance.speaker() == Speaker.UNKNOWN && line.timeNs() < 0;
      List<Told> told = unnamed ? List.of() : utterance.read(false);
      boolean error = utterance.errorOfQemu() || utterance.speaker() == Speaker.BACK_END;
      if (!told.isEmpty() || error) {
        out.add(
            new SaidLine(log.participant(), line.timeNs(), utterance, told, Places.of(line), null));
      }
    }
    return out;
  }

  private static Utterance utterance(BackendLine line) {
    Utterance words = Utterance.of(line.text());
    if (line.origin() == BackendLine.Origin.OTHER) {
      return words;
    }
    return words.byBackEnd(
        switch (line.level()) {
          case ERROR -> Utterance.Level.ERROR;
          case WARNING -> Utterance.Level.WARNING;
          case NOTE -> Utterance.Level.INFO;
          case NONE -> Utterance.Level.UNSAID;
        });
  }

  /** All lines of a back-end: what it did not call an error may say so by its words. */
  private static List<SaidLine> backEnd(ProcessLog log) {
    List<SaidLine> out = new ArrayList<>();
    for (BackendLine line : log.told()) {
      Utterance utterance = utterance(line);
      out.add(
          new SaidLine(
              log.participant(),
              line.timeNs(),
              utterance,
              line.request() == null ? utterance.read(true) : List.of(),
              Places.of(line.span(), line.text()),
              line));
    }
    return out;
  }
}
