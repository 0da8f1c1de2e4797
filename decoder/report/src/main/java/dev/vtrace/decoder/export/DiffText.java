// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.compare.DiffSummary;
import dev.vtrace.decoder.compare.DiffVisitor;
import dev.vtrace.decoder.compare.Difference;
import dev.vtrace.decoder.stream.StreamOutcome;
import dev.vtrace.decoder.stream.StreamSummary;
import dev.vtrace.decoder.vmstate.Field;
import java.io.PrintStream;

/** Prints what two streams differ in: one line for each field, and a conclusion. */
public final class DiffText implements DiffVisitor {
  private static final int PATH_WIDTH = 48;

  private final TextStream out;
  private final boolean colour;

  @SuppressWarnings("NullAway.Init")
  private ByteSource sourceOfA;

  @SuppressWarnings("NullAway.Init")
  private ByteSource sourceOfB;

  @SuppressWarnings("NullAway.Init")
  private DiffValues valuesOfA;

  @SuppressWarnings("NullAway.Init")
  private DiffValues valuesOfB;

  /** A printer. */
  public DiffText(PrintStream out, boolean colour) {
    this.out = TextStream.of(out, colour);
    this.colour = colour;
  }

  @Override
  public void begin(ByteSource a, ByteSource b) {
    sourceOfA = a;
    sourceOfB = b;
    valuesOfA = new DiffValues(a);
    valuesOfB = new DiffValues(b);
    print(line().add(TextLine.Colour.BOLD, a.name() + " -> " + b.name()));
    out.print('\n');
  }

  @Override
  public void difference(Difference difference) {
    Field before = difference.before();
    Field after = difference.after();
    TextLine line = line();
    switch (difference.kind()) {
      case ADDED:
        path(line.add(TextLine.Colour.CYAN, "+ "), difference.path());
        print(line.add(difference.part().label()).add(", ").add(size(requireNonNull(after))));
        break;
      case REMOVED:
        path(line.add(TextLine.Colour.RED, "- "), difference.path());
        print(line.add(difference.part().label()).add(", ").add(size(requireNonNull(before))));
        break;
      default:
        changed(line, difference, requireNonNull(before), requireNonNull(after));
    }
  }

  /** A path, and the values on the next line where the terminal has no room beside it. */
  private void path(TextLine line, String path) {
    if (out.width() < TextStream.USUAL_WIDTH) {
      line.add(path).newLine().spaces(4).hang();
    } else {
      line.left(path, PATH_WIDTH).add("  ").hang();
    }
  }

  private void changed(TextLine line, Difference difference, Field before, Field after) {
    if (difference.part() == Difference.ChangedPart.COUNT) {
      path(line.add(TextLine.Colour.YELLOW, "~ "), difference.path());
      line.add(TextLine.grouped(before.number(0))).add(TextLine.Colour.DIM, " -> ");
      print(line.add(TextLine.grouped(after.number(0))));
      return;
    }
    String path = difference.path() + DiffValues.offsetOf(before, difference.spread());
    path(line.add(TextLine.Colour.YELLOW, "~ "), path);
    line.add(valuesOfA.describe(before, difference.spread()));
    line.add(TextLine.Colour.DIM, " -> ");
    line.add(valuesOfB.describe(after, difference.spread()));
    String extent = DiffValues.extent(before, difference.spread());
    print(extent.isEmpty() ? line : line.add(TextLine.Colour.DIM, "  (" + extent + ")"));
  }

  @Override
  public void end(DiffSummary summary) {
    if (summary.differences() > 0) {
      out.print('\n');
    }
    outcome(sourceOfA, summary.a());
    outcome(sourceOfB, summary.b());
    TextLine line = line();
    if (summary.differences() == 0) {
      line.add(TextLine.Colour.BOLD, "no differences");
    } else {
      line.add(TextLine.Colour.RED, TextLine.count(summary.differences(), "difference"));
    }
    line.add(" in ").add(TextLine.count(summary.sections(), "section"));
    line.add(", ").add(TextLine.grouped(summary.equal())).add(" of them equal");
    if (summary.ignored() > 0) {
      line.add(", ").add(TextLine.grouped(summary.ignored())).add(" ignored");
    }
    print(line);
    out.flush();
  }

  private void outcome(ByteSource source, StreamSummary summary) {
    if (summary.outcome() != StreamOutcome.COMPLETE) {
      print(
          line()
              .add(source.name())
              .add(" is ")
              .add(TextLine.Colour.RED, summary.outcome().label())
              .add("; only what could be read of it is compared"));
    }
  }

  private static String size(Field field) {
    boolean plain = field.children().isEmpty() && !field.type().equals("section");
    return plain ? FieldText.describe(field) : TextLine.count(field.length(), "byte");
  }

  private TextLine line() {
    return new TextLine(colour, out);
  }

  private void print(TextLine line) {
    out.print(line.end());
    out.print('\n');
  }
}
