// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.fleet.CaptureRows;
import dev.vtrace.decoder.fleet.FleetColumn;
import dev.vtrace.decoder.fleet.FleetRow;
import dev.vtrace.decoder.fleet.FleetTable;
import dev.vtrace.decoder.fleet.RowJournal;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a fleet in a real browser, with many migrations and with hostile names. */
@Tag("external")
class FleetPageBrowserTest {
  private static final Path SCREENS = Path.of("target/screens/fleet");
  private static final long BEGIN = 1_796_000_000_000_000_000L;
  private static final String[] PARTS = {"drain", "stop", "save", "load", "start"};

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

  private static FleetRow row(FleetTable table, Map<String, Object> known) {
    List<Object> values = new ArrayList<>();
    for (FleetColumn column : table.columns()) {
      values.add(known.get(column.name()));
    }
    return new FleetRow(table, values);
  }

  private static CaptureRows capture(String name, int i, int count, Random random) {
    Map<String, Object> known = new HashMap<>();
    boolean failed = random.nextInt(40) == 0;
    long begin = BEGIN + (long) ((i + random.nextDouble()) / count * 28_800e9);
    known.put("capture", name);
    known.put("migration", 1L);
    known.put("begin_ns", begin);
    known.put("outcome", failed ? "failed" : "completed");
    known.put("cause", failed ? "VT3401" : null);
    known.put("source_version", random.nextBoolean() ? "10.2.2" : "11.1.0");
    known.put("queues", 1L << random.nextInt(4));
    known.put("device", "0000:00:01.0/vhost-user-blk");
    known.put("transfer", failed ? "attempted" : random.nextBoolean() ? "yes" : "no");
    known.put("downtime_whole", true);
    long sum = 0;
    for (String part : PARTS) {
      long length = (long) (Math.exp(random.nextGaussian()) * 1_000_000);
      known.put("downtime_" + part + "_ns", length);
      sum += length;
    }
    known.put("downtime_ns", sum);
    List<FleetRow> rows = new ArrayList<>(List.of(row(FleetTable.MIGRATIONS, known)));
    if (failed) {
      Map<String, Object> found = new HashMap<>();
      found.put("capture", name);
      found.put("migration", 1L);
      found.put("code", "VT3401");
      found.put("severity", "error");
      found.put("message", "both sides need as many queues");
      rows.add(row(FleetTable.FINDINGS, found));
    }
    return new CaptureRows(name, failed, rows);
  }

  private Path page(int count, String extra) throws IOException {
    Path page = folder.resolve("fleet.html");
    Random random = new Random(5);
    try (RowJournal journal = RowJournal.create(folder.resolve("journal"), "test");
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(page))) {
      for (int i = 0; i < count; i++) {
        String name = "night/host-" + i % 24 + "/m" + i + ".vtrace";
        journal.add(capture(name, i, count, random), "");
      }
      journal.add(capture(extra, 0, count, random), "");
      Map<String, Object> broken =
          Map.of("capture", "night/broken.zip", "error", extra + " is cut");
      journal.add(
          new CaptureRows("night/broken.zip", true, List.of(row(FleetTable.MIGRATIONS, broken))),
          "");
      FleetPage.write(out, "Migrations of " + extra, journal);
    }
    return page;
  }

  private static int rows() throws Exception {
    return browser.run("return document.querySelectorAll('#space .line').length").asInt();
  }

  @Test
  void aHundredThousandMigrationsAreShownAndFiltered() throws Exception {
    Path page = page(100_000, "night/last.vtrace");
    System.out.println("page of 100,000 migrations: " + Files.size(page) + " bytes");
    browser.size(1280, 2400);
    browser.dark(false);
    browser.open(page);
    assertThat(browser.text("#shown")).isEqualTo("100,001 of 100,001 migrations");
    assertThat(rows()).isBetween(10, 60);
    browser.screenshot(SCREENS.resolve("light.png"));
    browser.dark(true);
    browser.screenshot(SCREENS.resolve("dark.png"));
    browser.dark(false);
    browser.size(390, 2600);
    browser.screenshot(SCREENS.resolve("phone.png"));
    assertThat(
            browser
                .run("return document.documentElement.scrollWidth <= window.innerWidth")
                .asBoolean())
        .isTrue();
    browser.size(1280, 1400);
    double milliseconds =
        browser
            .run(
                "const begin = performance.now(); const view = document.getElementById('by-outcome');"
                    + "view.value = [...view.options].find(o => o.textContent === 'failed').value;"
                    + "view.dispatchEvent(new Event('change')); return performance.now() - begin;")
            .asDouble();
    System.out.printf("a filter over 100,000 migrations takes %.0f ms%n", milliseconds);
    String shown = browser.text("#shown");
    int failed = Integer.parseInt(shown.substring(0, shown.indexOf(' ')).replace(",", ""));
    assertThat(failed).isBetween(2_000, 3_000);
    browser.run(
        "const view = document.getElementById('list'); view.scrollTop = view.scrollHeight;"
            + "visible();");
    assertThat(browser.text("#space .line:last-child :nth-child(3)")).isEqualTo("failed");
    assertThat(rows()).isBetween(10, 60);
    browser.type("#search", "host-7/");
    assertThat(browser.text("#shown")).isNotEqualTo(shown).endsWith(" of 100,001 migrations");
    assertThat(browser.complaints()).isEqualTo("[]");
  }

  @Test
  void namesAreTextAndLinksArePaths() throws Exception {
    String hostile = "javascript:alert(1)//</script><img src=x onerror=alert(2)>\"'&.vtrace";
    browser.open(page(20, hostile));
    assertThat(browser.text("h1")).isEqualTo("Migrations of " + hostile);
    assertThat(browser.run("return document.images.length").asInt()).isZero();
    assertThat(
            browser
                .run("return [...document.links].every(a => a.protocol === 'file:')")
                .asBoolean())
        .isTrue();
    assertThat(browser.complaints()).isEqualTo("[]");
  }

  @Test
  void withoutScriptTheFiguresAreThere() throws Exception {
    Path page = page(20, "night/last.vtrace");
    browser.script(false);
    try {
      browser.open(page);
      assertThat(browser.text("body"))
          .contains("Longest downtimes", "VT3401", "10.2.2", "night/broken.zip");
      assertThat(browser.run("return document.getElementById('charts').hidden").asBoolean())
          .isTrue();
    } finally {
      browser.script(true);
    }
  }
}
