// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.redact.SecretKind;
import dev.vtrace.decoder.report.Report;
import dev.vtrace.decoder.report.Reporter;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report in a real browser, from a file and without network, with and without JavaScript. */
@Tag("external")
class ReportPageBrowserTest {
  private static final Path SCREENS = Path.of("target/screens/report");
  private static Browser browser;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    browser = Browser.start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  private Path page(Path capture, Set<SecretKind> keep) throws Exception {
    Path page = folder.resolve("report.html");
    try (Reporter reporter = new Reporter("test");
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(page))) {
      Report report = reporter.report(CaptureOpener.open(capture), keep, false);
      ReportPage.write(out, report);
    }
    return page;
  }

  private static Path sample(String name) {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("mvnw"))) {
      at = at.getParent();
    }
    return at.resolve("samples").resolve(name);
  }

  private static boolean shown(String selector) throws Exception {
    return browser
        .run("return document.querySelector('" + selector + "').getClientRects().length > 0")
        .asBoolean();
  }

  @Test
  void everySizeAndTheme() throws Exception {
    for (String name : new String[] {"backend-transfer-2q", "backend-transfer-failed"}) {
      Path page = page(sample(name), Set.of());
      for (boolean script : new boolean[] {true, false}) {
        browser.script(script);
        for (int width : new int[] {1400, 390}) {
          for (boolean dark : new boolean[] {false, true}) {
            browser.size(width, 2400);
            browser.dark(dark);
            browser.open(page);
            String screen =
                name + (script ? "" : "-plain") + (dark ? "-dark-" : "-light-") + width + ".png";
            browser.screenshot(SCREENS.resolve(screen));
            browser.script(true);
            assertThat(browser.run("return document.documentElement.scrollWidth").asInt())
                .as(screen)
                .isLessThanOrEqualTo(width);
            assertThat(shown("#picture svg")).as(screen).isEqualTo(!script);
            assertThat(shown("#canvas")).as(screen).isEqualTo(script);
            assertThat(browser.text("#happened")).contains("Migration");
            browser.script(script);
          }
        }
      }
      browser.script(true);
      assertThat(browser.complaints()).isEqualTo("[]");
    }
    browser.dark(false);
  }

  @Test
  void theTimelineCanBeSearched() throws Exception {
    browser.script(true);
    browser.size(1400, 2400);
    browser.open(page(sample("backend-transfer-failed"), Set.of()));
    browser.type("#search", "get_features\uE007");
    assertThat(browser.text("#found")).matches("[1-9][0-9]* found");
    assertThat(browser.text("#findings")).contains("VT3401", "dst.stderr:1", "2 != 1");
  }

  @Test
  void theRuleBehindAFindingIsToldInLines() throws Exception {
    browser.script(true);
    browser.size(1400, 2400);
    browser.open(page(sample("backend-transfer-failed"), Set.of()));
    browser.run("document.querySelector('.finding details').open = true");
    assertThat(browser.text(".finding pre").lines())
        .contains("## What it means", "qemu-system-x86_64: 2 != 1");
    assertThat(browser.run("return document.body.textContent.includes('\uFFFD')").asBoolean())
        .isFalse();
  }

  @Test
  void whatTheEvidenceSaysIsNeverMarkup() throws Exception {
    String evil = "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=1>";
    Path capture = Files.createDirectory(folder.resolve("<img src=x onerror=window.hacked=1>"));
    Files.writeString(
        capture.resolve("dst.stderr"),
        "2026-11-23T08:02:45.284384Z qemu-system-x86_64: 2 != 1\n"
            + "2026-11-23T08:02:45.284401Z qemu-system-x86_64: Failed to load element of type"
            + " uint32 equal for "
            + evil
            + ": -22\n",
        StandardCharsets.UTF_8);
    browser.script(true);
    browser.size(1400, 1000);
    browser.open(page(capture, EnumSet.allOf(SecretKind.class)));
    assertThat(browser.text("#findings")).contains("onerror=window.hacked=1");
    assertThat(browser.text("h1")).contains("<img src=x");
    assertThat(
            browser
                .run("return window.hacked === undefined && document.images.length === 0")
                .asBoolean())
        .isTrue();
    assertThat(browser.complaints()).isEqualTo("[]");
  }
}
