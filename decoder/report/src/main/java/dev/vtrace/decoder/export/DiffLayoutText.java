// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.compare.DescribedLayout;
import dev.vtrace.decoder.compare.LayoutChange;
import dev.vtrace.decoder.diagnostics.Severity;
import java.io.PrintStream;
import java.util.List;

/** Prints how two layouts differ, and in which direction that breaks migration. */
public final class DiffLayoutText {
  private final TextStream out;
  private final boolean colour;

  /** A printer. */
  public DiffLayoutText(PrintStream out, boolean colour) {
    this.out = TextStream.of(out, colour);
    this.colour = colour;
  }

  /**
   * Prints all changes and a conclusion; {@code before} and {@code after} are what was compared.
   */
  public void print(
      String old,
      String now,
      DescribedLayout before,
      DescribedLayout after,
      List<LayoutChange> changes) {
    print(line().add(TextLine.Colour.BOLD, old + " -> " + now));
    for (LayoutChange change : changes) {
      print(change);
    }
    out.print('\n');
    conclude(changes);
    if (!before.lengths() || !after.lengths()) {
      String which = before.lengths() ? now : after.lengths() ? old : "neither dump";
      print(
          line()
              .add(which)
              .add(before.lengths() || after.lengths() ? " does not tell" : " tells")
              .add(" how long arrays are; dumps of QEMU 10.0 and later do"));
    }
    out.flush();
  }

  private void print(LayoutChange change) {
    Severity severity = change.diagnostic().severity();
    TextLine.Colour tone = TextLine.Colour.CYAN;
    String verb = "";
    if (severity == Severity.ERROR) {
      tone = TextLine.Colour.RED;
      verb = "breaks ";
    } else if (severity == Severity.WARNING) {
      tone = TextLine.Colour.YELLOW;
      verb = "may break ";
    }
    out.print('\n');
    print(
        line()
            .add(tone, severity.label() + " " + change.diagnostic().code().code())
            .add("  ")
            .add(change.diagnostic().path()));
    print(
        line()
            .add("  ")
            .hang()
            .add(verb)
            .add(change.breaks().words())
            .add(": ")
            .add(change.diagnostic().message()));
  }

  private void conclude(List<LayoutChange> changes) {
    int[] counts = new int[LayoutChange.Breaks.values().length];
    int warnings = 0;
    int notes = 0;
    for (LayoutChange change : changes) {
      switch (change.diagnostic().severity()) {
        case ERROR:
          counts[change.breaks().ordinal()]++;
          break;
        case WARNING:
          warnings++;
          break;
        default:
          notes++;
      }
    }
    int both = counts[LayoutChange.Breaks.BOTH.ordinal()];
    direction("old -> new", both + counts[LayoutChange.Breaks.OLD_TO_NEW.ordinal()]);
    direction("new -> old", both + counts[LayoutChange.Breaks.NEW_TO_OLD.ordinal()]);
    print(
        line()
            .add(TextLine.count(changes.size(), "change"))
            .add(", ")
            .add(TextLine.grouped(warnings))
            .add(" of them may break migration, ")
            .add(TextLine.grouped(notes))
            .add(" do not"));
  }

  private void direction(String name, int breaking) {
    TextLine line = line().add(name).add("  ");
    if (breaking == 0) {
      print(line.add("nothing is known to break"));
    } else {
      print(
          line.add(TextLine.Colour.RED, "broken").add(" by " + TextLine.count(breaking, "change")));
    }
  }

  private TextLine line() {
    return new TextLine(colour, out);
  }

  private void print(TextLine line) {
    out.print(line.end());
    out.print('\n');
  }
}
