// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.analysis.Evidence;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.rules.FileRead;
import dev.vtrace.decoder.rules.Problem;
import dev.vtrace.decoder.rules.RulePage;
import java.io.PrintStream;
import java.util.List;

/** Prints what is wrong with a run: a block for each problem, causes first, and a sum. */
public final class CheckText {
  /** Places shown of one problem; JSON has all. */
  private static final int PLACES = 4;

  private static final int PLACE_WIDTH = 28;

  private final PrintStream out;
  private final boolean colour;
  private final Severity least;

  /**
   * A printer.
   *
   * @param least problems that are less bad are counted only
   */
  public CheckText(PrintStream out, boolean colour, Severity least) {
    this.out = out;
    this.colour = colour;
    this.least = least;
  }

  /** Prints a result. */
  public void print(CheckResult result) {
    int hidden = 0;
    for (Problem problem : result.problems()) {
      if (problem.severity().compareTo(least) > 0) {
        hidden++;
      } else {
        block(problem);
      }
    }
    TextLine line = new TextLine(colour);
    if (result.problems().isEmpty()) {
      line.add(TextLine.Colour.BOLD, "nothing is wrong");
    } else {
      int errors = result.count(Severity.ERROR);
      TextLine.Colour how = errors > 0 ? TextLine.Colour.RED : TextLine.Colour.BOLD;
      line.add(how, TextLine.count(errors, "error"));
      line.add(", ").add(TextLine.count(result.count(Severity.WARNING), "warning"));
      line.add(", ").add(TextLine.count(result.count(Severity.INFO), "note"));
    }
    line.add(", by ").add(TextLine.count(result.rules(), "rule"));
    if (hidden > 0) {
      line.add(TextLine.Colour.DIM, "; --level info shows " + hidden + " more");
    }
    print(line);
    looked(result.files());
    out.flush();
  }

  private void looked(List<FileRead> files) {
    if (files.isEmpty()) {
      return;
    }
    TextLine line = new TextLine(colour);
    line.add(TextLine.Colour.DIM, "looked at " + TextLine.count(files.size(), "file")).add(": ");
    long understood = 0;
    long records = 0;
    for (FileRead file : files) {
      understood += file.understood();
      records += file.records();
    }
    line.add(TextLine.count(records, "record") + ", " + understood + " of them understood");
    print(line);
    for (FileRead file : files) {
      if (file.refusal() != null) {
        print(label("not").add("understood: " + clean(file.refusal())));
      }
    }
  }

  private void block(Problem problem) {
    TextLine head = new TextLine(colour);
    head.add(colour(problem.severity()), problem.severity().label()).add(" ");
    head.add(TextLine.Colour.BOLD, problem.code().code()).add("  ").add(clean(problem.message()));
    print(head);
    if (!problem.path().isEmpty()) {
      print(label("in").add(clean(problem.path())));
    }
    List<Evidence> places = problem.places();
    for (int i = 0; i < places.size() && i < PLACES; i++) {
      TextLine line = label(i == 0 ? "at" : "");
      line.left(clean(places.get(i).place()), PLACE_WIDTH).add("  ");
      print(line.add(TextLine.Colour.DIM, clean(places.get(i).text())));
    }
    if (places.size() > PLACES) {
      print(label("").add("and " + (places.size() - PLACES) + " more places"));
    }
    print(label("do").add(problem.hint()));
    if (RulePage.exists(problem.code().code())) {
      print(label("see").add("vtrace help " + problem.code().code()));
    }
    out.print('\n');
  }

  private TextLine label(String word) {
    return new TextLine(colour).add("  ").left(word, 5);
  }

  private static TextLine.Colour colour(Severity severity) {
    switch (severity) {
      case ERROR:
        return TextLine.Colour.RED;
      case WARNING:
        return TextLine.Colour.YELLOW;
      default:
        return TextLine.Colour.CYAN;
    }
  }

  /** What a log says must not move the cursor of the terminal that shows it. */
  private static String clean(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(Character.isISOControl(c) ? '?' : c);
    }
    return out.toString();
  }

  private void print(TextLine line) {
    out.print(line.end());
    out.print('\n');
  }
}
