// SPDX-License-Identifier: Apache-2.0
// Large logs that are packed: they open in the editor for logs of any size, as those that are not packed do.
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import * as path from "node:path";
import type { Frame } from "playwright-core";
import { prolong } from "../support/hugeLog";
import { scenario } from "../support/scenario";
import { PATIENCE } from "../support/waiting";
import { copyOfSample, emptyFolder, remove } from "../support/workspace";

// More than the text editor leaves to extensions, of some 70 bytes each.
const LINES = 900_000;

const workspace = emptyFolder();
const run = copyOfSample("backend-transfer-2q");
const ordinary = copyOfSample("ordinary-2q");
const lines = prolong(run, ordinary, LINES);
rmSync(path.join(run, "vhost-user-dev0.jsonl"));
pack();
remove(run);
remove(ordinary);

/** A log that is packed alone, and a capture in one file. */
function pack(): void {
  const program = `import lzma, os, sys, zipfile
run, out = sys.argv[1:]
with open(run + "/src.trace.log", "rb") as log, lzma.open(out + "/vm1.log.xz", "wb", preset=0) as packed:
    while part := log.read(1 << 20):
        packed.write(part)
with zipfile.ZipFile(out + "/run.vtrace", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bundle:
    for name in sorted(os.listdir(run)):
        bundle.write(run + "/" + name, name)`;
  execFileSync("python3", ["-c", program, run, workspace]);
}

const shown = (count: number) => count.toLocaleString("en");
const line = (log: Frame, number: number) => log.locator(`#log .line[aria-rowindex="${number}"]`);

scenario(
  "large packed logs in VS Code",
  { workspace, packed: true, settings: { "vtrace.java.options": ["-Xmx512m"] } },
  (step) => {
    step("one that is packed alone opens in the log editor", async (workbench) => {
      await workbench.page.locator(".activitybar").getByRole("tab", { name: "vtrace" }).click();
      await workbench.openFile("vm1.log.xz");
      const log = await workbench.webview("#log");
      await log.locator('body[data-complete="true"]').waitFor({ timeout: 3 * PATIENCE });
      await log.locator("#name", { hasText: /^vm1\.log\.xz$/ }).waitFor();
      await log.locator("#state", { hasText: `${shown(lines + 1)} lines` }).waitFor();
      await log.locator("#goto").fill(String(lines));
      await log.locator("#goto").press("Enter");
      await line(log, lines).locator(".event").waitFor();
      await workbench.screenshot("7-packed");
    });

    step("that of a capture in one file is where evidence leads", async (workbench) => {
      const { page } = workbench;
      await workbench.command("View: Close All Editors");
      const row = workbench.view("Captures").getByRole("treeitem", { name: /^run/ }).first();
      await row.click();
      await workbench
        .view("Captures")
        .getByRole("treeitem", { name: /^run.*operations skipped/ })
        .first()
        .waitFor({ timeout: 5 * PATIENCE });
      await workbench.command("vtrace: Show Timeline");
      const timeline = await workbench.webview("#canvas");
      await timeline.locator("body[data-items]").waitFor({ timeout: 2 * PATIENCE });
      await timeline.locator("#search").fill("get_vring_base skipped");
      await timeline.locator("#found", { hasText: /found$/ }).waitFor();
      await timeline.locator("#search").press("Enter");
      await timeline.locator("#details .place", { hasText: "src.trace.log" }).first().click();
      const log = await workbench.webview("#log");
      await log.locator("#log .line.here .note.skipped", { hasText: /skipped: / }).waitFor();
      await log.locator("#log").focus();
      await page.keyboard.press("Alt+k");
      await log.locator("#log .line.here .note").waitFor();
      await workbench.screenshot("7-packed-evidence");
    });
  },
);
