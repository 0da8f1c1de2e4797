// SPDX-License-Identifier: Apache-2.0
// How long the extension takes to start, and a capture to be listed. The times are printed, and not judged. Those of
// another package, such as an earlier one, are measured with VTRACE_TEST_VSIX=FILE.
import assert from "node:assert/strict";
import { scenario } from "../support/scenario";
import { copyOfSample } from "../support/workspace";

const workspace = copyOfSample("backend-transfer-2q");

scenario("a window with one capture", { workspace, packed: true }, (step) => {
  step("lists it", async (workbench) => {
    const { page } = workbench;
    // The view stays open over a restart of the window, which is what is measured.
    await page.locator(".activitybar").getByRole("tab", { name: "vtrace" }).click();
    const row = page.getByRole("treeitem", { name: /^backend-transfer-2q/ }).first();
    await row.waitFor();
    const times: number[] = [];
    for (let i = 0; i < 5; i++) {
      await page.waitForTimeout(1500);
      const begin = Date.now();
      await page.reload();
      await row.waitFor();
      times.push(Date.now() - begin);
    }
    times.sort((a, b) => a - b);
    console.log(`from the window to the listed capture: ${times.join(", ")} ms`);
    await workbench.command("Developer: Show Running Extensions");
    const ours = page.locator(".runtime-extensions-editor .extension", { hasText: "vtrace" }).first();
    const text = (await ours.innerText()).replaceAll("\n", " ");
    console.log(`the extension: ${text}`);
    assert.match(text, /Activation: \d+ms/);
  });
});
