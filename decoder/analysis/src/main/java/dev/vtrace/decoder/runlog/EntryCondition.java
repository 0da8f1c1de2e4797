// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.runlog;

import dev.vtrace.decoder.condition.Expression;
import dev.vtrace.decoder.condition.Expression.BadExpression;
import dev.vtrace.decoder.condition.ModelValue;
import dev.vtrace.decoder.timeline.TimeWords;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A condition of the debugger's language that is asked of entries. What the debugger calls the step
 * has the same names here; the state of rings and devices, which it knows at each step, has none.
 */
public final class EntryCondition implements Predicate<LogEntry> {
  /** What follows these is the name of an argument, a field, or a leaf. */
  private static final List<String> PARTS = List.of("arg.", "message.", "qmp.");

  private final Expression expression;

  private EntryCondition(Expression expression) {
    this.expression = expression;
  }

  /** What a name stands for. */
  private enum EntryName {
    KIND,
    NAME,
    /** Whatever it is, people call it an event. */
    EVENT,
    PARTICIPANT,
    /** As the debugger has it. */
    THREAD,
    TIME,
    TIME_NS,
    DEVICE,
    QUEUE,
    OPERATION,
    VERDICT,
    WHY,
    TEXT,
    FILE,
    LINE,
    OFFSET,
    PLACE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads a condition.
   *
   * @throws BadExpression if it cannot be read, or asks for what no entry has
   */
  public static EntryCondition of(String text) throws BadExpression {
    Expression expression = Expression.parse(text);
    StringBuilder unknown = new StringBuilder();
    expression.names(
        name -> {
          if (unknown.isEmpty() && named(name) == null && part(name) == null) {
            unknown.append(name);
          }
        });
    if (!unknown.isEmpty()) {
      throw new BadExpression("'" + unknown + "' is no name of an entry; these are: " + known());
    }
    return new EntryCondition(expression);
  }

  /** All names, with commas. */
  public static String known() {
    StringBuilder out = new StringBuilder();
    for (EntryName name : EntryName.values()) {
      out.append(name.word()).append(", ");
    }
    return out.append("arg.NAME, message.NAME, qmp.NAME").toString();
  }

  private static @Nullable EntryName named(String word) {
    for (EntryName name : EntryName.values()) {
      if (name.word().equals(word)) {
        return name;
      }
    }
    return null;
  }

  private static @Nullable String part(String name) {
    for (String part : PARTS) {
      if (name.startsWith(part)) {
        return part;
      }
    }
    return null;
  }

  @Override
  public boolean test(LogEntry entry) {
    return Expression.isTrue(expression.value(name -> value(entry, name)));
  }

  // The language has no value for nothing but null.
  @SuppressWarnings("NullAway")
  private static ModelValue value(LogEntry entry, String name) {
    EntryName known = named(name);
    return known == null ? inside(entry, name) : said(entry, known);
  }

  private static @Nullable ModelValue inside(LogEntry entry, String name) {
    String part = part(name);
    boolean fits =
        part != null
            && switch (entry.kind()) {
              case EVENT -> part.equals("arg.");
              case MESSAGE -> part.equals("message.");
              case QMP -> part.equals("qmp.");
              default -> false;
            };
    String rest = part == null ? "" : name.substring(part.length());
    for (EntryValue value : fits ? entry.values() : List.<EntryValue>of()) {
      if (value.name().equals(rest)) {
        return value.value();
      }
    }
    return null;
  }

  private static @Nullable ModelValue said(LogEntry entry, EntryName name) {
    return switch (name) {
      case KIND -> ModelValue.of(entry.kind().label());
      case NAME, EVENT -> text(entry.name());
      case PARTICIPANT, THREAD -> text(entry.participant());
      case TIME -> entry.timeNs() < 0 ? null : ModelValue.of(TimeWords.clock(entry.timeNs()));
      case TIME_NS -> number(entry.timeNs());
      case DEVICE -> text(entry.device());
      case QUEUE -> number(entry.queue());
      case OPERATION -> text(entry.operation());
      case VERDICT -> entry.verdict() == null ? null : ModelValue.of(entry.verdict().label());
      case WHY -> text(entry.why());
      case TEXT -> text(entry.text());
      case FILE -> text(entry.span().file());
      case LINE -> number(entry.span().line());
      case OFFSET -> entry.location().isEmpty() ? null : number(entry.span().offset());
      case PLACE -> text(entry.location());
    };
  }

  private static @Nullable ModelValue text(String text) {
    return text.isEmpty() ? null : ModelValue.of(text);
  }

  private static @Nullable ModelValue number(long number) {
    return number < 0 ? null : ModelValue.of(number);
  }
}
