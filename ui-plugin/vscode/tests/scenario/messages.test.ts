// SPDX-License-Identifier: Apache-2.0
// Messages of a recorded socket, decoded, a row each; from a row to the line of the file, and back.
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { scenario } from "../support/scenario";
import { waitFor } from "../support/waiting";
import { copyOfSample } from "../support/workspace";

const FILE = "vhost-user-dev0.jsonl";
const CALL = 16;

const row = (page: Page, text: RegExp) => page.locator(".view-line", { hasText: text }).first();
const cursor = (page: Page) => page.locator(".active-line-number").first();

scenario(
  "messages of a recorded socket",
  { workspace: copyOfSample("backend-transfer-2q"), packed: true },
  (step) => {
    step("open decoded", async (workbench) => {
      const { page } = workbench;
      await workbench.capture();
      await workbench.openFile(FILE);
      await row(page, /to\sback-end\s+q0\s+SET_VRING_CALL\s+index\s0/).waitFor();
      await row(
        page,
        /to\sfront-end\s+GET_PROTOCOL_FEATURES\sreply\s+protocol_features\s0x9f2b\s\[MQ,/,
      ).waitFor();
      await workbench.screenshot("24-messages");
    });

    step("tell on hover what they mean, and how the rings stood", async (workbench) => {
      const { page } = workbench;
      const hover = page.locator(".monaco-hover:visible", { hasText: "SET_VRING_CALL" }).first();
      // A hover that is asked for while the editor is still set up never comes.
      await waitFor("the hover", async () => {
        await row(page, /SET_FEATURES/).hover({ position: { x: 330, y: 8 } });
        await row(page, /SET_VRING_CALL/).hover({ position: { x: 330, y: 8 } });
        return hover.waitFor({ timeout: 5000 }).then(
          () => true,
          () => false,
        );
      });
      assert.match(await hover.innerText(), /rings as the back-end knows them/);
      await workbench.screenshot("24-hover");
      await page.keyboard.press("Escape");
    });

    step("cannot be changed", async (workbench) => {
      const { page } = workbench;
      await row(page, /SET_VRING_CALL/).click({ position: { x: 330, y: 8 } });
      await page.locator(".monaco-editor.focused").waitFor();
      await page.keyboard.type("x");
      await page
        .locator(".monaco-editor .message", { hasText: /read-only/i })
        .first()
        .waitFor();
      await page.keyboard.press("Escape");
    });

    step("lead to the line of the file, and from there back", async (workbench) => {
      const { page } = workbench;
      await workbench.goToLine(CALL);
      await workbench.command("vtrace: Show Line of the File");
      await row(page, /"name":\s"SET_VRING_CALL"/).waitFor();
      await waitFor("the line", async () => (await cursor(page).textContent()) === String(CALL));
      await workbench.screenshot("24-raw");
      await workbench.command("vtrace: Show Messages Decoded");
      await row(page, /to\sback-end\s+q0\s+SET_VRING_CALL/).waitFor();
      await waitFor("the row", async () => (await cursor(page).textContent()) === String(CALL));
    });

    step("are what the timeline follows", async (workbench) => {
      const { page } = workbench;
      await workbench.command("vtrace: Show Timeline");
      const timeline = await workbench.webview("#canvas");
      await timeline.locator("body[data-items]").waitFor();
      await row(page, /SET_VRING_CALL/).click({ position: { x: 330, y: 8 } });
      await timeline.locator("#details h2", { hasText: "SET_VRING_CALL" }).waitFor();
    });

    step("are only offered where there are some", async (workbench) => {
      const { page } = workbench;
      await workbench.command("View: Close All Editors");
      await workbench.openFile("qmp.jsonl");
      await page.locator(".monaco-editor .view-line").first().waitFor();
      await page.keyboard.press("F1");
      await page.locator(".quick-input-widget input").fill(">vtrace: Show");
      await page.locator(".quick-input-list .monaco-list-row", { hasText: "Show All Captures" }).waitFor();
      assert.equal(
        await page.locator(".quick-input-list .monaco-list-row", { hasText: "Decoded" }).count(),
        0,
      );
      await page.keyboard.press("Escape");
    });
  },
);
