// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vtrace.decoder.timeline.Timeline;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser. Pictures of it are left in {@code target/screens}. */
@Tag("external")
class TimelinePageBrowserTest {
  private static final Path SCREENS = Path.of("target", "screens");
  private static final String FIRST_SKIPPED =
      "const i = app.items.find((i) => i.state === 'skipped'); app.drawNow();"
          + " const r = app.canvas.getBoundingClientRect();"
          + " return [r.left + app.picture.x(i.u0), r.top + app.layout.rows[i.lane].middle, i.id];";

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

  private void open(Timeline timeline, int width, int height) throws Exception {
    Path page = folder.resolve("page.html");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(page))) {
      TimelinePage.write(out, timeline);
    }
    browser.size(width, height);
    browser.dark(false);
    browser.open(page);
  }

  private double shown() throws Exception {
    return browser.run("return app.view.to - app.view.from").asDouble();
  }

  @Test
  void zoomsAndPans() throws Exception {
    open(Timelines.sample("backend-transfer-2q"), 1400, 900);
    assertThat(shown()).isEqualTo(1);
    browser.click("#zoom-in");
    browser.type("#canvas", "+");
    assertThat(shown()).isBetween(0.3, 0.4);
    double before = browser.run("return app.view.from").asDouble();
    browser.drag(700, 300, -200);
    assertThat(browser.run("return app.view.from").asDouble()).isGreaterThan(before);
    browser.type("#canvas", "\uE012");
    assertThat(shown()).isBetween(0.3, 0.4);
    browser.type("#canvas", "m");
    browser.screenshot(SCREENS.resolve("migration.png"));
    assertThat(browser.run("return app.view.from").asDouble()).isGreaterThan(0.3);
    browser.type("#canvas", "0");
    assertThat(shown()).isEqualTo(1);
    assertThat(browser.complaints()).isEqualTo("[]");
  }

  @Test
  void aClickShowsWhatProvesIt() throws Exception {
    open(Timelines.sample("backend-transfer-2q"), 1400, 900);
    JsonNode at = browser.run(FIRST_SKIPPED);
    browser.drag(at.get(0).asInt(), at.get(1).asInt(), 0);
    assertThat(browser.run("return app.selected.id")).isEqualTo(at.get(2));
    assertThat(browser.text("#details")).contains("skipped", "Evidence", "Since previous", "src");
    assertThat(browser.text("#details pre")).isNotBlank();
    assertThat(browser.text("#space .row.selected")).contains("skipped");
    browser.screenshot(SCREENS.resolve("selected.png"));
    browser.click("#details button");
    assertThat(browser.text("#details")).contains("window", "In it");
    int window = browser.run("return app.selected.id").asInt();
    browser.type("#canvas", "j");
    assertThat(browser.run("return app.selected.id").asInt()).isGreaterThan(window);
    browser.type("#canvas", "\uE00C");
    assertThat(browser.text("#details")).startsWith("Select an event");
  }

  @Test
  void anOperationLeadsToItsMessageAndItsBytes() throws Exception {
    open(Timelines.sample("ordinary-2q"), 1400, 900);
    browser.run("app.select(app.items.find((i) => i.kind === 'operation' && i.links.length))");
    assertThat(browser.text("#details")).contains("message");
    browser.run(
        "[...document.querySelectorAll('#details button')]"
            + ".find((b) => b.textContent.startsWith('message')).click()");
    assertThat(browser.run("return app.selected.kind").asText()).isEqualTo("message");
    assertThat(browser.text("#details")).contains("Evidence");
  }

  @Test
  void searchesAndFilters() throws Exception {
    open(Timelines.sample("ordinary-2q"), 1400, 900);
    int all = browser.run("return app.shown.length").asInt();
    browser.type("#search", "get_vring_base\uE007");
    assertThat(browser.text("#found")).matches("[1-9][0-9]* found");
    assertThat(browser.text("#details h2")).contains("GET_VRING_BASE");
    assertThat(browser.run("return app.listed.every((i) => searchText(i).includes('get_vring'))"))
        .isEqualTo(com.fasterxml.jackson.databind.node.BooleanNode.TRUE);
    browser.screenshot(SCREENS.resolve("search.png"));
    browser.run(
        "const s = document.getElementById('search'); s.value = ''; "
            + "s.dispatchEvent(new Event('input')); const q = document.getElementById('queue');"
            + " q.value = '1'; q.dispatchEvent(new Event('change'));");
    assertThat(browser.run("return app.shown.some((i) => i.queue === 0)").asBoolean()).isFalse();
    browser.click("#verdicts input[name=executed]");
    assertThat(browser.run("return app.shown.filter((i) => i.state === 'executed').length").asInt())
        .isZero();
    assertThat(browser.run("return app.shown.length").asInt()).isLessThan(all);
  }

  @Test
  void markupInTheEvidenceIsShownAsText() throws Exception {
    open(Timelines.made(2, 40, Timelines.MARKUP), 1400, 900);
    assertThat(browser.text("h1")).isEqualTo(Timelines.MARKUP);
    browser.run("app.select(app.items.find((i) => i.kind === 'operation'))");
    assertThat(browser.text("#details pre")).isEqualTo(Timelines.MARKUP);
    assertThat(
            browser
                .run("return window.hacked === undefined && !document.images.length")
                .asBoolean())
        .isTrue();
    assertThat(browser.complaints()).isEqualTo("[]");
  }

  @Test
  void aHundredThousandEventsAreDrawnAndSearched() throws Exception {
    open(Timelines.made(4, 66_000, "text"), 1400, 900);
    int all = browser.run("return app.items.length").asInt();
    assertThat(all).isGreaterThan(90_000);
    double frame =
        browser
            .run(
                "const t = performance.now(); for (let i = 0; i < 20; i++) {"
                    + " app.zoom(0.9); app.drawNow(); } return (performance.now() - t) / 20;")
            .asDouble();
    double search =
        browser
            .run(
                "const t = performance.now(); app.filter.words = 'skipped'; app.update();"
                    + " return performance.now() - t;")
            .asDouble();
    System.out.printf(
        Locale.ROOT, "%d events: a frame %.1f ms, a search %.1f ms%n", all, frame, search);
    assertThat(browser.run("return app.listed.length").asInt()).isBetween(1, all - 1);
    assertThat(browser.complaints()).isEqualTo("[]");
  }

  @Test
  void fitsPhonesAndDarkScreens() throws Exception {
    for (String name : new String[] {"backend-transfer-2q", "ordinary-2q"}) {
      open(Timelines.sample(name), 1400, 900);
      browser.screenshot(SCREENS.resolve(name + "-light.png"));
      browser.dark(true);
      browser.run("location.reload()");
      browser.run("app.drawNow()");
      assertThat(browser.run("return document.documentElement.dataset.theme").asText())
          .isEqualTo("dark");
      browser.screenshot(SCREENS.resolve(name + "-dark.png"));
      open(Timelines.sample(name), 390, 844);
      assertThat(browser.run("return document.documentElement.scrollWidth").asInt())
          .isLessThanOrEqualTo(390);
      browser.screenshot(SCREENS.resolve(name + "-phone.png"));
    }
  }

  @Test
  void manyQueuesFit() throws IOException, Exception {
    open(Timelines.made(64, 2000, "text"), 1400, 900);
    browser.screenshot(SCREENS.resolve("queues-64.png"));
    assertThat(browser.run("return app.layout.height").asInt()).isLessThan(1400);
  }
}
