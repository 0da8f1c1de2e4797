// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import dev.vtrace.decoder.export.Plain;
import java.util.List;

/**
 * Text of a hover. What comes from a log goes in as code only: it may hold anything, links and
 * markup included.
 */
final class Markdown {
  private static final int LONGEST = 200;

  private final StringBuilder out = new StringBuilder();

  /** Our own words. */
  Markdown text(String words) {
    out.append(words);
    return this;
  }

  /** What a file says, or a name from it. */
  Markdown code(String raw) {
    String text = Plain.text(raw.length() > LONGEST ? raw.substring(0, LONGEST) + "..." : raw);
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      safe.append(c == '`' ? '\'' : c == '|' ? '\u00a6' : c);
    }
    String one = safe.toString().trim();
    out.append('`').append(one.isEmpty() ? " " : one).append('`');
    return this;
  }

  /** A link to a document that is open in an editor; the label is our own words. */
  Markdown link(String label, String uri) {
    out.append('[').append(label).append("](").append(uri.replace(")", "%29")).append(')');
    return this;
  }

  /** Ends a paragraph. */
  Markdown paragraph() {
    out.append("\n\n");
    return this;
  }

  /** Begins an entry of a list. */
  Markdown entry() {
    out.append("\n- ");
    return this;
  }

  /** The head of a table. */
  Markdown head(List<String> columns) {
    out.append("\n| ").append(String.join(" | ", columns)).append(" |\n|");
    columns.forEach(column -> out.append("---|"));
    return this;
  }

  /** Begins a row; cells are separated by {@link #cell}. */
  Markdown row() {
    out.append("\n| ");
    return this;
  }

  Markdown cell() {
    out.append(" | ");
    return this;
  }

  @Override
  public String toString() {
    return out.toString().trim();
  }
}
