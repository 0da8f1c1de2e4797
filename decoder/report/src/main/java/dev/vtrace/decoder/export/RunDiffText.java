// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.analysis.model.Downtime;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.rundiff.RunDiff;
import dev.vtrace.decoder.rundiff.RunDiff.Changed;
import dev.vtrace.decoder.rundiff.RunDiff.FindingCount;
import dev.vtrace.decoder.rundiff.RunDiff.OccurrenceCount;
import dev.vtrace.decoder.rundiff.RunDiff.OperationPlace;
import dev.vtrace.decoder.timeline.TimeWords;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints what two runs differ in: operations by window, then what follows from them. */
public final class RunDiffText {
  private static final int LABEL = 34;

  private final TextStream out;
  private final boolean colour;

  /** A printer. */
  public RunDiffText(PrintStream out, boolean colour) {
    this.out = TextStream.of(out, colour);
    this.colour = colour;
  }

  /** Prints all of it. */
  public void print(RunDiff diff) {
    print(line().add(TextLine.Colour.BOLD, diff.a().name() + " -> " + diff.b().name()));
    String before = outcomes(diff.a());
    String after = outcomes(diff.b());
    TextLine outcome = line().spaces(2).add("outcome  ").hanging(before);
    if (!before.equals(after)) {
      outcome.add(TextLine.Colour.DIM, " -> ").add(TextLine.Colour.RED, after);
    }
    print(outcome);
    operations(diff.operations());
    counts("messages", diff.messages());
    counts("descriptors", diff.descriptors());
    findings(diff.findings());
    downtime(diff);
    out.print('\n');
    TextLine line = line();
    if (diff.differences() == 0) {
      line.add(TextLine.Colour.BOLD, "no differences");
    } else {
      line.add(TextLine.Colour.RED, TextLine.count(diff.differences(), "difference"));
    }
    line.add("; " + TextLine.count(diff.compared(), "operation") + " of hand-overs compared, ");
    print(line.add(TextLine.count(diff.operations().size(), "verdict") + " differ"));
    out.flush();
  }

  private static String outcomes(RunDiff.RunTotals face) {
    return face.outcomes().isEmpty() ? "no migration" : String.join(", ", face.outcomes());
  }

  /** Operations of one window that changed in the same way in one paragraph. */
  private void operations(List<Changed> operations) {
    Map<String, Map<String, List<Changed>>> windows = new LinkedHashMap<>();
    for (Changed each : operations) {
      windows
          .computeIfAbsent(window(each.place()), w -> new LinkedHashMap<>())
          .computeIfAbsent(
              verdict(each.before()) + " -> " + verdict(each.after()), c -> new ArrayList<>())
          .add(each);
    }
    for (Map.Entry<String, Map<String, List<Changed>>> window : windows.entrySet()) {
      out.print('\n');
      print(line().add(TextLine.Colour.BOLD, window.getKey()));
      for (Map.Entry<String, List<Changed>> change : window.getValue().entrySet()) {
        String label = change.getKey() + " (" + change.getValue().size() + ")";
        print(line().spaces(2).add(TextLine.Colour.CYAN, label));
        print(line().spaces(4).wrap(describe(change.getValue()), 4));
      }
    }
  }

  private static String window(OperationPlace place) {
    return String.join(
        "  ",
        "migration " + place.attempt(),
        place.role().label(),
        place.phase().label(),
        place.kind().label(),
        place.device());
  }

  private static String verdict(@Nullable Verdict verdict) {
    return verdict == null ? "absent" : verdict.label();
  }

  private static List<String> describe(List<Changed> changes) {
    QueueWords words = new QueueWords();
    for (Changed each : changes) {
      OperationPlace place = each.place();
      String key = place.operation() + "/" + place.step() + "/" + place.number();
      words.add(key, place.operation(), place.queue());
    }
    return words.list();
  }

  private void counts(String title, List<OccurrenceCount> counts) {
    String side = null;
    for (OccurrenceCount count : counts) {
      if (!count.side().equals(side)) {
        side = count.side();
        out.print('\n');
        print(line().add(TextLine.Colour.BOLD, title + "  " + side));
      }
      TextLine line = line().spaces(2).left(count.what(), LABEL);
      print(
          line.right(TextLine.grouped(count.before()), 6)
              .add(TextLine.Colour.DIM, " -> ")
              .add(TextLine.grouped(count.after())));
    }
  }

  private void findings(List<FindingCount> findings) {
    if (!findings.isEmpty()) {
      out.print('\n');
      print(line().add(TextLine.Colour.BOLD, "findings"));
    }
    for (FindingCount said : findings) {
      boolean more = said.after() > said.before();
      TextLine line = line().spaces(2);
      line.add(more ? TextLine.Colour.RED : TextLine.Colour.CYAN, more ? "+ " : "- ");
      line.add(said.severity().label() + " " + said.code());
      line.add("  " + said.before() + " -> " + said.after() + "  ");
      print(line.hanging(said.message()));
    }
  }

  private void downtime(RunDiff diff) {
    if (diff.a().downtime().isEmpty() && diff.b().downtime().isEmpty()) {
      return;
    }
    out.print('\n');
    print(
        line()
            .add(TextLine.Colour.BOLD, "downtime")
            .add("  (for information only: run times always differ)"));
    for (Downtime.DowntimePart part : Downtime.DowntimePart.values()) {
      Long before = diff.a().downtime().get(part);
      Long after = diff.b().downtime().get(part);
      if (before != null || after != null) {
        length(part.label(), before, after);
      }
    }
    length("all", diff.a().downtimeNs(), diff.b().downtimeNs());
  }

  private void length(String label, @Nullable Long before, @Nullable Long after) {
    TextLine line = line().spaces(2).left(label, 14);
    line.right(before == null ? "-" : TimeWords.duration(before), 10);
    line.add(TextLine.Colour.DIM, " -> ");
    print(line.add(after == null ? "-" : TimeWords.duration(after)));
  }

  private TextLine line() {
    return new TextLine(colour, out);
  }

  private void print(TextLine line) {
    out.print(line.end());
    out.print('\n');
  }
}
