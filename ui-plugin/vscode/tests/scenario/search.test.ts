// SPDX-License-Identifier: Apache-2.0
// The search for captures among very many files: it says how far it is, and ends when somebody says so.
import * as fs from "node:fs";
import * as path from "node:path";
import { scenario } from "../support/scenario";
import { PATIENCE } from "../support/waiting";
import { emptyFolder } from "../support/workspace";

const FOLDERS = 60;
const FILES = 1_000;

const folder = emptyFolder();
for (let i = 0; i < FOLDERS; i++) {
  const inside = path.join(folder, `day-${i}`);
  fs.mkdirSync(inside);
  for (let j = 0; j < FILES; j++) {
    fs.writeFileSync(path.join(inside, `guest-${j}.log`), "nothing of a migration\n");
  }
}

scenario("the search for captures", { workspace: folder, packed: true }, (step) => {
  step("shows what it does and how far it is, and is stopped", async ({ page }) => {
    await page.locator(".activitybar").getByRole("tab", { name: "vtrace" }).click();
    const row = page.getByRole("treeitem", { name: /^Looking for captures/ });
    await row.waitFor();
    await page
      .getByRole("treeitem", { name: /[\d,]+ files in [\d,]+ folders, [\d,]+ looked into; in / })
      .waitFor();
    await page.screenshot({ path: path.join(process.cwd(), "target/screenshots/search-1.png") });
    await row.hover();
    await page.getByRole("button", { name: "Stop Looking for Captures" }).first().click();
    await page.getByRole("treeitem", { name: /^The search was stopped/ }).waitFor();
  });

  step("goes on to the end when that is wanted", async ({ page }) => {
    const row = page.getByRole("treeitem", { name: /^The search was stopped/ });
    await row.click();
    await row.waitFor({ state: "detached", timeout: 5 * PATIENCE });
  });
});
