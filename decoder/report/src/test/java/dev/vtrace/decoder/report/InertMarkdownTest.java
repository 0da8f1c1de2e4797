// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Words that GitHub or GitLab make something of stand between backquotes, others as they are. */
class InertMarkdownTest {
  @Test
  void whatMeansSomethingBecomesCode() {
    List<String> words =
        List.of(
            "@everyone",
            "a@b.example",
            "#17",
            "owner/repo#17",
            "!42",
            "&9",
            "~bug",
            "%v2",
            "$7",
            "GH-17",
            "https://evil.example",
            "www.evil.example",
            "[a](b)",
            "![i](u)",
            "<img>",
            "*x*",
            "_x_",
            "__init__",
            "~~x~~",
            "|",
            "{+x+}",
            "`id`",
            "\\",
            "&lt;",
            ":smile:",
            "f3a9c2e7",
            "0123456789abcdef0123456789abcdef01234567",
            "f3a9c2e..a1b2c3d",
            "/close",
            "[ ]",
            "[x]:u",
            "^1");
    for (String word : words) {
      String shown = InertMarkdown.text("peer " + word + ", gone");
      String without = shown.replaceAll("`[^`]*`", "");
      assertThat(without).as(word).matches("peer[ ,;:]*gone");
    }
  }

  @Test
  void listsHeadingsAndNumbersDoNotBegin() {
    for (String word : Arrays.asList("1.", "12)", "-", "+", "---", "===", "#", ">", "*")) {
      assertThat(InertMarkdown.text(word + " x")).as(word).startsWith("`");
    }
  }

  @Test
  void ordinaryWordsStay() {
    String text =
        "Migration completed (back-end transferred): 44 operations skipped; 9.53 ms, 100 % of"
            + " vhost_dev_start, 1,234,567 bytes, \"quoted\", it's 0x557f43c5f9e0 / 5 - 3";
    assertThat(InertMarkdown.text(text)).isEqualTo(text);
    assertThat(InertMarkdown.text("in src.log:12, line")).isEqualTo("in `src.log:12`, line");
  }

  @Test
  void hiddenCharactersAreNumbersAndCodeStaysCode() {
    assertThat(InertMarkdown.text("a\u202eb\u001b")).isEqualTo("`a\\u202eb\\x1b`");
    assertThat(InertMarkdown.code("x ` <b> \n y")).isEqualTo("`x ' <b> \\x0a y`");
    assertThat(InertMarkdown.text("x".repeat(1 << 20))).hasSizeLessThan(200);
  }
}
