// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.messages;

import dev.vtrace.decoder.diagnostics.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads a table of messages. A row is a paragraph: {@code CODE standing [warns] [if CAPTURE
 * VALUE...]}, then lines that begin with {@code ?} (a wording), {@code @} (what it names), {@code
 * =} (our sentence), {@code !} (what to do) or {@code -} (an example).
 */
final class RowReader {
  /** In place of a code: the message reports no failure. */
  private static final String HARMLESS = "HARMLESS";

  private final String family;
  private final List<MessageRow> rows = new ArrayList<>();

  private String head = "";
  private List<Template> patterns = new ArrayList<>();
  private List<String> examples = new ArrayList<>();
  private String path = "";
  private String text = "";
  private String hint = "";

  RowReader(String family, List<String> lines) {
    this.family = family;
    for (String line : lines) {
      line(line);
    }
    end();
  }

  List<MessageRow> rows() {
    return rows;
  }

  private void line(String line) {
    String rest = line.length() > 2 ? line.substring(2) : "";
    switch (line.isEmpty() ? ' ' : line.charAt(0)) {
      case ' ' -> end();
      case '?' -> patterns.add(Template.of(rest));
      case '@' -> path = rest;
      case '=' -> text = rest;
      case '!' -> hint = rest;
      case '-' -> examples.add(rest);
      default -> head = line;
    }
  }

  private void end() {
    if (head.isEmpty()) {
      return;
    }
    String[] words = head.split(" ");
    boolean harmless = words[0].equals(HARMLESS);
    int at = 2;
    boolean warns = words.length > at && words[at].equals("warns");
    at += warns ? 1 : 0;
    MessageRow.Condition condition =
        words.length > at + 1 && words[at].equals("if")
            ? new MessageRow.Condition(words[at + 1], List.of(words).subList(at + 2, words.length))
            : null;
    rows.add(
        new MessageRow(
            family,
            harmless ? null : Code.valueOf(words[0]),
            harmless
                ? FailureStanding.NOTE
                : FailureStanding.valueOf(words[1].toUpperCase(Locale.ROOT)),
            warns,
            condition,
            List.copyOf(patterns),
            path,
            text,
            hint,
            List.copyOf(examples)));
    head = "";
    patterns = new ArrayList<>();
    examples = new ArrayList<>();
    path = "";
    text = "";
    hint = "";
  }
}
