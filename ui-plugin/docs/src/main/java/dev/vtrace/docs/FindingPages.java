// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.docs;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.RulePage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A page for each finding that a rule makes, and a table of all findings. */
final class FindingPages {
  private FindingPages() {}

  static List<SitePage> all() {
    StringBuilder table =
        new StringBuilder(
            """
            # Findings

            Each finding has a code that never changes. `vtrace help VT3401` prints the page of a rule in the
            terminal. Findings below VT2000 are what the decoders say of damaged input; their hint is all there
            is to know.

            | code | level | means, or what to do |
            |---|---|---|
            """);
    List<SitePage> pages = new ArrayList<>();
    for (Code code : Code.values()) {
      String name = code.code();
      String text = RulePage.of(name);
      table.append("| ");
      if (text == null) {
        table.append(name);
      } else {
        table.append('[').append(name).append("](").append(name).append(".md)");
        pages.add(SitePage.of("findings/" + name + ".md", "findings/" + name + ".html", text));
      }
      String level = code.severity().name().toLowerCase(Locale.ROOT);
      String means =
          text == null
              ? code.hint()
              : pages.get(pages.size() - 1).title().substring(name.length() + 2);
      table
          .append(" | ")
          .append(level)
          .append(" | ")
          .append(means.replace("|", "\\|"))
          .append(" |\n");
    }
    pages.add(0, SitePage.of("findings/index.md", "findings/index.html", table.toString()));
    return pages;
  }
}
