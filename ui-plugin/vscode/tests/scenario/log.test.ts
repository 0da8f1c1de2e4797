// SPDX-License-Identifier: Apache-2.0
// A log of 5 million lines, which the text editor keeps from extensions: evidence leads into it all the same.
import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import * as path from "node:path";
import type { Frame } from "playwright-core";
import { prolong } from "../support/hugeLog";
import { scenario } from "../support/scenario";
import { PATIENCE, waitFor } from "../support/waiting";
import { copyOfSample, remove } from "../support/workspace";

const LINES = Number(process.env["VTRACE_TEST_LOG_LINES"] ?? 5_000_000);

const folder = copyOfSample("backend-transfer-2q");
const ordinary = copyOfSample("ordinary-2q");
const file = path.join(folder, "src.trace.log");
const last = readFileSync(file, "utf8").trim().split("\n").at(-1)!;
const lines = prolong(folder, ordinary, LINES);
// What the recorder saw of the socket would be of another run.
rmSync(path.join(folder, "vhost-user-dev0.jsonl"));
remove(ordinary);

const line = (log: Frame, number: number) => log.locator(`#log .line[aria-rowindex="${number}"]`);
const shown = (count: number) => count.toLocaleString("en");

scenario(
  "a log of five million lines in VS Code",
  { workspace: folder, packed: true, settings: { "vtrace.java.options": ["-Xmx512m"] } },
  (step) => {
    step("is read by the server within 512 MB", async (workbench) => {
      await workbench.page.locator(".activitybar").getByRole("tab", { name: "vtrace" }).click();
      await workbench.page
        .getByRole("treeitem", { name: /operations skipped/ })
        .first()
        .waitFor({ timeout: 5 * PATIENCE });
      await workbench.screenshot("log-1-capture");
    });

    step("opens in its editor by itself, with colours and line numbers", async (workbench) => {
      await workbench.openFile("src.trace.log");
      const log = await workbench.webview("#log");
      await log.locator('body[data-complete="true"]').waitFor({ timeout: 3 * PATIENCE });
      await log.locator("#state", { hasText: `${shown(lines + 1)} lines` }).waitFor();
      await line(log, 1).locator(".time", { hasText: "2026-11-23T" }).waitFor();
      await line(log, 1).locator(".event", { hasText: "vhost_user_blk_device_realize_in" }).waitFor();
      await log.locator("#participant", { hasText: "src" }).waitFor();
      await workbench.screenshot("log-2-open");
    });

    step("goes to its last line, and by keys from there", async (workbench) => {
      const log = await workbench.webview("#log");
      await log.locator("#goto").fill(shown(lines));
      await log.locator("#goto").press("Enter");
      await line(log, lines).locator(".text", { hasText: last }).waitFor();
      const { keyboard } = workbench.page;
      await keyboard.press("ArrowUp");
      await log.locator("#place", { hasText: `Line ${shown(lines - 1)} of` }).waitFor();
      await keyboard.press("Home");
      await line(log, 1).waitFor();
      await keyboard.press("End");
      await keyboard.press("PageUp");
      await log.locator("#place", { hasText: /^Line / }).waitFor();
      await waitFor("a page up", async () => {
        const index = await log.locator("#log .line.here").getAttribute("aria-rowindex");
        return Number(index) < lines - 5 && Number(index) > lines - 100;
      });
      assert.equal(await log.locator("#log").getAttribute("aria-rowcount"), String(lines + 1));
    });

    step("finds what is typed, counts it, and goes from one to the next", async (workbench) => {
      const log = await workbench.webview("#log");
      await log.locator("#log").focus();
      await workbench.page.keyboard.press("Control+F");
      await log.locator("#find").fill("QEMU_FILE_PUT_FD");
      await log.locator("#find").press("Enter");
      await log.locator("#found", { hasText: /^1 of \d+$/ }).waitFor({ timeout: 2 * PATIENCE });
      await log.locator(".match.current", { hasText: "qemu_file_put_fd" }).waitFor();
      await log.locator("#log").focus();
      await workbench.page.keyboard.press("n");
      await log.locator("#found", { hasText: /^2 of / }).waitFor();
      await workbench.page.keyboard.press("Shift+N");
      await log.locator("#found", { hasText: /^1 of / }).waitFor();
      await workbench.screenshot("log-3-found");
      await log.locator("#find").fill("vhost_dev_st(art|op)_in .*vrings:1$");
      await log.locator("#regex").check();
      await log.locator("#found", { hasText: /of [\d,]+$/ }).waitFor({ timeout: 2 * PATIENCE });
      assert.match((await log.locator("#found").textContent())!, /of \d{1,3}(,\d{3})+$/);
      await log.locator("#find").fill("(");
      await log.locator("#find").press("Enter");
      await log.locator("#found", { hasText: "no regular expression" }).waitFor();
      await log.locator("#regex").uncheck();
    });

    step("ends a search that nobody wants any more", async (workbench) => {
      const log = await workbench.webview("#log");
      await log.locator("#find").fill("(v|h|o|s|t|_)+zz");
      await log.locator("#regex").check();
      await log.locator("#cancel").click();
      await log.locator("#found", { hasText: "cancelled" }).waitFor();
      await log.locator("#regex").uncheck();
      await log.locator("#find").fill("");
      await log.locator("#found", { hasText: /^$/ }).waitFor({ state: "attached" });
    });

    step("is where the evidence of a skipped operation leads", async (workbench) => {
      await workbench.command("vtrace: Show Timeline");
      const timeline = await workbench.webview("#canvas");
      await timeline.locator("body[data-items]").waitFor({ timeout: 2 * PATIENCE });
      await timeline.locator("#search").fill("get_vring_base skipped");
      await timeline.locator("#found", { hasText: /found$/ }).waitFor();
      await timeline.locator("#search").press("Enter");
      await timeline.locator("#details .place", { hasText: "src.trace.log" }).first().click();
      const log = await workbench.webview("#log");
      const here = log.locator("#log .line.here");
      await here.locator(".note.skipped", { hasText: /skipped: / }).waitFor();
      await workbench.screenshot("log-4-evidence");
      // The lens of the window stands at its first event.
      await log.locator(".lens", { hasText: "back-end transferred | skipped: " }).first().waitFor();
    });

    step("tells in a hover what a line means", async (workbench) => {
      const log = await workbench.webview("#log");
      await log.locator("#log").focus();
      await workbench.page.keyboard.press("i");
      await log.locator("#hover", { hasText: /SET_VRING_ENABLE|vhost_/ }).waitFor();
      await workbench.screenshot("log-5-hover");
      await workbench.page.keyboard.press("Escape");
      await log.locator("#hover").waitFor({ state: "hidden" });
    });

    step("goes from verdict to verdict, and has an outline", async (workbench) => {
      const log = await workbench.webview("#log");
      await log.locator("#log").focus();
      const before = await log.locator("#place").textContent();
      await workbench.page.keyboard.press("Alt+k");
      await waitFor("another line", async () => (await log.locator("#place").textContent()) !== before);
      await log.locator("#log .line.here .note").waitFor();
      await log.locator("#outline-toggle").click();
      await log.locator("#outline .link").first().waitFor();
      await workbench.screenshot("log-6-outline");
      await log.locator("#outline-toggle").click();
    });

    step("gives what is selected to the clipboard", async (workbench) => {
      const log = await workbench.webview("#log");
      await log.locator("#goto").fill(String(lines - 1));
      await log.locator("#goto").press("Enter");
      await line(log, lines - 1).waitFor();
      await workbench.page.keyboard.press("Shift+ArrowDown");
      await log.locator("#place", { hasText: "2 lines selected" }).waitFor();
      await workbench.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await waitFor("the copied lines", async () => {
        await workbench.page.keyboard.press("Control+C");
        const text = await workbench.page.evaluate(() => navigator.clipboard.readText());
        return text.split("\n").length === 2 && text.endsWith(last);
      });
    });
  },
);
