// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.setup.QemuSetting;
import dev.vtrace.decoder.setup.QemuSetup;
import dev.vtrace.decoder.setup.SetupDifference;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints what each QEMU was, and what the two sides of a migration differ in. */
public final class SetupText {
  private static final int LABEL = 11;
  private static final int WHAT = 40;
  private static final int VALUE = 28;
  private static final String DIFFERS = "differs";
  private static final String NOT_GIVEN = "(not given)";

  private final TextStream out;
  private final boolean colour;

  /** A printer. */
  public SetupText(PrintStream out, boolean colour) {
    this.out = TextStream.of(out, colour);
    this.colour = colour;
  }

  /**
   * Prints it.
   *
   * @param all whether the settings are listed that do not differ
   */
  public void print(List<QemuSetup> setups, List<SetupDifference> differences, boolean all) {
    for (QemuSetup setup : setups) {
      List<String> told = new ArrayList<>();
      setup.sources().forEach(source -> told.add(source.label()));
      String known =
          TextLine.count(setup.settings().size(), "setting") + ", by: " + String.join(", ", told);
      print(line().add(TextLine.Colour.BOLD, setup.participant()).add("  ").add(known));
    }
    String sides = "";
    for (SetupDifference each : differences) {
      String both = each.firstParticipant() + "\n" + each.secondParticipant();
      if (!both.equals(sides)) {
        sides = both;
        print(line());
        TextLine head = line().left(DIFFERS, WHAT).add("  ");
        head.left(each.firstParticipant(), VALUE).add("  ").add(each.secondParticipant());
        print(line().add(TextLine.Colour.BOLD, head.end()));
      }
      difference(each);
    }
    if (differences.isEmpty()) {
      boolean one = setups.size() < 2;
      print(line());
      print(
          line()
              .hanging(
                  one
                      ? "there is one QEMU only in evidence"
                          + (all ? "" : "; -v lists its settings")
                      : "nothing that both sides tell differs"));
    }
    for (QemuSetup setup : all ? setups : List.<QemuSetup>of()) {
      print(line());
      print(line().add(TextLine.Colour.BOLD, setup.participant()));
      for (QemuSetting each : setup.settings()) {
        String name =
            each.property().isEmpty() ? each.subject() : each.subject() + " " + each.property();
        print(
            line()
                .add("  ")
                .left(name, WHAT)
                .add("  ")
                .left(each.value(), VALUE)
                .add("  ")
                .add(TextLine.Colour.DIM, each.evidence().location()));
      }
    }
  }

  /** Prints the first differences below an answer, each in a line. */
  public void printBelow(List<SetupDifference> differences, int most) {
    for (int i = 0; i < differences.size() && i < most; i++) {
      SetupDifference each = differences.get(i);
      String text = each.what() + ": " + value(each, true) + ", " + value(each, false);
      TextLine line = line();
      if (i == 0) {
        line.add(TextLine.Colour.BOLD, DIFFERS).spaces(LABEL - DIFFERS.length());
      } else {
        line.spaces(LABEL);
      }
      print(line.add(text));
    }
    if (differences.size() > most) {
      print(line().spaces(LABEL).add("and " + (differences.size() - most) + " more: vtrace setup"));
    }
  }

  private static String value(SetupDifference each, boolean first) {
    String who = first ? each.firstParticipant() : each.secondParticipant();
    return who + " " + value(first ? each.first() : each.second());
  }

  private static String value(@Nullable QemuSetting setting) {
    return setting == null ? NOT_GIVEN : setting.value().isEmpty() ? "on" : setting.value();
  }

  private void difference(SetupDifference each) {
    print(
        line()
            .left(each.what(), WHAT)
            .add("  ")
            .left(value(each.first()), VALUE)
            .add("  ")
            .add(value(each.second())));
    String first = each.first() == null ? "" : each.first().evidence().location();
    String second = each.second() == null ? "" : each.second().evidence().location();
    TextLine places = line().spaces(WHAT + 2).left(first, VALUE).add("  ").add(second);
    print(line().add(TextLine.Colour.DIM, places.end()));
  }

  private TextLine line() {
    return new TextLine(colour, out);
  }

  private void print(TextLine line) {
    out.print(line.end());
    out.print('\n');
  }
}
