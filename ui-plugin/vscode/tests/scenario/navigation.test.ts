// SPDX-License-Identifier: Apache-2.0
// Moving through a timeline by keys and by dragging; pinned lanes, sums of an area, narrow panels, and what
// axe-core says of the page.
import assert from "node:assert/strict";
import type { Frame, Page } from "playwright-core";
import { violationsIn } from "../support/accessibility";
import { scenario } from "../support/scenario";
import { waitFor } from "../support/waiting";
import { copyOfSample } from "../support/workspace";

const AXIS = 50;

scenario(
  "moving through a timeline",
  { workspace: copyOfSample("backend-transfer-2q"), packed: true },
  (step) => {
    step("is shown", async (workbench) => {
      await workbench.capture();
      await workbench.command("vtrace: Show Timeline");
      const timeline = await workbench.webview("#canvas");
      await timeline.locator("body[data-items]").waitFor();
      await timeline.locator("#verdicts .skipped svg.mark").waitFor();
      await workbench.screenshot("19-timeline");
    });

    step("shows its keys", async (workbench) => {
      const timeline = await workbench.webview("#canvas");
      await timeline.locator("#canvas").press("?");
      await timeline.locator("#help[open] td", { hasText: "back to what was seen before" }).waitFor();
      await workbench.screenshot("19-keys");
      assert.deepEqual(await violationsIn(timeline), []);
      await timeline.locator("#help").press("?");
      await timeline.locator("#help").waitFor({ state: "hidden" });
    });

    step("moves by W, A, S and D, and goes back and forward", async (workbench) => {
      const timeline = await workbench.webview("#canvas");
      const canvas = timeline.locator("#canvas");
      const seen = () => timeline.locator("#seen").textContent();
      const whole = await seen();
      await timeline.locator("#back[disabled]").waitFor({ state: "attached" });
      for (const key of ["w", "w", "d", "a"]) {
        await canvas.press(key);
      }
      await waitFor("a closer view", async () => (await seen()) !== whole);
      const close = await seen();
      await canvas.press("s");
      await waitFor("a wider view", async () => (await seen()) !== close);
      await canvas.press("[");
      await waitFor("the first view", async () => (await seen()) === whole);
      await timeline.locator("#forward").click();
      await waitFor("the last view", async () => (await seen()) !== whole);
      await timeline.locator("#all").click();
      await waitFor("all", async () => (await seen()) === whole);
    });

    step("zooms to what is dragged over on the axis", async (workbench) => {
      const timeline = await workbench.webview("#canvas");
      const seen = () => timeline.locator("#seen").textContent();
      const whole = await seen();
      await timeline.locator("#next-migration").click();
      await waitFor("the migration", async () => (await seen()) !== whole);
      const before = await seen();
      await drag(workbench.page, timeline, [0.5, AXIS], [0.7, AXIS]);
      await waitFor("what was dragged over", async () => (await seen()) !== before);
      await workbench.screenshot("19-dragged");
      await timeline.locator("#back").click();
      await waitFor("what was seen before", async () => (await seen()) === before);
    });

    step("sums up an area", async (workbench) => {
      const timeline = await workbench.webview("#canvas");
      await workbench.page.keyboard.down("Shift");
      await drag(workbench.page, timeline, [0.35, 80], [0.95, 250]);
      await workbench.page.keyboard.up("Shift");
      await timeline
        .locator("#details .sums tbody tr", { hasText: /operation/ })
        .first()
        .waitFor();
      await timeline.locator("#details .sums tbody td.skipped", { hasText: /\d/ }).first().waitFor();
      await timeline.locator("#details .sums h2", { hasText: /^In [\d.]+ (s|ms|.s), \d+ lanes$/ }).waitFor();
      await workbench.screenshot("19-area");
      assert.deepEqual(await violationsIn(timeline), []);
      await timeline.locator("#canvas").press("Escape");
    });

    step("keeps a pinned lane in view, with the axis", async (workbench) => {
      const timeline = await workbench.webview("#canvas");
      const box = (await timeline.locator("#canvas").boundingBox())!;
      await workbench.page.mouse.click(box.x + 40, box.y + 130);
      await timeline.locator("#canvas[data-pinned]").waitFor();
      await timeline.locator("#stage").evaluate((stage) => (stage.scrollTop = 10_000));
      await workbench.screenshot("19-pinned");
      const moved = (await timeline.locator("#canvas").boundingBox())!;
      assert.equal(moved.y, box.y);
    });

    step("searches by the key that every editor has, and says which match it is", async (workbench) => {
      const timeline = await workbench.webview("#canvas");
      await timeline.locator("#canvas").press("Control+f");
      await timeline.locator("#search:focus").waitFor();
      await timeline.locator("#search").pressSequentially("get_vring_base skipped");
      await timeline.locator("#search").press("Enter");
      await timeline.locator("#found", { hasText: /^1 of \d+ found$/ }).waitFor();
      await timeline.locator("#canvas").press("n");
      await timeline.locator("#found", { hasText: /^2 of \d+ found$/ }).waitFor();
      assert.deepEqual(await violationsIn(timeline), []);
    });

    step("asks a condition of the run, and marks what matches in rows and logs, too", async (workbench) => {
      const { page } = workbench;
      const timeline = await workbench.webview("#canvas");
      await timeline.locator("#search").press("Escape");
      await timeline.locator("#condition").click();
      await timeline
        .locator("#search")
        .fill('operation == "GET_VRING_BASE" && verdict == "skipped" && queue == 1');
      await timeline.locator("#search").press("Enter");
      await timeline.locator("#found", { hasText: /^1 of 1 found/ }).waitFor();
      await workbench
        .view("Captures")
        .getByRole("treeitem", { name: /^stop \(switchover\), 1 found/ })
        .waitFor();
      await page.locator(".monaco-editor .view-overlays [class*='ced-']").first().waitFor();
      await workbench.screenshot("31-condition");
      assert.deepEqual(await violationsIn(timeline), []);
      await timeline.locator("#search").fill("queue ==");
      await timeline.locator("#search").press("Enter");
      await timeline.locator("#found", { hasText: /\w+ \w+/ }).waitFor();
      await timeline.locator("#condition").click();
    });

    step("folds its controls away where there is little space", async (workbench) => {
      const timeline = await workbench.webview("#canvas");
      await workbench.page.setViewportSize({ width: 900, height: 620 });
      await timeline.locator("#fold").waitFor();
      await timeline.locator("#participant").waitFor({ state: "hidden" });
      await workbench.screenshot("20-narrow");
      await timeline.locator("#fold").click();
      await timeline.locator("#participant").waitFor();
      assert.deepEqual(await violationsIn(timeline), []);
      await timeline.locator("#fold").click();
      const stage = (await timeline.locator("#stage").boundingBox())!;
      assert.ok(stage.height >= 120, `the lanes have ${stage.height} pixels`);
      await workbench.page.setViewportSize({ width: 1500, height: 900 });
    });
  },
);

/** Drags between two places of the picture: the share of its width, and pixels from its top. */
async function drag(
  page: Page,
  timeline: Frame,
  [fromX, fromY]: [number, number],
  [toX, toY]: [number, number],
): Promise<void> {
  const box = (await timeline.locator("#canvas").boundingBox())!;
  await page.mouse.move(box.x + box.width * fromX, box.y + fromY);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * toX, box.y + toY, { steps: 5 });
  await page.mouse.up();
}
