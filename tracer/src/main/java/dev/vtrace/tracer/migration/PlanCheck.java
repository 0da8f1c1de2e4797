// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.migration;

import dev.vtrace.tracer.attach.EventSets;
import dev.vtrace.tracer.migration.PlanLines.PlanException;
import dev.vtrace.tracer.migration.PlanLines.PlanLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Tells all that is wrong with a plan at once, for whoever writes one in an editor. */
public final class PlanCheck {
  /** How much a problem matters. */
  public enum PlanProblemKind {
    /** {@code vtrace record} refuses the plan. */
    WRONG,
    /** A later line takes the place of this one. */
    REPLACED,
    /** An option of the command line has to add what is missing. */
    INCOMPLETE
  }

  /**
   * A problem.
   *
   * @param line where the setting begins, first 1
   * @param message a clause
   */
  public record PlanProblem(int line, PlanProblemKind kind, String message) {}

  private PlanCheck() {}

  /** The problems, in the order of their lines. */
  public static List<PlanProblem> of(String text) {
    List<PlanProblem> out = new ArrayList<>();
    List<PlanLine> lines;
    try {
      lines = PlanLines.of(new BufferedReader(new StringReader(text)));
    } catch (PlanException e) {
      return List.of(wrong(e.line(), e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // The variables are those of whoever runs it, so that any may be set.
    PlanReader plan = new PlanReader(name -> "", EventSets.NONE);
    Map<PlanSetting, Integer> given = new EnumMap<>(PlanSetting.class);
    for (PlanLine line : lines) {
      try {
        PlanSetting setting = plan.set(line);
        plan.check(setting, line.value());
        Integer before = given.put(setting, line.line());
        if (before != null && !setting.repeatable()) {
          String message = "line " + line.line() + " takes the place of this one";
          out.add(new PlanProblem(before, PlanProblemKind.REPLACED, message));
        }
      } catch (IllegalArgumentException e) {
        out.add(wrong(line.line(), e));
      }
    }
    if (out.stream().noneMatch(each -> each.kind() == PlanProblemKind.WRONG)) {
      out.addAll(whole(plan, given));
    }
    out.sort((a, b) -> Integer.compare(a.line(), b.line()));
    return out;
  }

  private static PlanProblem wrong(int line, IllegalArgumentException e) {
    return new PlanProblem(line, PlanProblemKind.WRONG, String.valueOf(e.getMessage()));
  }

  private static List<PlanProblem> whole(PlanReader plan, Map<PlanSetting, Integer> given) {
    try {
      plan.plan();
      return List.of();
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      if (message.startsWith("missing ")) {
        return List.of(new PlanProblem(1, PlanProblemKind.INCOMPLETE, message));
      }
      PlanSetting first = PlanSetting.of(message.split("[ :]", 2)[0]);
      return List.of(wrong(first == null ? 1 : given.getOrDefault(first, 1), e));
    }
  }
}
