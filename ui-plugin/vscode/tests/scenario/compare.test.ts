// SPDX-License-Identifier: Apache-2.0
// Several captures: findings as a tree, the table of all of them, two of them compared.
import assert from "node:assert/strict";
import * as path from "node:path";
import { violationsIn } from "../support/accessibility";
import { scenario } from "../support/scenario";
import { waitFor } from "../support/waiting";
import type { Workbench } from "../support/workbench";
import { copyInto, emptyFolder } from "../support/workspace";

const workspace = emptyFolder();
copyInto(path.join(workspace, "a-transfer"), "backend-transfer-2q");
copyInto(path.join(workspace, "b-ordinary"), "ordinary-2q");
copyInto(path.join(workspace, "c-failed"), "backend-transfer-failed");

scenario("several captures", { workspace, packed: true }, (step) => {
  step("shows causes, with what to do and what follows", async (workbench) => {
    const { page } = workbench;
    await page.locator(".activitybar").getByRole("tab", { name: "vtrace" }).click();
    await select(workbench, "c-failed");
    const findings = workbench.view("Findings");
    const cause = findings.locator('.monaco-list-row[aria-level="1"]', {
      hasText: "both sides need as many queues",
    });
    await cause.waitFor();
    await findings
      .locator('.monaco-list-row[aria-level="2"]', { hasText: "give both sides the same" })
      .waitFor();
    // What follows from the cause is no finding of its own.
    const follows = findings.locator(".monaco-list-row", { hasText: "What follows from it" });
    await follows.waitFor();
    assert.equal(
      await findings.locator('.monaco-list-row[aria-level="1"]', { hasText: "VT3606" }).count(),
      0,
    );
    await workbench.screenshot("17-findings");
    await cause.hover();
    await cause.getByRole("button", { name: "Explain This Rule" }).click();
    await page.getByRole("tab", { name: /VT3401/ }).waitFor();
  });

  step("says of what nothing was found in", async (workbench) => {
    await select(workbench, "b-ordinary");
    await workbench
      .view("Findings")
      .getByRole("treeitem", { name: /^None of \d+ rules found a fault/ })
      .waitFor();
  });

  step("puts the verdict before the time", async (workbench) => {
    await select(workbench, "a-transfer");
    await workbench
      .view("Captures")
      .getByRole("treeitem", { name: /^stop \(switchover\), 14 skipped.* \d\d:\d\d:\d\d/ })
      .waitFor();
  });

  step("lists all captures, also those that were not read", async (workbench) => {
    await workbench.command("vtrace: Show All Captures");
    const table = await workbench.webview("#rows");
    await table.locator('body[data-left="0"]').waitFor();
    const row = (name: string) => table.locator("#rows tr", { hasText: name });
    await row("a-transfer").locator("td", { hasText: /^44$/ }).waitFor();
    await row("a-transfer")
      .locator("td", { hasText: /4\.89 ms/ })
      .waitFor();
    await row("c-failed").locator("td", { hasText: "both sides need as many queues" }).waitFor();
    await workbench.screenshot("32-overview");
    assert.deepEqual(await violationsIn(table), []);
  });

  step("sorts and filters them", async (workbench) => {
    const table = await workbench.webview("#rows");
    const names = () => table.locator("#rows tr th button").allTextContents();
    await table.locator('th[data-by="skipped"] button').click();
    await waitFor("the most skipped first", async () => (await names())[0]?.startsWith("a-transfer"));
    await table.locator('th[data-by="skipped"] button').click();
    await waitFor("the most skipped last", async () => (await names())[2]?.startsWith("a-transfer"));
    await table.locator("#filter").fill("VT3401");
    await table.locator("#shown", { hasText: "1 of 3" }).waitFor();
    await table.locator("#filter").fill("");
  });

  step("compares two of them", async (workbench) => {
    const table = await workbench.webview("#rows");
    await table.locator('[aria-label="Compare a-transfer"]').check();
    await table.locator('[aria-label="Compare b-ordinary"]').check();
    await table.locator("#compare").click();
    const comparison = await workbench.webview("#canvas-a");
    await comparison.locator('body[data-differences="44"]').waitFor();
    await comparison.locator("#headline", { hasText: /^44 of \d+ operations/ }).waitFor();
    await workbench.screenshot("23-compare");
    assert.deepEqual(await violationsIn(comparison), []);
  });

  step("goes from difference to difference, in both timelines and in the tree", async (workbench) => {
    const comparison = await workbench.webview("#canvas-a");
    await comparison.locator("#canvas-a").press("n");
    await comparison.locator("#place", { hasText: /^1 of 44: .*skipped \u2192 executed/ }).waitFor();
    const tree = workbench.view("Differences");
    await tree.locator(".monaco-list-row.selected", { hasText: "SET_LOG_BASE" }).waitFor();
    await workbench.screenshot("23-difference");
    await tree.locator(".monaco-list").hover();
    for (const name of [/skipped \u2192 absent/, /^host_notifier_cleanup q0/]) {
      const row = tree.getByRole("treeitem", { name }).first();
      await waitFor("the row", async () => {
        await workbench.page.mouse.wheel(0, 40);
        return row.isVisible();
      });
      await row.click();
    }
    await comparison
      .locator("#place", { hasText: /host_notifier_cleanup q0: skipped \u2192 absent/ })
      .waitFor();
  });

  step("shows the same as text", async (workbench) => {
    await workbench.command("vtrace: Show Differences as Text");
    await workbench.page
      .locator(".view-line", { hasText: /skipped.->.executed/ })
      .first()
      .waitFor();
  });
});

/** Selects a capture. Rows move while others are opened, so the views have to say that it is the one. */
async function select(workbench: Workbench, name: string): Promise<void> {
  const row = workbench
    .view("Captures")
    .getByRole("treeitem", { name: new RegExp(`^${name}`) })
    .first();
  await waitFor(name, async () => {
    await row.click({ timeout: 1000 }).catch(() => undefined);
    const said = await workbench.view("Findings").locator(".pane-header .description").textContent();
    return said === name;
  });
}
