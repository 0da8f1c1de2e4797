// SPDX-License-Identifier: Apache-2.0
// The timeline as people use it: searching, measuring, saving what is seen, from a log into it; in high
// contrast.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { scenario } from "../support/scenario";
import { waitFor } from "../support/waiting";
import { copyOfSample, remove } from "../support/workspace";

const folder = copyOfSample("backend-transfer-2q");

scenario(
  "the timeline in VS Code, in high contrast",
  {
    workspace: folder,
    packed: true,
    settings: { "workbench.colorTheme": "Default High Contrast" },
  },
  (step) => {
    step("is opened beside a log", async (workbench) => {
      await workbench.capture();
      await workbench.command("vtrace: Show Timeline");
      const timeline = await workbench.webview("#canvas");
      await timeline.locator("body[data-items]").waitFor();
      await workbench.page.getByRole("tab", { name: /src\.trace\.log/ }).waitFor();
      await workbench.screenshot("9-high-contrast");
    });

    step("finds by name and state", async (workbench) => {
      const timeline = await workbench.webview("#canvas");
      await timeline.locator("#search").fill("get_vring_base skipped");
      await timeline.locator("#found", { hasText: /^[1-9]\d* found$/ }).waitFor();
      await timeline.locator("#search").press("Escape");
      await timeline.locator("#canvas").press("/");
      await timeline.locator("#search").pressSequentially("no such thing");
      await timeline.locator("#found", { hasText: /^0 found$/ }).waitFor();
      await timeline.locator("#search").press("Escape");
    });

    step("measures between two points", async (workbench) => {
      const { page } = workbench;
      const timeline = await workbench.webview("#canvas");
      await timeline.locator("#next-migration").click();
      await timeline.locator("#measure").click();
      const box = (await timeline.locator("#canvas").boundingBox())!;
      await page.mouse.move(box.x + box.width * 0.5, box.y + 90);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.8, box.y + 90, { steps: 5 });
      await page.mouse.up();
      await timeline.locator("#found", { hasText: /^[\d.]+ (s|ms|µs|ns)$/ }).waitFor();
      await workbench.screenshot("9-measured");
      await timeline.locator("#measure").click();
    });

    for (const [button, name, begin] of [
      ["#save-png", "seen.png", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
      ["#save-svg", "seen.svg", Buffer.from("<svg ")],
    ] as const) {
      step(`saves what is seen as ${name}`, async (workbench) => {
        const timeline = await workbench.webview("#canvas");
        await timeline.locator(button).click();
        const file = path.join(folder, name);
        await workbench.answerPath(file);
        await waitFor(name, async () => existsSync(file) && readFileSync(file).length > 2000);
        const data = readFileSync(file);
        assert.deepEqual(data.subarray(0, begin.length), begin);
        if (name.endsWith(".svg")) {
          assert.match(data.toString("utf8"), /<\/svg>\s*$/);
          assert.match(data.toString("utf8"), /queue 0/);
        }
      });
    }

    step("follows the line that the cursor is on", async (workbench) => {
      const { page } = workbench;
      const timeline = await workbench.webview("#canvas");
      await workbench.openFile("src.trace.log");
      await workbench.goToLine(3172);
      await page.keyboard.press("ArrowDown");
      await timeline.locator("#details h2", { hasText: "SET_VRING_ADDR" }).waitFor();
      await timeline.locator("#details dd.skipped").waitFor();
    });

    step("is compared with another capture", async (workbench) => {
      await workbench.command("vtrace: Compare with...");
      await workbench.answer("Other Capture");
      await workbench.answerPath(other);
      const comparison = await workbench.webview("#canvas-a");
      await comparison.locator('body[data-differences="44"]').waitFor();
      await workbench.screenshot("9-compared");
    });
  },
);

const other = copyOfSample("ordinary-2q");
process.on("exit", () => remove(other));
