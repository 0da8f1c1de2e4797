// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StyledMarkdownTest {
  @Test
  void takesMarksOffAndKeepsTheirLook() {
    StyledMarkdown page =
        StyledMarkdown.of(
            "# Title\n\n**strong** and *soft*, `co*de`\n- one [link](vtrace:/rules/VT1.md)\n");

    assertThat(page.text()).isEqualTo("Title\n\nstrong and soft, co*de\n\u2022 one link");
    assertThat(page.styles())
        .extracting(each -> page.text().substring(each.from(), each.from() + each.length()))
        .containsExactly("Title", "strong", "soft", "co*de");
  }

  @Test
  void whatIsEscapedOrNeverEndsIsText() {
    assertThat(StyledMarkdown.of("\\*a\\* `b ** [c](d").text()).isEqualTo("*a* `b  [c](d");
    assertThat(StyledMarkdown.of("<script>&amp;</script>").text())
        .isEqualTo("<script>&amp;</script>");
    assertThat(StyledMarkdown.of("").text()).isEmpty();
  }

  @Test
  void stylesLieWithinTheText() {
    for (String text : new String[] {"**", "``", "```\n\n```", "# ", "**a\n**", "` `"}) {
      StyledMarkdown page = StyledMarkdown.of(text);
      assertThat(page.styles()).allMatch(each -> each.from() <= page.text().length() + 1);
    }
  }
}
