// SPDX-License-Identifier: Apache-2.0
// Texts of all pages can be read in all themes that come with the editor, as WCAG 2.1 AA wants it (4.5:1), also where
// the theme's own text cannot; and axe-core finds nothing wrong with them.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import type { Frame } from "playwright-core";
import { violationsIn } from "../support/accessibility";
import { contrasts, type Contrasts } from "../support/contrast";
import { scenario } from "../support/scenario";
import { waitFor } from "../support/waiting";
import type { Workbench } from "../support/workbench";
import { copyInto, emptyFolder } from "../support/workspace";

const ERROR_NOTIFIER = 245_400;

const THEMES = [
  "Default Dark Modern",
  "Default Light Modern",
  "Default Dark+",
  "Default Light+",
  "Visual Studio Dark",
  "Visual Studio Light",
  "Default High Contrast",
  "Default High Contrast Light",
  "Abyss",
  "Kimbie Dark",
  "Monokai",
  "Monokai Dimmed",
  "Quiet Light",
  "Red",
  "Solarized Dark",
  "Solarized Light",
  "Tomorrow Night Blue",
];

const workspace = emptyFolder();
copyInto(path.join(workspace, "backend-transfer-2q"), "backend-transfer-2q");
copyInto(path.join(workspace, "ordinary-2q"), "ordinary-2q", { "src.trace.log": "source.trace.log" });

/** A page with much of what it can show. */
interface ShownPage {
  readonly name: string;
  readonly selector: string;
  open(workbench: Workbench): Promise<void>;
}

const PAGES: readonly ShownPage[] = [
  {
    name: "timeline",
    selector: "#canvas",
    open: async (workbench) => {
      await workbench.command("vtrace: Show Timeline");
      const timeline = await workbench.webview("#canvas");
      await timeline.locator("body[data-items]").waitFor();
      await timeline.locator("#search").fill("get_vring_base skipped");
      await timeline.locator("#search").press("Enter");
      await timeline.locator("#details .place").first().waitFor();
      await timeline.locator("#downtime summary").click();
      await timeline.locator("#legend summary").click();
    },
  },
  {
    name: "stream",
    selector: "#hex",
    open: async (workbench) => {
      await workbench.view("Stream").getByRole("treeitem").first().click();
      const stream = await workbench.webview("#hex");
      await stream.locator('body[data-complete="true"]').waitFor();
      await stream.locator("#goto").fill(String(ERROR_NOTIFIER));
      await stream.locator("#goto").press("Enter");
      await stream.locator("#place", { hasText: "error_notifier" }).waitFor();
      await stream.locator("#search").fill("notifier");
      await stream.locator("#search").press("Enter");
      await stream.locator("#found", { hasText: /of/ }).waitFor();
      await stream.locator("#inspector summary").click();
    },
  },
  {
    name: "log editor",
    selector: "#log",
    open: async (workbench) => {
      await workbench.openFile("src.trace.log");
      await workbench.page.locator(".view-line").first().waitFor();
      await workbench.command("View: Reopen Editor With...");
      await workbench.page
        .locator(".quick-input-list .monaco-list-row", { hasText: "Log of any size" })
        .click();
      const log = await workbench.webview("#log");
      await log.locator('body[data-complete="true"]').waitFor();
      await log.locator("#find").fill("vring_base");
      await log.locator("#find").press("Enter");
      await log.locator("#found", { hasText: /of/ }).waitFor();
      await log.locator("#goto").fill("3173");
      await log.locator("#goto").press("Enter");
      await log.locator(".note.skipped").first().waitFor();
      await log.locator("#outline-toggle").click();
      await log.locator("#outline .link").first().waitFor();
      await log.locator("#log").press("i");
      await log.locator("#hover", { hasText: /vring/i }).waitFor();
    },
  },
  {
    name: "table of captures",
    selector: "#rows",
    open: async (workbench) => {
      await workbench.command("vtrace: Show All Captures");
      const table = await workbench.webview("#rows");
      await table.locator('body[data-left="0"]').waitFor();
      await table.locator('[aria-label="Compare backend-transfer-2q"]').check();
    },
  },
  {
    name: "comparison",
    selector: "#canvas-a",
    open: async (workbench) => {
      const table = await workbench.webview("#rows");
      await table.locator('[aria-label="Compare ordinary-2q"]').check();
      await table.locator("#compare").click();
      const comparison = await workbench.webview("#canvas-a");
      await comparison.locator("body[data-differences]").waitFor();
      await comparison.locator("#canvas-a").press("n");
      await comparison.locator("#place", { hasText: /^1 of/ }).waitFor();
    },
  },
  {
    name: "page to record",
    selector: "#start",
    open: async (workbench) => {
      await workbench.command("vtrace: Record Migration...");
      await workbench.webview("#start");
    },
  },
];

