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
    await walkthrough.getByRole("button", { name: "Open the Sample" }).click();
    await workbench
      .view("Captures")
      .getByRole("treeitem", { name: /44 operations skipped/ })
      .waitFor();
    for (const [title, text] of [
      ["See what was skipped", "Reading the timeline"],
      ["Step through it, also back", "A debugger for what is over"],
      ["Show it to somebody else", "A report for a bug tracker"],
    ] as const) {
      await steps.filter({ hasText: title }).click();
      await workbench.webview(`h2:has-text("${text}")`);
    }
  });

  step("does with the sample what the walkthrough says", async (workbench) => {
    const { page } = workbench;
    const walkthrough = page.locator(".gettingStartedContainer");
    await walkthrough.locator(".getting-started-step").filter({ hasText: "See what was skipped" }).click();
    await walkthrough.getByRole("button", { name: "Show Timeline" }).click();
    const timeline = await workbench.webview("#canvas");
    await timeline.locator("body[data-items]").waitFor();
    await workbench.screenshot("21-sample");
    await workbench.command("vtrace: Debug This Capture");
    await page.locator(".debug-toolbar").waitFor();
    await workbench.command("View: Show Run and Debug");
    await page
      .locator(".debug-call-stack .monaco-list-row", { hasText: /src|source/ })
      .first()
      .waitFor();
    // Nothing was switched on by hand.
    await workbench.command("Debug: Continue");
    await page
      .locator(".debug-call-stack .monaco-list-row", { hasText: /exception|skipped/i })
      .first()
      .waitFor();
    await workbench.command("Debug: Stop");
    await page.locator(".debug-toolbar").waitFor({ state: "hidden" });
  });

  step("does not ask to open a capture only to close it", async (workbench) => {
    const { page } = workbench;
    await workbench.command("vtrace: Close Capture");
    await workbench.command("Focus on Captures View");
    await workbench.view("Captures").locator(".welcome-view").waitFor();
    await page.keyboard.press("F1");
    await page.locator(".quick-input-widget input").fill(">vtrace: C");
    await page.locator(".quick-input-list .monaco-list-row", { hasText: "Choose Folder" }).waitFor();
    assert.equal(
      await page.locator(".quick-input-list .monaco-list-row", { hasText: "Close Capture" }).count(),
      0,
    );
    await page.keyboard.press("Escape");
  });
});
