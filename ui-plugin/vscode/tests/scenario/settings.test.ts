// SPDX-License-Identifier: Apache-2.0
// Settings that the server knows: a QEMU source tree that jumps lead to, and how much of a run is read as a whole.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { scenario } from "../support/scenario";
import { copyInto, emptyFolder } from "../support/workspace";

const workspace = emptyFolder();
const capture = copyInto(path.join(workspace, "backend-transfer-2q"), "backend-transfer-2q");
const sources = path.join(workspace, "qemu");
const STOP = 3173;

// A line of the form that all emitters of events have.
mkdirSync(path.join(sources, "hw", "virtio"), { recursive: true });
writeFileSync(
  path.join(sources, "hw", "virtio", "vhost.c"),
  "/* sources */\n\nint f(void)\n{\n    trace_vhost_virtque_stop_in(a, b, c);\n}\n",
);

// More than a MiB.
const large = path.join(workspace, "large");
mkdirSync(large);
const log = readFileSync(path.join(capture, "src.trace.log"), "utf8");
writeFileSync(path.join(large, "source.trace.log"), log.repeat(Math.ceil((2 << 20) / log.length)));

/** Sets what the server goes by, as people do. */
function set(settings: Record<string, unknown>): void {
  mkdirSync(path.join(workspace, ".vscode"), { recursive: true });
  writeFileSync(path.join(workspace, ".vscode", "settings.json"), JSON.stringify(settings));
}

set({ "vtrace.qemuSource": sources, "vtrace.analysisLimitMiB": 1 });

scenario("the settings of the server", { workspace, packed: true }, (step) => {
  step("lead from an event to the line of QEMU that emits it", async (workbench) => {
    const { page } = workbench;
    await page.locator(".activitybar").getByRole("tab", { name: "vtrace" }).click();
    await workbench
      .view("Captures")
      .getByRole("treeitem", { name: /^backend-transfer-2q/ })
      .first()
      .click();
    await workbench
      .view("Captures")
      .getByRole("treeitem", { name: /44 operations skipped/ })
      .first()
      .waitFor();
    await workbench.openFile("src.trace.log");
    await page.locator(".monaco-editor .view-line").first().waitFor();
    await workbench.goToLine(STOP);
    await workbench.command("Go to Implementations");
    await page.getByRole("tab", { name: /^vhost\.c/ }).waitFor();
    await page.locator(".active-line-number", { hasText: "5" }).first().waitFor();
    await workbench.screenshot("13-source");
  });

  step("say what is too large, and take it once more is allowed", async (workbench) => {
    const row = (text: RegExp) => workbench.view("Captures").getByRole("treeitem", { name: text }).first();
    await row(/^large/).click();
    await row(/^large.*exceed the limit/).waitFor();
    await workbench.screenshot("13-limit");
    set({ "vtrace.qemuSource": sources, "vtrace.analysisLimitMiB": 0 });
    await row(/^large.*Migration 1 completed/).waitFor();
  });
});
