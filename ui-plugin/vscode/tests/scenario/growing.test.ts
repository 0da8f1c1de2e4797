// SPDX-License-Identifier: Apache-2.0
// A capture that its recorder still writes is called that, and is not once the recorder has ended.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { scenario } from "../support/scenario";
import { waitFor } from "../support/waiting";
import { copyOfSample } from "../support/workspace";

const folder = copyOfSample("backend-transfer-2q");
const LOGS = ["src.trace.log", "dst.trace.log"];
const GROWING = /still being recorded, or never completed/;

/** Describes the capture as a recorder does: with sizes and sums once it has ended. */
function describe(ended: boolean): void {
  const files = LOGS.map((name) => {
    const file = path.join(folder, name);
    const sha256 = createHash("sha256").update(readFileSync(file)).digest("hex");
    const known = ended ? { size: statSync(file).size, sha256 } : {};
    return { name, role: "trace", kind: "QEMU log", participant: name.slice(0, 3), ...known };
  });
  const participants = [
    { role: "source", name: "src" },
    { role: "destination", name: "dst" },
  ];
  const description = { format: "vtrace-capture/1", participants, files };
  writeFileSync(path.join(folder, "capture.json"), JSON.stringify(description));
}

describe(false);
const log = path.join(folder, "src.trace.log");
const whole = readFileSync(log, "utf8");
const end = whole.indexOf(" migrate_set_state new state completed");
assert.ok(end > 0);
writeFileSync(log, whole.slice(0, whole.lastIndexOf("\n", end) + 1));

scenario("a capture that is still being recorded", { workspace: folder, packed: true }, (step) => {
  step("is not called complete", async ({ page }) => {
    await page.locator(".activitybar").getByRole("tab", { name: "vtrace" }).click();
    const row = page.getByRole("treeitem", { name: GROWING }).first();
    await row.waitFor();
    await page.screenshot({ path: path.join(process.cwd(), "target/screenshots/10-growing.png") });
  });

  step("is read on as it grows, and is complete in the end", async ({ page }) => {
    writeFileSync(log, whole);
    describe(true);
    const row = page.getByRole("treeitem", { name: /44 operations skipped/ }).first();
    await row.waitFor();
    await waitFor("the end of the recording", async () => {
      return !GROWING.test((await row.getAttribute("aria-label")) ?? "");
    });
    await page
      .getByRole("treeitem", { name: /^Migration 1: completed/ })
      .first()
      .waitFor();
  });
});
