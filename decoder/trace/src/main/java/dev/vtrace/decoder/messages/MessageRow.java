// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.messages;

import dev.vtrace.decoder.diagnostics.Code;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message of QEMU or of a back-end.
 *
 * @param family the table that holds it, as {@code loads}
 * @param code what it is a sign of; null for a message that reports no failure
 * @param warns whether it reports a failure where it is printed as a warning, too
 * @param condition what a capture must be for the row to apply, or null
 * @param patterns its wordings over versions
 * @param path the device, section or queue that it names, as a text with captures; may be empty
 * @param text one sentence with the facts of the line, as a text with captures
 * @param hint what to do, or empty where the hint of the code says it
 * @param examples lines that it recognises
 */
public record MessageRow(
    String family,
    @Nullable Code code,
    FailureStanding standing,
    boolean warns,
    @Nullable Condition condition,
    List<Template> patterns,
    String path,
    String text,
    String hint,
    List<String> examples) {
  /** So much literal text nobody else writes by chance. */
  private static final int PLAIN = 14;

  /**
   * A capture and what it may be: names of error numbers, or texts.
   *
   * @param capture its name
   * @param values one of these
   */
  record Condition(String capture, List<String> values) {
    boolean holds(Map<String, String> captures) {
      String value = captures.getOrDefault(capture, "");
      Errno errno = Errno.of(value);
      return values.contains(value) || errno != null && values.contains(errno.name());
    }
  }

  /** Whether it belongs to the tables of back-ends. */
  public boolean backEnd() {
    return family.startsWith("backend-");
  }

  /** What the row makes of a text where it begins at a place, or null. */
  @Nullable MessageMatch match(String text, int start) {
    for (Template pattern : patterns) {
      Template.TemplateMatch match = pattern.match(text, start);
      if (match != null && (condition == null || condition.holds(match.captures()))) {
        boolean plain = pattern.literals() >= PLAIN || pattern.beginsWithSymbol();
        return new MessageMatch(this, match.captures(), start, match.end(), plain);
      }
    }
    return null;
  }
}
