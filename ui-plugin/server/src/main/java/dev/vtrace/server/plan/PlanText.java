// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.plan;

import dev.vtrace.decoder.trace.event.Event;
import dev.vtrace.tracer.migration.MigrationNames;
import dev.vtrace.tracer.migration.PlanCheck;
import dev.vtrace.tracer.migration.PlanCheck.PlanProblem;
import dev.vtrace.tracer.migration.PlanSetting;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The text of a plan, as somebody writes it. Lines and columns begin with 0. */
public record PlanText(List<String> lines) {
  /**
   * What may be written at a place.
   *
   * @param from the column from which it replaces what is there
   * @param purpose what it is for, empty where the name says it
   */
  public record PlanProposal(int from, String text, String purpose) {}

  public PlanText {
    lines = List.copyOf(lines);
  }

  public static PlanText of(String text) {
    return new PlanText(List.of(text.split("\r?\n", -1)));
  }

  /** What is wrong; their lines begin with 1. */
  public List<PlanProblem> problems() {
    return PlanCheck.of(String.join("\n", lines));
  }

  /** What may be written at a place; nothing inside a command or a comment. */
  public List<PlanProposal> proposals(int line, int column) {
    if (line < 0 || line >= lines.size() || isContinuation(line)) {
      return List.of();
    }
    String text = lines.get(line);
    String before = text.substring(0, Math.min(Math.max(0, column), text.length()));
    int name = before.length() - before.stripLeading().length();
    if (before.startsWith("#", name)) {
      return List.of();
    }
    int space = before.indexOf(' ', name);
    if (space < 0) {
      return names(line, name);
    }
    PlanSetting setting = PlanSetting.of(before.substring(name, space));
    int value = before.length() - before.substring(space).stripLeading().length();
    return setting == null
        ? List.of()
        : values(setting, before.substring(value)).map(each -> proposal(value, each)).toList();
  }

  /** Names of settings; none that is given already and counts once only. */
  private List<PlanProposal> names(int line, int from) {
    Set<PlanSetting> given = EnumSet.noneOf(PlanSetting.class);
    for (int i = 0; i < lines.size(); i++) {
      PlanSetting setting = i == line ? null : setting(i);
      if (setting != null && !setting.repeatable()) {
        given.add(setting);
      }
    }
    List<PlanProposal> out = new ArrayList<>();
    for (PlanSetting setting : PlanSetting.values()) {
      if (!given.contains(setting)) {
        out.add(new PlanProposal(from, setting.label() + " ", purpose(setting)));
      }
    }
    return out;
  }

  private static Stream<String> values(PlanSetting setting, String begun) {
    return switch (setting) {
      case CAPABILITY ->
          MigrationNames.CAPABILITIES.stream()
              .flatMap(name -> Stream.of(name + "=on", name + "=off"));
      case PARAMETER -> MigrationNames.PARAMETERS.stream().map(name -> name + "=");
      case WHEN -> {
        int equals = begun.indexOf('=');
        yield equals < 0
            ? MigrationNames.STATUSES.stream().map(status -> status + "=")
            : MigrationNames.COMMANDS.stream()
                .map(command -> begun.substring(0, equals + 1) + command);
      }
      case WAIT_FOR, EVENTS, EVENTS_ONLY -> Stream.of(Event.values()).map(Event::canonical);
      default -> Stream.empty();
    };
  }

  private static PlanProposal proposal(int from, String text) {
    return new PlanProposal(from, text, "");
  }

  /** What the setting of a line is for; empty where the line has none. */
  public String purpose(int line) {
    if (line < 0 || line >= lines.size()) {
      return "";
    }
    int at = line;
    while (isContinuation(at)) {
      at--;
    }
    PlanSetting setting = setting(at);
    return setting == null ? "" : setting.label() + " " + setting.value() + ": " + purpose(setting);
  }

  private static String purpose(PlanSetting setting) {
    return setting.purpose() + (setting.repeatable() ? "; repeatable" : "");
  }

  private boolean isContinuation(int line) {
    return line > 0 && lines.get(line - 1).stripTrailing().endsWith("\\");
  }

  private @Nullable PlanSetting setting(int line) {
    return isContinuation(line)
        ? null
        : PlanSetting.of(lines.get(line).strip().split("\\s+", 2)[0]);
  }
}
