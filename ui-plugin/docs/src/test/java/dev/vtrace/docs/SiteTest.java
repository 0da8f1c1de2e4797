// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteTest {
  private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]*+)\"");

  @TempDir static Path site;

  @BeforeAll
  static void build() throws IOException {
    SiteBuilder.build(Path.of("../.."), site, "9.8.7");
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(site)) {
      return files.filter(file -> file.toString().endsWith(".html")).sorted().toList();
    }
  }

  @Test
  void everyLinkLeadsToAPageAndEveryAnchorToAHeading() throws IOException {
    for (Path page : pages()) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        String to = link.group(1);
        if (to.startsWith("https://")) {
          continue;
        }
        int hash = to.indexOf('#');
        String file = hash < 0 ? to : to.substring(0, hash);
        Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        assertThat(target).as("link %s of %s", to, site.relativize(page)).isRegularFile();
        if (hash >= 0) {
          assertThat(Files.readString(target))
              .as("link %s of %s", to, site.relativize(page))
              .contains("id=\"" + to.substring(hash + 1) + "\"");
        }
      }
    }
  }

  @Test
  void hasAPageForEachCommandAndEachRule() throws IOException {
    assertThat(pages().stream().map(page -> site.relativize(page).toString()))
        .contains("index.html", "commands/skips.html", "findings/VT3401.html", "architecture.html")
        .hasSizeGreaterThan(150);
    assertThat(Files.readString(site.resolve("commands/skips.html")))
        .contains("usage: vtrace skips")
        .contains("href=\"../tutorial.html\"");
    assertThat(Files.readString(site.resolve("findings/index.html")))
        .contains("href=\"../findings/VT3401.html\"")
        .contains("VT0102");
  }

  @Test
  void textOfPagesIsNoMarkup() {
    PageRenderer renderer = new PageRenderer(java.util.Map.of());
    SitePage page =
        SitePage.of("a/b.md", "b.html", "# Title\n\nText <script>1</script> `<b>` [x](c.java)\n");
    assertThat(renderer.render(page))
        .doesNotContain("<script>")
        .contains("&lt;script&gt;", "<code>&lt;b&gt;</code>", " x</p>");
  }
}
