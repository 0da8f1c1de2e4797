// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.rules.RulePage;
import dev.vtrace.decoder.rules.model.FileRead;
import dev.vtrace.decoder.rules.model.Problem;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Prints what is wrong with a run: a block for each problem, causes first, and a sum. */
public final class CheckText {
  /** Places shown of one problem; JSON has all. */
  private static final int PLACES = 4;

  private static final int PLACE_WIDTH = 30;

  private final TextStream out;
  private final boolean colour;
  private final Severity least;
  private boolean several;

  /**
   * A printer.
   *
   * @param least problems that are less bad are counted only
   */
  public CheckText(PrintStream out, boolean colour, Severity least) {
    this.out = TextStream.of(out, colour);
    this.colour = colour;
    this.least = least;
  }

  /**
   * Prints a result.
   *
   * @param known whether it is known how all migrations ended: without that, a run in which nothing
   *     was found may be one of which the evidence shows too little
   */
  public void print(CheckResult result, boolean known) {
    several = result.problems().stream().mapToInt(Problem::attempt).max().orElse(0) > 1;
    int hidden = 0;
    Map<Problem, List<Problem>> following = new IdentityHashMap<>();
    for (Problem problem : result.problems()) {
      hidden += shows(problem) ? 0 : 1;
      if (shows(problem) && isUnder(problem)) {
        following.computeIfAbsent(problem.root(), root -> new ArrayList<>()).add(problem);
      }
    }
    for (Problem problem : result.problems()) {
      if (shows(problem) && !isUnder(problem)) {
        block(problem, following.getOrDefault(problem, List.of()));
      }
    }
    TextLine line = new TextLine(colour, out);
    if (result.problems().isEmpty()) {
      String found =
          result.ignored() > 0
              ? "nothing else was found"
              : known ? "nothing is wrong" : "unknown whether anything is wrong: nothing was found";
      line.add(TextLine.Colour.BOLD, found);
    } else {
      int errors = result.count(Severity.ERROR);
      TextLine.Colour how = errors > 0 ? TextLine.Colour.RED : TextLine.Colour.BOLD;
      line.add(how, TextLine.count(errors, "error"));
      line.add(", ").add(TextLine.count(result.count(Severity.WARNING), "warning"));
      line.add(", ").add(TextLine.count(result.count(Severity.INFO), "note"));
    }
    int tested = result.tested().tested();
    line.add(", by ").add(tested == result.rules() ? "" : tested + " of ");
    line.add(TextLine.count(result.rules(), "rule"));
    if (result.count(Severity.ERROR) > 0 && result.unasked() == 0) {
      line.add("; every error follows from the cancel");
    }
    if (result.ignored() > 0) {
      line.add("; " + TextLine.count(result.ignored(), "finding") + " ignored");
    }
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
    TextLine line = new TextLine(colour, out);
    line.add(TextLine.Colour.DIM, "looked at " + TextLine.count(files.size(), "file")).add(": ");
    long understood = 0;
    long records = 0;
    for (FileRead file : files) {
      understood += file.understood();
      records += file.records();
    }
    line.add(
        TextLine.count(records, "record")
            + ", "
            + TextLine.grouped(understood)
            + " of them understood");
    print(line);
    for (FileRead file : files) {
      if (file.refusal() != null) {
        print(
            file.silent()
                ? label("no").hanging("messages: " + file.refusal())
                : label("not").hanging("understood: " + file.refusal()));
      }
    }
  }

  private boolean shows(Problem problem) {
    return problem.severity().compareTo(least) <= 0;
  }

  /** Whether it is shown in the block of what it follows from. */
  private boolean isUnder(Problem problem) {
    return problem.follows() != null && shows(problem.root());
  }

  private void block(Problem problem, List<Problem> following) {
    TextLine head = new TextLine(colour, out);
    head.add(colour(problem.severity()), problem.severity().label()).add(" ");
    head.add(TextLine.Colour.BOLD, problem.code().code()).add("  ").hanging(problem.message());
    print(head);
    String where = where(problem);
    if (!where.isEmpty()) {
      print(label("in").hanging(where));
    }
    List<Evidence> evidence = problem.evidence();
    for (int i = 0; i < evidence.size() && i < PLACES; i++) {
      Evidence place = evidence.get(i);
      print(label(i == 0 ? "at" : "").evidence(place.location(), PLACE_WIDTH, place.shownText()));
    }
    if (evidence.size() > PLACES) {
      print(label("").add("and " + TextLine.count(evidence.size() - PLACES, "more place")));
    }
    print(label("do").hanging(problem.hint()));
    if (RulePage.exists(problem.code().code())) {
      print(label("see").add("vtrace help " + problem.code().code()));
    }
    for (int i = 0; i < following.size(); i++) {
      follower(following.get(i), i == 0);
    }
    out.print('\n');
  }

  /** What follows from a problem stands in its block, in one line and with one place. */
  private void follower(Problem problem, boolean first) {
    TextLine line = label(first ? "then" : "");
    print(line.add(problem.code().code()).add("  ").hanging(problem.message()));
    if (!problem.evidence().isEmpty()) {
      Evidence place = problem.evidence().get(0);
      print(label("").spaces(2).evidence(place.location(), PLACE_WIDTH - 2, place.shownText()));
    }
  }

  /** What a problem is about, and of several migrations in which one it is. */
  private String where(Problem problem) {
    String migration = several && problem.attempt() > 0 ? "migration " + problem.attempt() : "";
    String path = problem.path().equals(migration) ? "" : problem.path();
    return migration.isEmpty() || path.isEmpty() ? migration + path : migration + ", " + path;
  }

  private TextLine label(String word) {
    return new TextLine(colour, out).add("  ").left(word, 5);
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

  private void print(TextLine line) {
    out.print(line.end());
    out.print('\n');
  }
}
