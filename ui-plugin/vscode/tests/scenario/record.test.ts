// SPDX-License-Identifier: Apache-2.0
// A real migration between two QEMUs, recorded and looked at without leaving the editor.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { describe, it } from "node:test";
import { violationsIn } from "../support/accessibility";
import { scenario } from "../support/scenario";
import { emptyFolder } from "../support/workspace";

const PROGRAMS = ["qemu-system-x86_64", "qemu-storage-daemon"];

const folder = emptyFolder();
const plan = path.join(folder, "migration.plan");
const recorded = path.join(folder, "recorded");

function backend(side: string): string {
  return (
    "backend qemu-storage-daemon --blockdev driver=null-co,node-name=disk,size=1048576 " +
    "--export type=vhost-user-blk,id=disk,node-name=disk,writable=on,num-queues=2," +
    `addr.type=unix,addr.path=${side}.sock\nvhost-user ${side}.sock\n`
  );
}

function qemu(side: string): string {
  return (
    `${side} qemu-system-x86_64 -nodefaults -display none -accel tcg -M pc,memory-backend=mem -m 32M ` +
    "-object memory-backend-memfd,id=mem,size=32M,share=on " +
    `-chardev socket,id=c0,path=${side}.sock -device vhost-user-blk-pci,chardev=c0,num-queues=2,bootindex=1\n`
  );
}

const missing = PROGRAMS.find((program) => spawnSync(program, ["--version"]).status !== 0);
if (missing) {
  describe("a migration recorded in VS Code", () => {
    it("is recorded", { skip: `needs ${missing}` }, () => undefined);
  });
} else {
  const sides = ["source", "destination"];
  writeFileSync(plan, [...sides.map(backend), ...sides.map(qemu), "wait-for vhost_dev_start*\n"].join(""));

  scenario("a migration recorded in VS Code", { workspace: folder, packed: true }, (step) => {
    step("is recorded by its plan, and opened", async (workbench) => {
      const { page } = workbench;
      await page.locator(".activitybar").getByRole("tab", { name: "vtrace" }).click();
      await workbench.command("vtrace: Record Migration...");
      const form = await workbench.webview("#field-output");
      // What is missing is said where it is missing, and nothing is started.
      await form.locator("#start").click();
      await form.locator("#hint-source.violation").waitFor();
      assert.deepEqual(await violationsIn(form), []);
      await form.locator("#field-plan").fill(plan);
      await form.locator("#field-output").fill(recorded);
      await form.locator("#start").click();
      await form
        .locator("#live div", { hasText: /vhost_|migrat/ })
        .first()
        .waitFor();
      await workbench.screenshot("22-recording");
      await form.locator("#state", { hasText: /^ended/ }).waitFor();
      await workbench
        .view("Captures")
        .getByRole("treeitem", { name: /^Migration 1: completed/ })
        .waitFor();
      assert.ok(existsSync(path.join(recorded, "stream.bin")));
      await workbench.command("vtrace: Show Timeline");
      const timeline = await workbench.webview("#canvas");
      await timeline.locator("#headline", { hasText: "Migration completed" }).waitFor();
      await workbench.screenshot("12-recorded");
    });

    step("has the traffic of its back-ends as text", async (workbench) => {
      await workbench.openFile("vhost-user-source0.pcapng");
      await workbench.page
        .locator(".view-line", { hasText: /GET_FEATURES/ })
        .first()
        .waitFor();
    });
  });
}
