// SPDX-License-Identifier: Apache-2.0
// The first minutes: a folder with nothing in it, what the views offer there, and the walkthrough.
import assert from "node:assert/strict";
import { scenario } from "../support/scenario";
import { emptyFolder } from "../support/workspace";

scenario("VS Code in an empty folder", { workspace: emptyFolder(), packed: true }, (step) => {
  step("offers the three first steps", async (workbench) => {
    const { page } = workbench;
    await page.locator(".activitybar").getByRole("tab", { name: "vtrace" }).click();
    const view = workbench.view("Captures");
    for (const name of ["Open Capture...", "Record Migration...", "Attach to QEMU..."]) {
      await view.locator(".welcome-view").getByRole("button", { name }).waitFor();
    }
    await workbench.screenshot("0-welcome");
  });

  step("leads through the four steps of the walkthrough", async (workbench) => {
    const { page } = workbench;
    await workbench.view("Captures").getByRole("button", { name: "How it works" }).click();
    const walkthrough = page.locator(".gettingStartedContainer");
    await walkthrough.getByText("vtrace: what did the migration do?").first().waitFor();
    const steps = walkthrough.locator(".getting-started-step");
    assert.equal(await steps.count(), 4);
    await workbench.webview('h2:has-text("What to put into the folder")');
    await workbench.screenshot("0-walkthrough");
    for (const [title, text] of [
      ["See what was skipped", "Reading the timeline"],
      ["Step through it, also back", "A debugger for what is over"],
      ["Show it to somebody else", "A report for a bug tracker"],
    ] as const) {
      await steps.filter({ hasText: title }).click();
      await workbench.webview(`h2:has-text("${text}")`);
    }
  });
});
