// SPDX-License-Identifier: Apache-2.0
// The stream editor as people use it: searching fields and bytes forwards and back, positions as they are written
// elsewhere, numbers at the cursor; and what axe-core says of the page.
import assert from "node:assert/strict";
import { violationsIn } from "../support/accessibility";
import { scenario } from "../support/scenario";
import { copyOfSample } from "../support/workspace";

const ERROR_NOTIFIER = 245_400;

scenario("the stream editor", { workspace: copyOfSample("backend-transfer-2q"), packed: true }, (step) => {
  step("tells devices of one name from each other", async (workbench) => {
    await workbench.capture();
    await workbench
      .view("Stream")
      .getByRole("treeitem", { name: /^apic.*instance 1/ })
      .first()
      .waitFor();
    await workbench.openFile("stream.bin");
    const stream = await workbench.webview("#hex");
    await stream.locator('body[data-complete="true"]').waitFor();
    await stream
      .locator("#tree .line", { hasText: /^.apic \(full\)instance 1/ })
      .first()
      .waitFor();
    await workbench.screenshot("26-stream");
    assert.deepEqual(await violationsIn(stream), []);
  });

  step("counts what it finds, and goes back as well", async (workbench) => {
    const stream = await workbench.webview("#hex");
    await stream.locator("#tree").press("Control+f");
    await stream.locator("#search:focus").waitFor();
    await stream.locator("#search").fill("last_avail_idx");
    await stream.locator("#search").press("Enter");
    await stream.locator("#found", { hasText: /^1 of \d+$/ }).waitFor();
    await stream.locator("#next").click();
    await stream.locator("#found", { hasText: /^2 of \d+$/ }).waitFor();
    await stream.locator("#search").press("Shift+Enter");
    await stream.locator("#found", { hasText: /^1 of \d+$/ }).waitFor();
    await stream.locator("#place", { hasText: "last_avail_idx" }).waitFor();
  });

  step("finds bytes", async (workbench) => {
    const stream = await workbench.webview("#hex");
    await stream.locator("#bytes").click();
    await stream.locator("#search").fill('"vhost-user-blk"');
    await stream.locator("#search").press("Shift+Enter");
    await stream.locator("#found", { hasText: /^at byte \d+$/ }).waitFor();
    const first = await stream.locator("#found").textContent();
    await stream.locator("#search").press("Enter");
    await stream.locator("#found", { hasText: /^(at byte \d+|not found below)$/ }).waitFor();
    assert.notEqual(first, "");
    await stream.locator("#search").fill("zz");
    await stream.locator("#search").press("Enter");
    await stream.locator("#found", { hasText: "bytes are pairs of digits" }).waitFor();
    await stream.locator("#bytes").click();
  });

  step("takes a position as hex dumps write it, and tells the numbers there", async (workbench) => {
    const stream = await workbench.webview("#hex");
    await stream.locator("#goto").fill(ERROR_NOTIFIER.toString(16));
    await stream.locator("#goto").press("Enter");
    await stream.locator("#place", { hasText: `byte ${ERROR_NOTIFIER}` }).waitFor();
    await stream.locator("#inspector summary").click();
    await stream.locator("#readings tr", { hasText: /^u8/ }).locator("td", { hasText: /^32$/ }).waitFor();
    await stream.locator("#readings tr", { hasText: /^bits00100000$/ }).waitFor();
    await workbench.screenshot("25-inspector");
    assert.deepEqual(await violationsIn(stream), []);
  });
});
