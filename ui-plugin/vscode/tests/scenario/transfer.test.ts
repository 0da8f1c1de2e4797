// SPDX-License-Identifier: Apache-2.0
// A real backend transfer from a bug report, looked at in the packed extension as people do it.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";
import type { Frame } from "playwright-core";
import { scenario } from "../support/scenario";
import { waitFor } from "../support/waiting";
import { copyOfSample } from "../support/workspace";

// What is in the sample, by its ground truth: two participants with one device of two queues each, one
// back-end, one stream; and device-section-truth.json for the byte.
const LANES = 10;
const SKIPPED = 44;
const ERROR_NOTIFIER = 245_400;

const folder = copyOfSample("backend-transfer-2q");

scenario("a backend transfer in VS Code", { workspace: folder, packed: true }, (step) => {
  step("is found in the folder, with its ledger", async (workbench) => {
    const { page } = workbench;
    await page.locator(".activitybar").getByRole("tab", { name: "vtrace" }).click();
    await page.getByRole("treeitem", { name: /44 operations skipped/ }).waitFor();
    await page.getByRole("treeitem", { name: /^source \(src\)/ }).waitFor();
    await page.getByRole("treeitem", { name: /^stop \(switchover\)/ }).click();
    await page.getByRole("treeitem", { name: /^Migration 1: completed/ }).waitFor();
    await page.getByRole("treeitem", { name: /^stop of queues 0 1/ }).click();
    await page.locator(".active-line-number", { hasText: "3173" }).waitFor();
    await workbench.screenshot("1-capture");
  });

  step("has findings in the log", async (workbench) => {
    const { page } = workbench;
    await workbench.openFile("src.trace.log");
    await page.locator(".monaco-editor .view-lines").first().waitFor();
    await workbench.goToLine(3173);
    await page.locator(".squiggly-info").first().waitFor();
    await workbench.command("View: Toggle Problems");
    await page
      .locator(".markers-panel .monaco-list-row", { hasText: "the back-end is transferred" })
      .first()
      .waitFor();
    await workbench.command("View: Toggle Problems");
  });

  step("explains a line on hover", async (workbench) => {
    const { page } = workbench;
    await page
      .locator(".view-line", { hasText: "vhost_virtque_stop_in" })
      .first()
      .hover({ position: { x: 280, y: 8 } });
    const hover = page.locator(".monaco-hover:visible").first();
    await hover.getByText("vhost", { exact: false }).first().waitFor();
    await workbench.screenshot("2-log");
  });

  step("has an outline of the log", async (workbench) => {
    const { page } = workbench;
    await page.keyboard.press("Control+Shift+O");
    await page
      .locator(".quick-input-list .monaco-list-row", { hasText: /start|stop/ })
      .first()
      .waitFor();
    await page.keyboard.press("Escape");
  });

  step("shows lanes and skipped marks in the timeline", async (workbench) => {
    await workbench.command("vtrace: Show Timeline");
    const timeline = await workbench.webview("#canvas");
    await timeline.locator("body[data-items]").waitFor();
    assert.equal(await timeline.locator("body").getAttribute("data-lanes"), String(LANES));
    assert.equal((await timeline.locator("label.skipped .count").textContent())?.trim(), String(SKIPPED));
    await timeline.locator("#headline", { hasText: "44 operations skipped" }).waitFor();
  });

  step("leads from a mark to the line of the log", async (workbench) => {
    const { page } = workbench;
    const timeline = await workbench.webview("#canvas");
    await timeline.locator("#next-migration").click();
    await clickMark(timeline, ["queue 0", "skipped"]);
    await timeline.locator("#details dd.skipped").waitFor();
    await timeline.locator("#details .place", { hasText: "src.trace.log:" }).first().waitFor();
    await page.locator(".active-line-number", { hasText: "3173" }).waitFor();
    await workbench.screenshot("3-timeline");
  });

  step("marks the byte of error_notifier in the stream", async (workbench) => {
    await workbench.openFile("stream.bin");
    const stream = await workbench.webview("#hex");
    await stream.locator('body[data-complete="true"]').waitFor();
    await stream.locator("#search").fill("error_notifier");
    await stream.locator("#search").press("Enter");
    const row = stream.locator("#tree .line.selected", { hasText: "error_notifier" });
    await row.waitFor();
    // By a click as well as by the search.
    await stream.locator("#tree .line", { hasText: "masked_notifier" }).first().click();
    await row.waitFor({ state: "detached" });
    await stream.locator("#tree .line", { hasText: "error_notifier" }).first().click();
    const marked = stream.locator("#hex .bytes .marked");
    await marked.waitFor();
    assert.equal(await marked.getAttribute("data-offset"), String(ERROR_NOTIFIER));
    assert.match((await marked.getAttribute("class")) ?? "", /descriptor/);
    assert.equal(await marked.textContent(), "20");
    await workbench.screenshot("4-stream");
  });

  step("leads from a byte to its field", async (workbench) => {
    const stream = await workbench.webview("#hex");
    await stream.locator("#goto").fill(`0x${(ERROR_NOTIFIER + 2).toString(16)}`);
    await stream.locator("#goto").press("Enter");
    await stream.locator("#place", { hasText: "vqs[1]/error_notifier" }).waitFor();
    await stream.locator(`#hex .bytes [data-offset="${ERROR_NOTIFIER + 3}"]`).click();
    await stream.locator("#place", { hasText: "vqs[1]/masked_notifier" }).waitFor();
  });

  step("is written into a report, which opens", async (workbench) => {
    const { page } = workbench;
    await workbench.command("vtrace: Create Bug Report...");
    await workbench.answer("Web page");
    const report = path.join(folder, "report.html");
    await workbench.answerPath(report);
    await waitFor("the report", async () => existsSync(report));
    await page
      .getByRole("tab", { name: /report\.html/ })
      .first()
      .waitFor();
    assert.match(readFileSync(report, "utf8"), /skipped/);
    await workbench.webview("h1");
    await workbench.screenshot("6-report");
  });
});

/** Clicks the first mark in view that the tooltip says about in these words. */
async function clickMark(timeline: Frame, words: string[]): Promise<void> {
  const place = await timeline.locator("#canvas").evaluate((canvas, wanted) => {
    const box = canvas.getBoundingClientRect();
    const tip = document.getElementById("tip")!;
    for (let y = 60; y < box.height; y += 6) {
      for (let x = 190; x < box.width; x += 3) {
        const at = { clientX: box.left + x, clientY: box.top + y, bubbles: true };
        canvas.dispatchEvent(new PointerEvent("pointermove", at));
        const text = tip.textContent ?? "";
        if (!tip.hidden && wanted.every((each) => text.includes(each))) {
          return { x, y };
        }
      }
    }
    return undefined;
  }, words);
  assert.ok(place, `no mark of ${words.join(" ")}`);
  await timeline.locator("#canvas").click({ position: place });
}