scenario("the webviews in all themes", { workspace, packed: true }, (step) => {
  step("are read", async (workbench) => {
    await workbench.page.locator(".activitybar").getByRole("tab", { name: "vtrace" }).click();
    await workbench.page
      .getByRole("treeitem", { name: /^backend-transfer-2q/ })
      .first()
      .click();
    await workbench.page
      .getByRole("treeitem", { name: /44 operations skipped/ })
      .first()
      .waitFor();
  });

  const faults: string[] = [];

  for (const { name, selector, open } of PAGES) {
    step(`are measured: ${name}`, async (workbench) => {
      await setTheme(THEMES[0]!);
      await open(workbench);
      for (const theme of THEMES) {
        await setTheme(theme);
        const frame = await workbench.webview(selector);
        await waitFor(`${theme} in the ${name}`, async () => {
          return (await frame.locator("body").getAttribute("data-vscode-theme-id")) === theme;
        });
        // The page goes by a new theme when it is told of it, which is soon after it is there.
        const { own, least, poor } = await settled(frame);
        console.log(
          `${theme}, ${name}: least contrast ${least.toFixed(2)}, the theme's own ${own.toFixed(2)}`,
        );
        faults.push(...poor.map((each) => `${theme}, ${name}: ${each}`));
        if (name === "stream") {
          assert.ok(await marked(frame), `the selected byte is not marked in ${theme}`);
        }
        if (/Contrast|Solarized Light/.test(theme)) {
          await workbench.screenshot(`16-${name}-${theme}`.replaceAll(" ", "-"));
        }
      }
    });

    step(`are looked at by axe-core: ${name}`, async (workbench) => {
      await setTheme(THEMES[0]!);
      const frame = await workbench.webview(selector);
      faults.push(...(await violationsIn(frame)).map((each) => `${name}: ${each}`));
    });
  }

  step("can be read by everybody", async () => assert.deepEqual(faults, []));
});

async function setTheme(theme: string): Promise<void> {
  const settings = path.join(workspace, ".vscode");
  mkdirSync(settings, { recursive: true });
  writeFileSync(path.join(settings, "settings.json"), JSON.stringify({ "workbench.colorTheme": theme }));
}

/** The contrasts of a page, once it has nothing to better any more, or after some tries. */
async function settled(frame: Frame): Promise<Contrasts> {
  let found = await contrasts(frame);
  for (let tries = 0; tries < 10 && found.poor.length > 0; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    found = await contrasts(frame);
  }
  return found;
}

/** Whether the selected byte looks other than the ones beside it. */
function marked(frame: Frame): Promise<boolean> {
  return frame.evaluate(() => {
    const look = (element: Element) => {
      const { backgroundColor, outlineStyle, outlineColor } = getComputedStyle(element);
      return `${backgroundColor} ${outlineStyle === "none" ? "" : outlineColor}`;
    };
    const one = document.querySelector("#hex .bytes .marked")!;
    const other = document.querySelector("#hex .bytes > span:not(.marked):not(.descriptor)")!;
    return look(one) !== look(other);
  });
}
