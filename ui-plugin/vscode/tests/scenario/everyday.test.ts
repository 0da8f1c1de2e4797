// SPDX-License-Identifier: Apache-2.0
// From one thing to all that belongs to it: lenses, menus, a window that comes back, files that change.
import assert from "node:assert/strict";
import { existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { after } from "node:test";
import type { Locator } from "playwright-core";
import { scenario } from "../support/scenario";
import { waitFor } from "../support/waiting";
import type { Workbench } from "../support/workbench";
import { copyOfSample, emptyFolder, remove } from "../support/workspace";

const folder = copyOfSample("backend-transfer-2q");
const elsewhere = emptyFolder();
after(() => remove(elsewhere));
const ERROR_NOTIFIER = 245_400;

scenario("a capture in everyday use", { workspace: folder, packed: true }, (step) => {
  step("leads from a lens to the row of the stop", async (workbench) => {
    const { page } = workbench;
    await workbench.capture();
    await workbench.openFile("src.trace.log");
    await workbench.goToLine(3172);
    await page
      .locator(".codelens-decoration a", { hasText: /switchover stop/ })
      .first()
      .click();
    await selectedRow(workbench, /^stop \(switchover\)/).waitFor();
    await workbench
      .view("Captures")
      .getByRole("treeitem", { name: /^SET_VRING_ENABLE q0/ })
      .waitFor();
  });

  step("leads from a mark, by its menu, to its row and to the clipboard", async (workbench) => {
    await workbench.command("vtrace: Show Timeline");
    const timeline = await workbench.webview("#canvas");
    await timeline.locator("body[data-items]").waitFor();
    await timeline.locator("#search").fill("get_vring_base skipped q1");
    await timeline.locator("#found", { hasText: "1 found" }).waitFor();
    await timeline.locator("#canvas").press("n");
    await timeline.locator("#details h2", { hasText: "GET_VRING_BASE, queue 1" }).waitFor();
    // Where no mark lies the menu is that of what is selected.
    await timeline.locator("#canvas").click({ button: "right", position: { x: 5, y: 5 } });
    await workbench.menu("Show in Captures");
    await selectedRow(workbench, /^GET_VRING_BASE q1/).waitFor();
    await workbench.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await timeline.locator("#canvas").click({ button: "right", position: { x: 5, y: 5 } });
    await workbench.menu("Copy");
    await waitFor("the text of the mark on the clipboard", async () =>
      /^GET_VRING_BASE q1\tskipped: /.test(await clipboard(workbench)),
    );
  });

  step("answers a condition, whose names and values are offered", async (workbench) => {
    const { page } = workbench;
    await workbench.command("vtrace: Query the Run...");
    const input = page.locator(".quick-input-widget input");
    const offered = (text: string) =>
      page.locator(".quick-input-list .monaco-list-row").getByText(text, { exact: true }).first();
    // By keys: a click that is tried again would take the row that has come into its place.
    const take = async (text: string) => {
      await offered(text).waitFor();
      await input.press("ArrowDown");
      await input.press("Enter");
      await waitFor(`the completed ${text}`, async () => (await input.inputValue()) === text);
    };
    await input.fill("verd");
    await take("verdict");
    await input.fill('verdict == "sk');
    await offered('verdict == "skipped"').waitFor();
    await workbench.screenshot("33-condition");
    await take('verdict == "skipped"');
    await input.press("End");
    await input.pressSequentially(" && queue == 1");
    await input.press("Enter");
    const timeline = await workbench.webview("#canvas");
    const search = timeline.locator("#search");
    const asked = 'verdict == "skipped" && queue == 1';
    await waitFor("the condition in the timeline", async () => (await search.inputValue()) === asked);
    await timeline.locator("#found", { hasText: /^[1-9]\d* / }).waitFor();
  });

  step("leads from bytes, by their menu, to the timeline", async (workbench) => {
    await workbench.openFile("stream.bin");
    const stream = await workbench.webview("#hex");
    await stream.locator('body[data-complete="true"]').waitFor();
    await stream.locator("#goto").fill(String(ERROR_NOTIFIER));
    await stream.locator("#goto").press("Enter");
    await stream.locator("#place", { hasText: "vqs[0]/error_notifier" }).waitFor();
    await stream.locator("#hex .bytes .marked").click({ button: "right" });
    await workbench.menu("Copy Bytes as Hex");
    await waitFor("the byte on the clipboard", async () => (await clipboard(workbench)) === "20");
    await stream.locator("#hex .bytes .marked").click({ button: "right" });
    await workbench.menu("Show in Timeline");
    const timeline = await workbench.webview("#canvas");
    await timeline.locator("#details h2", { hasText: "error_notifier_cleanup, queue 0" }).waitFor();
  });

  step("is walked through byte by byte with keys", async (workbench) => {
    await workbench.openFile("stream.bin");
    const stream = await workbench.webview("#hex");
    await stream.locator("#hex").press("ArrowRight");
    await stream.locator("#place", { hasText: "vqs[0]/masked_notifier" }).waitFor();
    await stream.locator("#hex").press("ArrowLeft");
    await stream.locator("#place", { hasText: "vqs[0]/error_notifier" }).waitFor();
    await stream.locator("#goto").fill("343507");
    await stream.locator("#goto").press("Enter");
    await stream.locator("#found", { hasText: "no such byte" }).waitFor();
  });

  step("comes back after a restart of the window as it was", async (workbench) => {
    const { page } = workbench;
    await workbench.command("vtrace: Show Timeline");
    const before = await workbench.webview("#canvas");
    await before.locator("#next-migration").click();
    await before.locator("#zoom-in").click();
    // The view glides to where it goes, and is kept once people stay there.
    let seen = "";
    await waitFor("a part in view that stays", async () => {
      const last = seen;
      seen = (await before.locator("#seen").textContent()) ?? "";
      await page.waitForTimeout(1000);
      return seen !== "" && seen === last;
    });
    const restarted = page.waitForEvent("load");
    await workbench.command("Developer: Reload Window");
    await restarted;
    const after = await workbench.webview("#canvas");
    await after.locator("body[data-items]").waitFor();
    await after.locator("#seen", { hasText: seen }).waitFor();
    await workbench.openFile("stream.bin");
    const stream = await workbench.webview("#hex");
    await stream.locator("#place", { hasText: "vqs[0]/error_notifier" }).waitFor();
    await workbench
      .view("Stream")
      .getByRole("treeitem", { name: /^SWITCHOVER_START/ })
      .waitFor();
    await workbench.screenshot("10-restored");
  });

  step("is exported", async (workbench) => {
    await workbench.command("vtrace: Export...");
    await workbench.answer("Ledger as JSON");
    const file = path.join(elsewhere, "ledger.json");
    await workbench.answerPath(file);
    await waitFor("the ledger", async () => existsSync(file) && readFileSync(file).length > 0);
    const ledger = JSON.parse(readFileSync(file, "utf8"));
    assert.equal(ledger.format, "vtrace-ledger/1");
    assert.equal(ledger.totals.skipped, 44);
  });

  step("is read anew when its files change", async (workbench) => {
    const log = path.join(folder, "src.trace.log");
    const lines = readFileSync(log, "utf8").split("\n");
    const end = lines.findIndex((line) => line.includes("migrate_set_state new state completed"));
    assert.ok(end > 0);
    truncateSync(path.join(folder, "stream.bin"), ERROR_NOTIFIER + 1);
    writeFileSync(log, lines.slice(0, end - 100).join("\n") + "\n");
    const stream = await workbench.webview("#hex");
    await stream.locator("#summary strong", { hasText: "truncated" }).waitFor();
    await workbench.command("Focus on Captures View");
    await workbench
      .view("Findings")
      .getByRole("treeitem", { name: /stream/i })
      .first()
      .waitFor();
    await workbench.screenshot("10-changed");
  });

  step("is bundled for a bug report, which opens as a capture", async (workbench) => {
    const { page } = workbench;
    await workbench.command("vtrace: Create Bug Report...");
    await workbench.answer("Bundle");
    await workbench.answerPath(path.join(elsewhere, "bundle.vtrace"));
    const toast = page.locator(".notification-toast", { hasText: "Wrote bundle.vtrace" });
    await toast.getByRole("button", { name: "Open" }).click();
    await workbench.command("Focus on Captures View");
    await workbench
      .view("Captures")
      .getByRole("treeitem", { name: /^bundle/ })
      .waitFor();
  });
});

function clipboard({ page }: Workbench): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText());
}

function selectedRow(workbench: Workbench, name: RegExp): Locator {
  return workbench
    .view("Captures")
    .locator('.monaco-list-row.selected[aria-selected="true"]', { hasText: name });
}
