// SPDX-License-Identifier: Apache-2.0
// What people do without a second thought: odd names, folders with nothing in them, captures that vanish while they are
// looked at, two windows with the same folder.
import assert from "node:assert/strict";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { scenario } from "../support/scenario";
import { waitFor } from "../support/waiting";
import type { Workbench } from "../support/workbench";
import { copyInto, emptyFolder } from "../support/workspace";

const workspace = emptyFolder();
const NAMES = ["a b #1 100%25 & c?", "Ünïcode 😀 \u202erun", "[x] {y}, *z*!", "-rf 'q' \"d\" $HOME;`id`"];
for (const name of NAMES) {
  copyInto(path.join(workspace, name), "backend-transfer-2q", {
    "src.trace.log": "src.log #1 %41.trace.log",
    "vhost-user-dev0.jsonl": "vhost user #0 ?.jsonl",
  });
}
mkdirSync(path.join(workspace, "empty", "more", "empty"), { recursive: true });
writeFileSync(path.join(workspace, "empty", "src.trace.log"), "");
writeFileSync(path.join(workspace, "empty", "nothing.bin"), "");

/** As much of a name as a row surely shows. */
const shown = (name: string) => name.slice(0, 5);

async function choose(workbench: Workbench, name: string): Promise<void> {
  const view = workbench.view("Captures");
  const row = view
    .locator('.monaco-list-row[aria-level="1"]')
    .filter({ hasText: shown(name) })
    .first();
  // Until its views are there: a row that moves while it is clicked may leave another one chosen.
  await waitFor(`the views of ${name}`, async () => {
    // What is open of others would lie above it.
    await view.locator(".pane-header").hover();
    await view
      .locator('[aria-label="Collapse All"]')
      .click({ timeout: 1000 })
      .catch(() => undefined);
    await row.click({ timeout: 2000 }).catch(() => undefined);
    const header = workbench.view("Findings").locator(".pane-header", { hasText: shown(name) });
    return header.waitFor({ timeout: 3000 }).then(
      () => true,
      () => false,
    );
  });
}

scenario("odd things in VS Code", { workspace, packed: true }, (step) => {
  step("are all found", async ({ page }) => {
    await page.locator(".activitybar").getByRole("tab", { name: "vtrace" }).click();
  });

  for (const name of NAMES) {
    step(`a capture called ${name} is as any other`, async (workbench) => {
      const { page } = workbench;
      await choose(workbench, name);
      await workbench.command("vtrace: Show Timeline");
      const timeline = await workbench.webview("#canvas");
      await timeline.locator("body[data-items]").waitFor();
      await timeline.locator("#search").fill("get_vring_base skipped");
      await timeline.locator("#found", { hasText: /found$/ }).waitFor();
      await timeline.locator("#search").press("Enter");
      await timeline.locator("#details .place", { hasText: "src.log #1 %41.trace.log" }).first().click();
      await page
        .locator(".view-line", { hasText: /vhost_virtque_stop_in/ })
        .first()
        .waitFor();
      await page
        .getByRole("tab", { name: /^src\.log #1 %41\.trace\.log/ })
        .first()
        .waitFor();
      await workbench.command("View: Close All Editors");
      await workbench.view("Stream").getByRole("treeitem").first().click();
      const stream = await workbench.webview("#hex");
      await stream.locator('body[data-complete="true"]').waitFor();
      await workbench.command("View: Close All Editors");
      await workbench.screenshot(`40-odd-${NAMES.indexOf(name)}`);
    });
  }

  step("messages of odd names open decoded", async (workbench) => {
    const { page } = workbench;
    await workbench.openFile("vhost user #0 ?.jsonl");
    await page
      .locator(".view-line", { hasText: /to\sback-end\s+q0\s+SET_VRING_CALL/ })
      .first()
      .waitFor();
    await workbench.command("vtrace: Show Line of the File");
    await page
      .locator(".view-line", { hasText: /"GET_FEATURES"/ })
      .first()
      .waitFor();
    await workbench.command("View: Close All Editors");
  });

  step("one that vanishes is said to have gone, and harms no other", async (workbench) => {
    const gone = NAMES[2]!;
    await choose(workbench, gone);
    await workbench.command("vtrace: Show Timeline");
    const timeline = await workbench.webview("#canvas");
    await timeline.locator("body[data-items]").waitFor();
    renameSync(path.join(workspace, gone), path.join(workspace, "..", path.basename(workspace) + "-gone"));
    const row = workbench
      .view("Captures")
      .locator('.monaco-list-row[aria-level="1"]')
      .filter({ hasText: shown(gone) });
    await waitFor("the row to say so", async () => {
      const all = await row.allTextContents();
      return all.length === 0 || /no such|gone|not there/i.test(all.join());
    });
    await workbench.screenshot("41-vanished");
    await choose(workbench, NAMES[0]!);
    await workbench.command("vtrace: Show Timeline");
    await workbench.webview("#canvas");
    renameSync(path.join(workspace, "..", path.basename(workspace) + "-gone"), path.join(workspace, gone));
  });

  step("empty files are no captures, and do no harm", async (workbench) => {
    await workbench.openFile("nothing.bin");
    await workbench.page
      .getByRole("tab", { name: /^nothing\.bin/ })
      .first()
      .waitFor();
    assert.equal(
      await workbench.page.locator(".notification-toast", { hasText: "nothing.bin" }).count(),
      0,
      "an empty file is no reason for an error",
    );
    await workbench.screenshot("42-empty");
  });
});

const both = emptyFolder();
copyInto(path.join(both, "backend-transfer-2q"), "backend-transfer-2q");

scenario("two windows with one folder", { workspace: both, packed: true }, (step) => {
  step("show the same, and both what changes", async (workbench) => {
    const { page } = workbench;
    const second = await page
      .context()
      .browser()!
      .newPage({ viewport: { width: 1500, height: 900 } });
    await second.goto(page.url());
    for (const each of [page, second]) {
      await each.locator(".activitybar").getByRole("tab", { name: "vtrace" }).click();
      await each
        .getByRole("treeitem", { name: /44 operations skipped/ })
        .first()
        .waitFor();
    }
    copyInto(path.join(both, "ordinary-2q"), "ordinary-2q");
    for (const each of [page, second]) {
      await each
        .getByRole("treeitem", { name: /^ordinary-2q/ })
        .first()
        .waitFor();
    }
    rmSync(path.join(both, "backend-transfer-2q", "stream.bin"));
    for (const each of [page, second]) {
      await each
        .getByRole("treeitem", { name: /^header/ })
        .first()
        .waitFor({ state: "detached" });
    }
    await second.close();
    await workbench.command("vtrace: Show Timeline");
    await workbench.webview("#canvas");
  });
});
