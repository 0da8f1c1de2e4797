// SPDX-License-Identifier: Apache-2.0
// A window with a project that has nothing to do with migrations: no file of it is looked into.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { scenario } from "../support/scenario";
import { waitFor } from "../support/waiting";
import { emptyFolder } from "../support/workspace";

const FILES = 500;
const LONG_AGO = new Date("2001-01-01");

const workspace = emptyFolder();
const files: string[] = [];
for (let i = 0; i < FILES; i++) {
  const file = path.join(workspace, `part${i % 10}`, `data${i}.json`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, "{}\n");
  // A file that is read gets another time of access, where that is older than its last change.
  utimesSync(file, LONG_AGO, new Date());
  files.push(file);
}

// Some file systems do not note when files are read.
readFileSync(files[0]!);
const notes = statSync(files[0]!).atimeMs !== LONG_AGO.getTime();
utimesSync(files[0]!, LONG_AGO, new Date());

const read = () => files.filter((file) => statSync(file).atimeMs !== LONG_AGO.getTime());

scenario("a project without captures", { workspace, packed: true }, (step) => {
  step("is not searched", async (workbench) => {
    // Whatever starts with a window has started by then.
    await workbench.openFile("data0.json");
    await workbench.page.locator(".editor-instance .view-line").first().waitFor();
    await workbench.command("Developer: Show Running Extensions");
    await workbench.page.locator(".runtime-extensions-editor .extension").first().waitFor();
    const running = await workbench.page.locator(".runtime-extensions-editor .extension").allInnerTexts();
    assert.ok(!running.some((text) => text.includes("vtrace")), running.join("; "));
    assert.ok(read().length < 10, `${read().length} files were read`);
  });

  step("is searched when the view is opened", async (workbench) => {
    await workbench.page.locator(".activitybar").getByRole("tab", { name: "vtrace" }).click();
    if (notes) {
      await waitFor("the search", () => Promise.resolve(read().length === FILES));
    }
    await workbench.view("Captures").locator(".welcome-view").waitFor();
  });
});
