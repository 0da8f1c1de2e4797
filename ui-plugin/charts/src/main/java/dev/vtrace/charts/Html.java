// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

/** Markup being written. Texts are escaped; only what this program made is markup. */
final class Html {
  private final StringBuilder out = new StringBuilder();

  /** Markup as it is. */
  Html raw(String markup) {
    out.append(markup);
    return this;
  }

  /** Text, never markup. */
  Html text(String words) {
    out.append(SvgDocument.escape(words));
    return this;
  }

  /** An element with a text in it. */
  Html element(String name, String words) {
    return raw("<" + name + ">").text(words).raw("</" + name + ">");
  }

  /** An element of a class with a text in it; the class is a word of ours. */
  Html element(String name, String style, String words) {
    return raw("<" + name + " class=\"" + style + "\">").text(words).raw("</" + name + ">");
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
