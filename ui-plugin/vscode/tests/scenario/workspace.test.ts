// SPDX-License-Identifier: Apache-2.0
// A workspace with very many captures and other files: all are found, each view says whose it is, and one that
// cannot be read harms no other.
import assert from "node:assert/strict";
import { copyFileSync, cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { scenario } from "../support/scenario";
import { waitFor } from "../support/waiting";
import type { Workbench } from "../support/workbench";
import { copyOfSample, emptyFolder, remove } from "../support/workspace";

const CAPTURES = 40;
const OTHERS = 600;

// Names that QEMU, libvirt, logrotate and people give.
const NAMES: [string, "log" | "stream"][] = [
  ["trace-12345", "log"],
  ["vm1.log.1", "log"],
  ["vm2.log-20261130", "log"],
  ["vm3.save", "stream"],
  ["vm4.mig", "stream"],
];

const workspace = manyCaptures();

scenario("a workspace of many captures", { workspace, packed: true }, (step) => {
  step("lists every one", async (workbench) => {
    const { page } = workbench;
    await page.locator(".activitybar").getByRole("tab", { name: "vtrace" }).click();
    const rows = workbench.view("Captures").locator('.monaco-list-row[aria-level="1"]');
    const all = CAPTURES + NAMES.length + 2;
    await waitFor(
      "all captures",
      async () => (await rows.first().getAttribute("aria-setsize")) === String(all),
    );
    await workbench.view("Captures").locator(".monaco-list").hover();
    await page.mouse.wheel(0, -10_000);
    const names = new Set<string>();
    await waitFor("the names of all captures", async () => {
      for (const name of await rowNames(workbench)) {
        names.add(name);
      }
      await page.mouse.wheel(0, 100);
      return names.size === all;
    });
    for (const [name] of NAMES) {
      assert.ok(names.has(`named-${name}`), `${name} is not found`);
    }
    assert.ok(names.has("crowded"), "a capture beside many other files is not found");
    await workbench.screenshot("12-captures");
  });

  step("lists one that comes later", async (workbench) => {
    const later = path.join(workspace, "aaa-later");
    mkdirSync(later);
    copyFileSync(path.join(workspace, "b-ordinary", "src.trace.log"), path.join(later, "src.trace.log"));
    await workbench.page.keyboard.press("Escape");
    await workbench.page.locator(".pane:has(.pane-header[aria-label*='Captures']) .monaco-list").hover();
    await waitFor("the later capture", async () => {
      await workbench.page.mouse.wheel(0, 10_000);
      return (await rowNames(workbench)).includes("aaa-later");
    });
  });

  step("follows the selection, and says whose each view is", async (workbench) => {
    await select(workbench, "a-transfer");
    await waitFor("the findings of the transfer", () => says(workbench, "Findings", "a-transfer"));
    await workbench
      .view("Findings")
      .getByRole("treeitem", { name: /transferred/ })
      .first()
      .waitFor();
    await select(workbench, "b-ordinary");
    for (const view of ["Findings", "Stream", "Descriptors"]) {
      await waitFor(`${view} of the other capture`, () => says(workbench, view, "b-ordinary"));
    }
    await workbench
      .view("Findings")
      .getByRole("treeitem", { name: /transferred/ })
      .first()
      .waitFor({ state: "detached" });
    await workbench.command("vtrace: Show Timeline");
    await workbench.page.getByRole("tab", { name: /Timeline: b-ordinary/ }).waitFor();
    await workbench.screenshot("12-selection");
  });

  step("says in its row why one cannot be read, and keeps the others", async (workbench) => {
    await select(workbench, "c-unreadable");
    await workbench.page.keyboard.press("ArrowRight");
    await workbench.page.keyboard.press("ArrowDown");
    const reason = workbench
      .view("Captures")
      .locator('.monaco-list-row[aria-level="2"]', { hasText: "c-unreadable: contains nothing" });
    await reason.waitFor();
    await select(workbench, "a-transfer");
    await workbench
      .view("Captures")
      .getByRole("treeitem", { name: /^Migration 1: completed/ })
      .first()
      .waitFor();
    await workbench.screenshot("12-unreadable");
  });

  step("keeps the focus on the row while a capture is read", async (workbench) => {
    const { keyboard } = workbench.page;
    await select(workbench, "c-unreadable");
    await keyboard.press("ArrowLeft");
    await keyboard.press("ArrowDown");
    const focused = async () =>
      (await workbench.view("Captures").locator(".monaco-list-row.focused").getAttribute("aria-label")) ?? "";
    await waitFor("the focus on the next capture", async () => (await focused()).startsWith("crowded"));
    await keyboard.press("ArrowRight");
    // A row that was read says what came of it.
    await waitFor("the capture to be read", async () => /^crowded, ./.test(await focused()));
    const inside = workbench.view("Captures").locator('.monaco-list-row[aria-level="2"]');
    await inside.first().waitFor();
    assert.match(await focused(), /^crowded, /);
    await keyboard.press("ArrowDown");
    await waitFor("the focus on what is in it", async () => !(await focused()).startsWith("crowded"));
  });

  step("goes to a byte of a stream that was not open", async (workbench) => {
    await select(workbench, "a-transfer");
    const descriptors = workbench.view("Descriptors");
    await descriptors.locator(".pane-header").click();
    const row = descriptors.getByRole("treeitem", { name: /host_notifier/ }).first();
    await row.click({ button: "right" });
    await workbench.menu("Show Bytes");
    const stream = await workbench.webview("#hex");
    await stream.locator("#place", { hasText: "host_notifier" }).waitFor();
    // The place is marked before its bytes have arrived.
    await stream.locator("#hex .bytes .marked.descriptor", { hasText: "20" }).waitFor();
    await workbench.screenshot("12-byte");
  });
});

/** The names of the captures in view. */
async function rowNames(workbench: Workbench): Promise<string[]> {
  const rows = workbench.view("Captures").locator('.monaco-list-row[aria-level="1"] .label-name');
  return rows.allTextContents();
}

async function select(workbench: Workbench, name: string): Promise<void> {
  const { mouse } = workbench.page;
  const list = workbench.view("Captures").locator(".monaco-list").first();
  const row = workbench
    .view("Captures")
    .locator('.monaco-list-row[aria-level="1"]', { hasText: name })
    .first();
  let tries = 0;
  await waitFor(`the row of ${name}`, async () => {
    if (await row.isVisible()) {
      const clicked = await row.click({ timeout: 1000 }).then(
        () => true,
        () => false,
      );
      if (clicked) {
        return (await row.getAttribute("aria-selected")) === "true";
      }
      // It lies half below the head of the view.
      tries = 0;
    }
    await list.hover();
    // Up to the top, then down to the end, and again.
    await mouse.wheel(0, tries++ % 80 < 30 ? -300 : 150);
    return false;
  });
}

async function says(workbench: Workbench, view: string, name: string): Promise<boolean> {
  const header = workbench.view(view).locator(".pane-header");
  return ((await header.textContent()) ?? "").includes(name);
}

function manyCaptures(): string {
  const folder = emptyFolder();
  const transfer = copyOfSample("backend-transfer-2q");
  const ordinary = copyOfSample("ordinary-2q");
  cpSync(transfer, path.join(folder, "a-transfer"), { recursive: true });
  cpSync(ordinary, path.join(folder, "b-ordinary"), { recursive: true });
  const log = readFileSync(path.join(ordinary, "src.trace.log"));
  const short = log.subarray(0, log.indexOf("\n", 20_000) + 1);
  const make = (name: string, file: string, data: Buffer) => {
    mkdirSync(path.join(folder, name));
    writeFileSync(path.join(folder, name, file), data);
  };
  for (let i = 2; i < CAPTURES; i++) {
    make(`d-capture-${i}`, "src.trace.log", short);
  }
  for (const [name, kind] of NAMES) {
    const from = kind === "log" ? short : readFileSync(path.join(transfer, "stream.bin"));
    make(`named-${name}`, name, from);
  }
  make("crowded", "zz.trace.log", short);
  for (let i = 0; i < OTHERS; i++) {
    writeFileSync(path.join(folder, "crowded", `other-${i}.json`), "{}\n");
  }
  // A stream by its first bytes, and then nothing that could be read: an archive that is cut.
  make("c-unreadable", "capture.json", Buffer.from('{"format": "vtrace-capture/1", "files": []}'));
  remove(transfer);
  remove(ordinary);
  return folder;
}

const sides = emptyFolder();
for (const [side, name] of [
  ["src", "old-host"],
  ["dst", "new-host"],
] as const) {
  const sample = copyOfSample("backend-transfer-2q");
  mkdirSync(path.join(sides, name));
  renameSync(path.join(sample, `${side}.trace.log`), path.join(sides, name, "vm.log"));
  remove(sample);
}

scenario("logs of two hosts in two folders", { workspace: sides, packed: true }, (step) => {
  step("are opened as one capture", async (workbench) => {
    const { page } = workbench;
    // Its menus are there once the extension is.
    await page.locator(".activitybar").getByRole("tab", { name: "vtrace" }).waitFor();
    await workbench.command("Explorer: Focus on Folders View");
    const explorer = page.locator(".explorer-folders-view");
    await explorer.getByRole("treeitem", { name: "old-host" }).click();
    await explorer.getByRole("treeitem", { name: "new-host" }).click({ modifiers: ["Control"] });
    await explorer.getByRole("treeitem", { name: "new-host" }).click({ button: "right" });
    await workbench.menu("Open as One Capture...");
    for (const [host, side] of [
      ["old-host", "Source"],
      ["new-host", "Destination"],
    ] as const) {
      await page.locator(".quick-input-title", { hasText: host }).waitFor();
      await workbench.answer(side);
    }
    await page.locator(".activitybar").getByRole("tab", { name: "vtrace" }).click();
    await page
      .getByRole("treeitem", { name: /old-host\/vm\.log \+ new-host\/vm\.log.*44 operations skipped/ })
      .waitFor();
    await page
      .getByRole("treeitem", { name: /^source/ })
      .first()
      .waitFor();
    await page
      .getByRole("treeitem", { name: /^destination/ })
      .first()
      .waitFor();
    await workbench.command("vtrace: Debug This Capture");
    await page.locator(".debug-toolbar").waitFor();
    await workbench.screenshot("13-two-folders");
  });
});
