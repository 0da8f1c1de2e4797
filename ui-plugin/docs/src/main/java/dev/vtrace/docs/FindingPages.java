// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.docs;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.RulePage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A page for each finding, and a table of all. */
final class FindingPages {
  private FindingPages() {}

  static List<SitePage> all() {
    StringBuilder table =
        new StringBuilder(
            """
            # Findings

            Each finding has a code that never changes. `vtrace help VT3401` prints its page in the terminal.

            | code | level | means |
            |---|---|---|
            """);
    List<SitePage> pages = new ArrayList<>();
    for (Code code : Code.values()) {
      String text = RulePage.of(code.code());
      if (text == null) {
        throw new IllegalStateException(code.code() + " has no page");
      }
      String file = "findings/" + code.code();
      SitePage page = SitePage.of(file + ".md", file + ".html", text);
      pages.add(page);
      String means = page.title().substring(code.code().length() + 2);
      table.append("| [").append(code.code()).append("](").append(code.code()).append(".md) | ");
      table.append(code.severity().name().toLowerCase(Locale.ROOT)).append(" | ");
      table.append(means.replace("|", "\\|")).append(" |\n");
    }
    pages.add(0, SitePage.of("findings/index.md", "findings/index.html", table.toString()));
    return pages;
  }
}
