// SPDX-License-Identifier: Apache-2.0
// The pictures of the README, from the sample recordings: ./pictures runs this and puts them into media/.
import * as path from "node:path";
import { scenario } from "../support/scenario";
import { waitFor } from "../support/waiting";
import type { Workbench } from "../support/workbench";
import { copyInto, emptyFolder } from "../support/workspace";

const ERROR_NOTIFIER = 245_400;
const SKIPPED = 3173;

const workspace = emptyFolder();
copyInto(path.join(workspace, "backend-transfer-2q"), "backend-transfer-2q");
copyInto(path.join(workspace, "ordinary-2q"), "ordinary-2q");
copyInto(path.join(workspace, "backend-transfer-failed"), "backend-transfer-failed");

const settings = { "workbench.colorTheme": "Default Light Modern", "editor.minimap.enabled": false };

scenario("pictures", { workspace, packed: true, settings }, (step) => {
  step("the timeline beside a log", async (workbench) => {
    const { page } = workbench;
    await page.setViewportSize({ width: 1500, height: 900 });
    await page.locator(".activitybar").getByRole("tab", { name: "vtrace" }).click();
    await select(workbench, "backend-transfer-2q");
    await workbench.command("vtrace: Show Timeline");
    const timeline = await workbench.webview("#canvas");
    await timeline.locator("body[data-items]").waitFor();
    await timeline.locator("#next-migration").click();
    await timeline.locator("#search").fill("get_vring_base skipped");
    await timeline.locator("#search").press("Enter");
    await timeline.locator("#details .place").first().waitFor();
    await timeline.locator("#search").press("Escape");
    await page.locator(".view-line", { hasText: "vhost_virtque_stop_in" }).first().waitFor();
    await workbench.screenshot("media-timeline");
    await page.setViewportSize({ width: 1200, height: 720 });
  });

  step("the log with a hover", async (workbench) => {
    const { page } = workbench;
    await page.getByRole("tab", { name: /^Timeline:/ }).click({ button: "middle" });
    await page.getByRole("tab", { name: /^src\.trace\.log/ }).click();
    await workbench.goToLine(SKIPPED);
    await page
      .locator(".view-line", { hasText: "vhost_virtque_stop_in" })
      .first()
      .hover({ position: { x: 280, y: 8 } });
    await page.locator(".monaco-hover:visible", { hasText: "skipped" }).first().waitFor();
    await workbench.screenshot("media-log");
  });

  step("fields and bytes of a stream", async (workbench) => {
    await workbench.command("View: Close All Editors");
    await workbench.view("Stream").getByRole("treeitem").first().click();
    const stream = await workbench.webview("#hex");
    await stream.locator('body[data-complete="true"]').waitFor();
    await stream.locator("#goto").fill(ERROR_NOTIFIER.toString(16));
    await stream.locator("#goto").press("Enter");
    await stream.locator("#place", { hasText: "error_notifier" }).waitFor();
    await workbench.screenshot("media-stream");
  });

  step("two captures that are compared", async (workbench) => {
    await workbench.command("View: Close All Editors");
    await workbench.command("vtrace: Show All Captures");
    const table = await workbench.webview("#rows");
    await table.locator('body[data-left="0"]').waitFor();
    await workbench.screenshot("media-overview");
    await table.locator('[aria-label="Compare backend-transfer-2q"]').check();
    await table.locator('[aria-label="Compare ordinary-2q"]').check();
    await table.locator("#compare").click();
    const comparison = await workbench.webview("#canvas-a");
    await comparison.locator('body[data-differences="44"]').waitFor();
    await comparison.locator("#canvas-a").press("n");
    await comparison.locator("#place", { hasText: /^1 of 44/ }).waitFor();
    await workbench.screenshot("media-compare");
  });

  step("the debugger at the first skipped operation", async (workbench) => {
    const { page } = workbench;
    await workbench.command("View: Close All Editors");
    await select(workbench, "backend-transfer-2q");
    await workbench.command("vtrace: Debug This Capture");
    await page.locator(".debug-toolbar").waitFor();
    await workbench.command("View: Show Run and Debug");
    await page
      .locator(".debug-call-stack .monaco-list-row", { hasText: /src|source/ })
      .first()
      .waitFor();
    await workbench.command("Debug: Continue");
    await page
      .locator(".debug-call-stack .monaco-list-row", { hasText: /exception|skipped/i })
      .first()
      .waitFor();
    await page
      .locator(".debug-variables .monaco-list-row", { hasText: /queue|ring/i })
      .first()
      .waitFor();
    // No tip of a button.
    await page.mouse.move(700, 500);
    await page.locator(".workbench-hover").waitFor({ state: "hidden" });
    await workbench.screenshot("media-debugger");
  });
});

/** Selects a capture, and waits until it is read. */
async function select(workbench: Workbench, name: string): Promise<void> {
  const row = workbench
    .view("Captures")
    .getByRole("treeitem", { name: new RegExp(`^${name}`) })
    .first();
  await waitFor(name, async () => {
    await row.click({ timeout: 1000 }).catch(() => undefined);
    const rows = await workbench.view("Captures").locator(".monaco-list-row").allTextContents();
    return rows.some((text) => text.startsWith(name) && text.includes("operations skipped"));
  });
}
