// SPDX-License-Identifier: Apache-2.0
// A capture in the debugger, with its timeline beside it: where the debugger stands is shown, and can be moved.
import assert from "node:assert/strict";
import type { Frame, Page } from "playwright-core";
import { scenario } from "../support/scenario";
import { waitFor } from "../support/waiting";
import type { Workbench } from "../support/workbench";
import { copyOfSample } from "../support/workspace";

const folder = copyOfSample("backend-transfer-2q");

scenario("the debugger in VS Code", { workspace: folder, packed: true }, (step) => {
  step("starts without a launch.json, and without complaint", async (workbench) => {
    const { page } = workbench;
    await workbench.capture();
    await workbench.command("vtrace: Show Timeline");
    await (await workbench.webview("#canvas")).locator("body[data-items]").waitFor();
    await workbench.command("vtrace: Debug This Capture");
    await page.locator(".debug-toolbar").waitFor();
    await workbench.command("View: Show Run and Debug");
    await page
      .locator(".debug-call-stack .monaco-list-row", { hasText: /src|source/ })
      .first()
      .waitFor();
    await waitFor("the number of the step", () => numberOfStep(page));
    assert.deepEqual(await page.locator(".notification-toast .codicon-error").count(), 0);
  });

  step("shows in the timeline where it stands", async (workbench) => {
    await waitFor("the debugger's position", async () => (await position(workbench)) !== undefined);
  });

  step("goes on to the first skipped operation", async (workbench) => {
    const { page } = workbench;
    const begin = await position(workbench);
    const filter = page.locator(".debug-breakpoints .monaco-list-row", { hasText: /skipped/i });
    await filter.locator('[role="checkbox"][aria-checked="true"], input:checked').first().waitFor();
    await workbench.command("Debug: Continue");
    await page
      .locator(".debug-call-stack .monaco-list-row", { hasText: /exception|skipped/i })
      .first()
      .waitFor();
    await page
      .locator(".debug-variables .monaco-list-row", { hasText: /queue|ring/i })
      .first()
      .waitFor();
    await waitFor("a later position", async () => (await position(workbench))! > begin!);
    await workbench.screenshot("5-debugger");
  });

  step("steps back", async (workbench) => {
    const { page } = workbench;
    const stopped = await waitFor("the number of the step", () => numberOfStep(page));
    await page.locator('.debug-toolbar [aria-label^="Step Back"]').click();
    await waitFor("an earlier step", async () => {
      const now = await numberOfStep(page);
      return now !== undefined && now < stopped;
    });
  });

  step("goes where its position in the timeline is dragged", async (workbench) => {
    const { page } = workbench;
    const timeline = await workbench.webview("#canvas");
    const before = (await position(workbench))!;
    const stood = await waitFor("the number of the step", () => numberOfStep(page));
    const from = await handle(timeline);
    const box = (await (await timeline.frameElement()).boundingBox())!;
    const canvas = (await timeline.locator("#canvas").boundingBox())!;
    assert.ok(box.width > 0);
    await page.mouse.move(canvas.x + from.x, canvas.y + from.y);
    await page.mouse.down();
    await page.mouse.move(canvas.x + from.x - 40, canvas.y + from.y, { steps: 4 });
    await page.mouse.move(canvas.x + from.x - 120, canvas.y + from.y, { steps: 8 });
    await page.mouse.up();
    await waitFor("an earlier position", async () => (await position(workbench))! < before);
    await waitFor("an earlier step", async () => {
      const now = await numberOfStep(page);
      return now !== undefined && now < stood;
    });
    await workbench.screenshot("5-debugger-dragged");
  });

  step("leaves no position behind when it ends", async (workbench) => {
    const { page } = workbench;
    await page.locator('.debug-toolbar [aria-label^="Stop"]').click();
    await page.locator(".debug-toolbar").waitFor({ state: "hidden" });
    await waitFor("no position", async () => (await position(workbench)) === undefined);
  });
});

async function numberOfStep(page: Page): Promise<number | undefined> {
  // Newer editors begin with all scopes shut.
  const scope = page.locator('.debug-variables .monaco-list-row[aria-expanded="false"]', {
    hasText: /^Step$/,
  });
  if (await scope.isVisible()) {
    await scope.locator(".monaco-tl-twistie").click();
  }
  const rows = await page.locator(".debug-variables .monaco-list-row").allTextContents();
  const row = rows.map((text) => /^step\s*=\s*(\d+)/.exec(text.trim())?.[1]).find(Boolean);
  return row === undefined ? undefined : Number(row);
}

/** Where the timeline shows the debugger, in nanoseconds since the begin of the run. */
async function position(workbench: Workbench): Promise<number | undefined> {
  const timeline = await workbench.webview("#canvas");
  const time = await timeline.locator("body").getAttribute("data-debug");
  return time === null || time === "" ? undefined : Number(time);
}

/** The place of the handle on the axis, found as people find it: the cursor changes over it. */
async function handle(timeline: Frame): Promise<{ x: number; y: number }> {
  const place = await timeline.locator("#canvas").evaluate((canvas) => {
    const box = canvas.getBoundingClientRect();
    const y = 20;
    const over: number[] = [];
    for (let x = 0; x < box.width; x += 2) {
      const at = { clientX: box.left + x, clientY: box.top + y, bubbles: true };
      canvas.dispatchEvent(new PointerEvent("pointermove", at));
      if (canvas.style.cursor === "ew-resize") {
        over.push(x);
      }
    }
    return over.length === 0 ? undefined : { x: over[over.length >> 1]!, y };
  });
  assert.ok(place, "the position cannot be taken hold of");
  return place;
}
