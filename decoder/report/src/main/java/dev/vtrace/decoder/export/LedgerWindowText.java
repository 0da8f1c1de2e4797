// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.analysis.model.Basis;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.timeline.TimeWords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints windows of the ledger: a line each, and below it what was left out and why. */
final class LedgerWindowText {
  private static final int LABEL = 11;
  private static final int INDENT = 2;
  private static final String INFERRED = "inferred: the logs show no messages";

  /** Places that are shown for a group of operations. */
  private static final int PLACES = 4;

  private static final int PLACE = 30;

  /** Columns that a window needs for times of its own. */
  private static final int WIDE = 92;

  private static final int KIND = 6;
  private static final int LENGTH = 9;
  private static final int MOST_NAME = 16;
  private static final int MOST_DEVICE = 32;

  private final TextStream out;
  private final boolean colour;
  private final Migration migration;
  private final boolean all;
  private final int name;
  private final int device;

  LedgerWindowText(TextStream out, boolean colour, Migration migration, boolean all) {
    this.all = all;
    this.out = out;
    this.colour = colour;
    this.migration = migration;
    int longestName = 4;
    int longestDevice = 6;
    for (Window window : migration.windows()) {
      longestName = Math.max(longestName, who(window).length());
      longestDevice = Math.max(longestDevice, window.device().length());
    }
    this.name = Math.min(MOST_NAME, longestName) + 2;
    this.device = Math.min(MOST_DEVICE, longestDevice) + 2;
  }

  static String who(Window window) {
    return window.participant().isEmpty() ? window.role().label() : window.participant();
  }

  /**
   * Prints windows below a row of titles.
   *
   * @param beginNs what times are counted from, or -1 for times of day
   */
  void print(List<Window> windows, long beginNs) {
    boolean timed = windows.stream().anyMatch(window -> window.beginNs() >= 0);
    int begin = beginNs >= 0 ? 11 : 17;
    if (!windows.isEmpty()) {
      TextLine titles = line().spaces(INDENT).left("QEMU", name).left("what", KIND);
      titles.left("device", device);
      if (timed && out.width() >= WIDE) {
        titles.left("begin", begin).left("length", LENGTH);
      }
      print(line().add(TextLine.Colour.DIM, titles.end()));
    }
    for (Window window : windows) {
      window(window, timed, begin, beginNs);
    }
  }

  private void window(Window window, boolean timed, int begin, long beginNs) {
    boolean hands = window.phase() != Phase.ORDINARY;
    TextLine line = line().spaces(INDENT);
    line.left(who(window), name).left(window.kind().label(), KIND).left(window.device(), device);
    String when = "";
    String length = "";
    if (window.beginNs() >= 0) {
      when =
          beginNs >= 0
              ? "+" + TimeWords.duration(window.beginNs() - beginNs)
              : TimeWords.clock(window.beginNs());
      length = window.endNs() < 0 ? "" : TimeWords.duration(window.endNs() - window.beginNs());
    }
    if (out.width() < WIDE) {
      line.newLine().spaces(2 * INDENT).hang();
      line.add(when).add(when.isEmpty() || length.isEmpty() ? "" : ", ").add(length);
      line.add(when.isEmpty() ? "" : "   ");
    } else if (timed) {
      line.left(when, begin).left(length, LENGTH).add(" ").hang();
    } else {
      line.hang();
    }
    if (hands) {
      line.add(TextLine.Colour.CYAN, window.phase().label());
      String transfer = migration.transfer(window).text();
      line.add(transfer.isEmpty() ? "" : ", " + transfer);
    } else {
      line.add(counts(window));
    }
    if (window.failed()) {
      line.add(hands || !counts(window).isEmpty() ? ", " : "").add(TextLine.Colour.RED, "failed");
    }
    print(line);
    if (hands) {
      print(line().spaces(2 * INDENT).wrap(List.of(window.why().split(" ")), 2 * INDENT));
    }
    for (Verdict verdict : Verdict.values()) {
      boolean wrong =
          verdict == Verdict.FAILED || verdict == Verdict.VIOLATION || verdict == Verdict.UNKNOWN;
      if (hands || wrong || all) {
        operations(window, verdict);
      }
    }
  }

  static String counts(Window window) {
    List<String> words = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      if (window.count(verdict) > 0) {
        words.add(TextLine.grouped(window.count(verdict)) + " " + VerdictWords.of(verdict));
      }
    }
    return String.join(", ", words);
  }

  /** Operations with the same reason in one paragraph, and below them where to look. */
  private void operations(Window window, Verdict verdict) {
    Map<String, List<Operation>> byReason = new LinkedHashMap<>();
    for (Operation operation : window.operations()) {
      if (operation.verdict() == verdict) {
        // What was skipped was so for one reason; which function has it matters to programs only.
        String inferred = operation.basis() == Basis.INFERRED ? INFERRED : "";
        String reason = verdict == Verdict.SKIPPED ? inferred : operation.why();
        byReason.computeIfAbsent(reason, w -> new ArrayList<>()).add(operation);
      }
    }
    boolean first = true;
    for (Map.Entry<String, List<Operation>> group : byReason.entrySet()) {
      group(verdict, first, group.getKey(), group.getValue());
      first = false;
    }
  }

  private void group(Verdict verdict, boolean first, String reason, List<Operation> operations) {
    TextLine line = line().spaces(2 * INDENT);
    String label = first ? VerdictWords.of(verdict) : "";
    TextLine.Colour how = colour(verdict);
    if (how != null && first) {
      line.add(how, label).spaces(LABEL - label.length());
    } else {
      line.left(label, LABEL);
    }
    QueueWords names = new QueueWords();
    for (Operation operation : operations) {
      names.add(operation.name() + "/" + operation.step(), operation.name(), operation.queue());
    }
    List<String> words = names.list();
    boolean brief = verdict == Verdict.NOT_DUE || verdict == Verdict.EXECUTED;
    if (brief) {
      words.addAll(List.of(("(" + reason + ")").split(" ")));
    }
    int column = 2 * INDENT + LABEL;
    print(line.wrap(words, column));
    if (brief) {
      return;
    }
    if (!reason.isEmpty()) {
      print(line().spaces(column + INDENT).hang().add(TextLine.Colour.DIM, reason));
    }
    String wanted = operations.get(0).reason().wanted();
    if (verdict == Verdict.UNKNOWN && !wanted.isEmpty()) {
      print(line().spaces(column + INDENT).hanging("would tell: " + wanted));
    }
    for (Evidence evidence : places(operations)) {
      TextLine place = line().spaces(column + INDENT);
      print(place.evidence(evidence.location(), PLACE, evidence.shownText()));
    }
  }

  private static TextLine.@Nullable Colour colour(Verdict verdict) {
    return switch (verdict) {
      case SKIPPED -> TextLine.Colour.CYAN;
      case FAILED, VIOLATION -> TextLine.Colour.RED;
      case UNKNOWN -> TextLine.Colour.YELLOW;
      default -> null;
    };
  }

  /** The evidence that stands first in each operation, as far as it fits. */
  private static List<Evidence> places(List<Operation> operations) {
    List<Evidence> shown = new ArrayList<>();
    for (int rank = 0; rank < PLACES; rank++) {
      for (Operation operation : operations) {
        List<Evidence> all = operation.evidence();
        if (rank < all.size() && shown.size() < PLACES && !shown.contains(all.get(rank))) {
          shown.add(all.get(rank));
        }
      }
    }
    return shown;
  }

  private TextLine line() {
    return new TextLine(colour, out);
  }

  private void print(TextLine line) {
    out.print(line.end());
    out.print('\n');
  }
}
