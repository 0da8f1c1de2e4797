// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vtrace.decoder.timeline.Timeline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** What the file of a page consists of; {@link TimelinePageBrowserTest} is about what it does. */
class TimelinePageTest {
  private static String page(Timeline timeline) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TimelinePage.write(out, timeline);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String between(String text, String open, String close) {
    int from = text.indexOf(open) + open.length();
    return text.substring(from, text.indexOf(close, from));
  }

  @Test
  void itNeedsNothingElse() throws IOException {
    // The name of SVG is not a place that anything is loaded from.
    String page =
        page(Timelines.sample("backend-transfer-2q")).replace("http://www.w3.org/2000/svg", "");
    assertThat(page).doesNotContain("http:", "https:", "src=", "@import", "url(", "{{");
    assertThat(page).contains("default-src 'none'").doesNotContain("unsafe-");
  }

  @Test
  void thePolicyAllowsThisScriptAndStyleOnly() throws Exception {
    String page = page(Timelines.sample("ordinary-2q"));
    for (String element : new String[] {"script", "style"}) {
      String content = between(page, "<" + element + ">", "</" + element + ">");
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      assertThat(page)
          .contains(element + "-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
    }
  }

  @Test
  void theDataIsTheTimeline() throws IOException {
    Timeline timeline = Timelines.made(2, 30, Timelines.MARKUP);
    String page = page(timeline);
    String data = between(page, "id=\"data\">", "</script>");
    assertThat(data).doesNotContain("<");
    JsonNode json = new ObjectMapper().readTree(data);
    assertThat(json.get("name").asText()).isEqualTo(Timelines.MARKUP);
    assertThat(json.get("items")).hasSize(timeline.items().size());
  }

  @Test
  void withoutScriptThereIsATable() throws IOException {
    String page = page(Timelines.made(2, 30, Timelines.MARKUP));
    String table = between(page, "<noscript>", "</noscript>");
    assertThat(table.split("<tr>")).hasSizeGreaterThan(30);
    assertThat(table).contains("src.log:3: &lt;/script&gt;").doesNotContain("<img", "<script");
    String large = page(Timelines.made(2, 30_000, "x"));
    assertThat(between(large, "<noscript>", "</noscript>")).contains("The first 10000 of");
  }
}
