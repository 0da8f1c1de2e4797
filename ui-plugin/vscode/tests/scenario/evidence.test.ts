// SPDX-License-Identifier: Apache-2.0
// Evidence stays as it was recorded, whatever keys are pressed; and hovers tell nothing that was not sent.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import type { Page } from "playwright-core";
import { scenario } from "../support/scenario";
import { waitFor } from "../support/waiting";
import type { Workbench } from "../support/workbench";
import { copyOfSample } from "../support/workspace";

const folder = copyOfSample("backend-transfer-2q");

/** The sums of all files of a folder, by name. */
function sums(of: string): Record<string, string> {
  const files = readdirSync(of).map((name) => [name, sum(path.join(of, name))]);
  return Object.fromEntries(files) as Record<string, string>;
}

function sum(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

/** Types as somebody would who takes the editor for something else, until the editor has said that it cannot. */
async function typeInEditor(page: Page): Promise<void> {
  // An editor that has just been opened may get the focus later than it is shown.
  await page.locator(".part.editor .monaco-editor.focused").first().waitFor();
  await page.keyboard.type("nnx");
  await page
    .locator(".monaco-editor .message", { hasText: /read-only/i })
    .first()
    .waitFor();
  await page.keyboard.press("Escape");
}

scenario(
  "evidence in VS Code, with auto-save",
  {
    workspace: folder,
    packed: true,
    settings: { "files.autoSave": "afterDelay", "files.autoSaveDelay": 100 },
  },
  (step) => {
    const before = sums(folder);
    const unchanged = () => assert.deepEqual(sums(folder), before);

    step("is not typed into from the timeline's search", async (workbench) => {
      await workbench.capture();
      await workbench.command("vtrace: Show Timeline");
      const timeline = await workbench.webview("#canvas");
      await timeline.locator("body[data-items]").waitFor();
      await timeline.locator("#canvas").press("j");
      await timeline.locator("#canvas").press("j");
      await timeline.locator("#details .place").first().waitFor();
      await timeline.locator("#search").fill("get_vring_base skipped");
      await timeline.locator("#found", { hasText: /found$/ }).waitFor();
      await timeline.locator("#search").press("Enter");
      await timeline.locator("#details h2", { hasText: "GET_VRING_BASE, queue 0" }).waitFor();
      const { keyboard } = workbench.page;
      await keyboard.press("n");
      await timeline.locator("#details h2", { hasText: "GET_VRING_BASE, queue 1" }).waitFor();
      await keyboard.press("Enter");
      await keyboard.press("p");
      await timeline.locator("#details h2", { hasText: "GET_VRING_BASE, queue 0" }).waitFor();
      unchanged();
      await workbench.screenshot("11-search");
    });

    step("is read-only where a row of the view leads", async (workbench) => {
      const { page } = workbench;
      await workbench.command("Focus on Captures View");
      await page.getByRole("treeitem", { name: /^stop \(switchover\)/ }).click();
      await page
        .getByRole("treeitem", { name: /^SET_VRING_ENABLE q0/ })
        .first()
        .click();
      await page.locator(".active-line-number", { hasText: "3173" }).waitFor();
      await typeInEditor(page);
      unchanged();
    });

    step("tells on hover what was sent, and how long nothing was", async (workbench) => {
      const text = await hoverText(workbench, "vhost_virtque_stop_in");
      assert.match(
        text,
        /nothing was sent between .*vhost-user-dev0\.jsonl:73 \(last before, 07:59:57\.325\)/,
      );
      assert.match(text, /and .*vhost-user-dev0\.jsonl:75 \(first after, 08:00:06\.940\)/);
      assert.doesNotMatch(text, /SET_VRING_ENABLE queue/);
      assert.match(text, /rings as the back-end knows them up to here/);
      await workbench.screenshot("11-hover");
    });

    step("shows the verdicts at their lines, and goes from one to the next", async (workbench) => {
      const { page } = workbench;
      await page.keyboard.press("Escape");
      await page
        .locator(".monaco-editor .view-line", { hasText: "vhost_virtque_stop_in" })
        .first()
        .click({ position: { x: 5, y: 5 } });
      await workbench.goToLine(3100);
      await page.locator(".monaco-editor.focused").waitFor();
      await workbench.command("vtrace: Go to Next Skipped or Failed Operation");
      await page.locator(".active-line-number", { hasText: "3171" }).waitFor();
      await page.locator(".monaco-editor.focused").waitFor();
      await page.keyboard.press("Alt+j");
      await page.locator(".active-line-number", { hasText: "3173" }).waitFor();
      await page.locator(".glyph-margin-widgets .cgmr").first().waitFor();
      await waitFor("the text at the end of the line", () =>
        page.evaluate(() =>
          [...document.querySelectorAll(".view-line span span")].some((each) =>
            getComputedStyle(each, "::after").content.includes("skipped: SET_VRING_ADDR q0"),
          ),
        ),
      );
      await page.keyboard.press("Alt+k");
      await page.locator(".active-line-number", { hasText: "3171" }).waitFor();
      await workbench.screenshot("14-verdicts");
    });

    step("draws the downtime, and tells it in a table", async (workbench) => {
      const timeline = await workbench.webview("#canvas");
      await timeline.locator("#downtime summary", { hasText: "Downtime: 4.89 ms" }).click();
      await timeline
        .locator("#downtime tbody tr", { hasText: "all" })
        .locator("td.load", { hasText: "3.05 ms" })
        .waitFor();
      await timeline.locator("#downtime tbody tr", { hasText: "vhost-user-blk" }).first().waitFor();
      await timeline.locator("#next-migration").click();
      await workbench.screenshot("15-downtime");
    });

    step("is read-only where a problem leads", async (workbench) => {
      const { page } = workbench;
      await workbench.command("View: Toggle Problems");
      await page
        .locator(".markers-panel .monaco-list-row", { hasText: "the back-end is transferred" })
        .first()
        .dblclick();
      await page.locator(".monaco-editor.focused").waitFor();
      await typeInEditor(page);
      await workbench.command("View: Toggle Problems");
      unchanged();
    });

    step("is read-only where the debugger stands", async (workbench) => {
      const { page } = workbench;
      await workbench.command("vtrace: Debug This Capture");
      await page.locator(".debug-toolbar").waitFor();
      await page.locator(".monaco-editor .debug-top-stack-frame-line").first().waitFor();
      const stopped = page.locator(".monaco-editor:has(.debug-top-stack-frame-line)");
      await stopped.locator(".view-line").first().click();
      await page.locator(".monaco-editor.focused").waitFor();
      await typeInEditor(page);
      await page.locator('.debug-toolbar [aria-label^="Stop"]').click();
      await page.locator(".debug-toolbar").waitFor({ state: "hidden" });
      unchanged();
    });

    step("is read-only when it is opened as a file", async (workbench) => {
      const { page } = workbench;
      await workbench.command("View: Close All Editors");
      await workbench.openFile("qmp.jsonl");
      await waitFor("the lock in the tab", () =>
        page.evaluate(() =>
          [...document.querySelectorAll(".tab.active .monaco-icon-label")].some((each) =>
            getComputedStyle(each, "::after").fontFamily.includes("codicon"),
          ),
        ),
      );
      await page.locator(".monaco-editor .view-line").first().click();
      await typeInEditor(page);
      unchanged();
    });
  },
);

/** What the hover on the line that the cursor is on says. */
async function hoverText({ page }: Workbench, word: string): Promise<string> {
  await page
    .locator(".view-line", { hasText: word })
    .first()
    .hover({ position: { x: 280, y: 8 } });
  const hover = page.locator(".monaco-hover:visible");
  await hover.getByText("skipped").first().waitFor();
  return (await hover.allInnerTexts()).join("\n");
}

scenario(
  "a capture that was changed after it was recorded",
  { workspace: changedCapture(), packed: true },
  (step) => {
    step("is opened, and the change is said", async (workbench) => {
      const { page } = workbench;
      await page.locator(".activitybar").getByRole("tab", { name: "vtrace" }).click();
      const said = "dst.trace.log was changed after it was recorded";
      await page.locator(".notification-toast", { hasText: said }).waitFor();
      await page.getByRole("treeitem", { name: said, exact: true }).waitFor();
      assert.equal(await page.getByRole("treeitem", { name: /^src\.trace\.log was changed/ }).count(), 0);
      await workbench.screenshot("11-changed");
    });
  },
);

function changedCapture(): string {
  const changed = copyOfSample("backend-transfer-2q");
  const files = readdirSync(changed)
    .filter((name) => name.endsWith(".trace.log"))
    .map((name) => ({
      name,
      role: "trace",
      participant: name.slice(0, 3),
      sha256: sum(path.join(changed, name)),
    }));
  const participants = [
    { role: "source", name: "src" },
    { role: "destination", name: "dst" },
  ];
  writeFileSync(
    path.join(changed, "capture.json"),
    JSON.stringify({ format: "vtrace-capture/1", participants, files }),
  );
  appendFileSync(path.join(changed, "dst.trace.log"), "2026-11-23T08:00:09.000000Z runstate_set\n");
  return changed;
}
