// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.help;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.rules.RulePage;
import org.junit.jupiter.api.Test;

class HelpPageTest {
  @Test
  void makesHtmlOfARule() {
    assertThat(HelpPage.html("VT3114", RulePage.of("VT3114")))
        .contains("<title>VT3114</title>", "<h1>VT3114: ", "<h2>What it means</h2>", "<pre>")
        .doesNotContain("```", "## ");
  }

  @Test
  void textIsNeverMarkup() {
    String page = HelpPage.html("<b>", "# <i>\n\n<script>`<u>`\n- <li>\n\n```\n<pre>\n```\n");

    assertThat(page).doesNotContain("<b>", "<i>", "<script>", "<u>", "<li><li>");
    assertThat(page).contains("<code>&lt;u&gt;</code>", "<ul>\n<li>&lt;li&gt;</li>\n</ul>");
  }
}
