// SPDX-License-Identifier: Apache-2.0
// The workbench in a browser, as people use it: keys, clicks, and what can be seen.
import * as fs from "node:fs";
import * as path from "node:path";
import { chromium, type Browser, type Frame, type Locator, type Page } from "playwright-core";
import { ROOT, type CodeServer } from "./codeServer";
import { PATIENCE, waitFor } from "./waiting";

const SCREENSHOTS = path.join(ROOT, "target", "screenshots");

export class Workbench {
  private constructor(
    private readonly browser: Browser,
    readonly page: Page,
  ) {}

  static async open(server: CodeServer, folder: string, width = 1500, height = 900): Promise<Workbench> {
    const browser = await launch();
    const page = await browser.newPage({ viewport: { width, height } });
    page.setDefaultTimeout(PATIENCE);
    await page.goto(`${server.url}?folder=${encodeURIComponent(folder)}`);
    await page.locator(".monaco-workbench .activitybar").waitFor();
    return new Workbench(browser, page);
  }

  async close(): Promise<void> {
    await this.browser.close();
  }

  async screenshot(name: string): Promise<void> {
    fs.mkdirSync(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`) });
  }

  async command(title: string): Promise<void> {
    await this.pick("F1", `>${title}`, title);
  }

  async openFile(name: string): Promise<void> {
    await this.pick("Control+P", name, name);
  }

  /** Opens a list by a key, and takes the first row that has a text. */
  private async pick(key: string, filter: string, text: string): Promise<void> {
    const input = this.page.locator(".quick-input-widget input");
    const row = this.page.locator(".quick-input-list .monaco-list-row", { hasText: text }).first();
    const brief = { timeout: 3000 };
    // A view that just takes the focus may swallow the key, or shut the list.
    await waitFor(text, async () => {
      try {
        await this.page.keyboard.press(key);
        await input.fill(filter, brief);
        await row.click(brief);
        return true;
      } catch {
        return false;
      }
    });
  }

  /** Answers the input box or the simple file dialog that is open. */
  async answer(text: string): Promise<void> {
    const input = this.page.locator(".quick-input-widget input");
    await input.waitFor();
    await input.fill(text);
    await input.press("Enter");
  }

  /** Answers the simple file dialog, once it has filled in a path by itself. */
  async answerPath(file: string): Promise<void> {
    const input = this.page.locator(".quick-input-widget input");
    const kind = path.extname(file);
    // What an earlier dialog was answered with may still stand there.
    await waitFor("the path in the dialog", async () => {
      const value = (await input.isVisible()) ? await input.inputValue() : "";
      return value.startsWith("/") && (value.endsWith("/") || (kind !== "" && value.endsWith(kind)));
    });
    // While it looks around it takes no answer, and may write into the box what stood there before. Only its own
    // button is pressed: Enter could reach what is asked next.
    const widget = this.page.locator(".quick-input-widget");
    const title = widget.locator(".quick-input-title");
    const busy = widget.locator(".monaco-progress-container.active");
    const accept = widget.locator(".quick-input-action .monaco-button").first();
    const asked = await title.textContent();
    const brief = { timeout: 1000 };
    await waitFor("the dialog to take the path", async () => {
      if (!(await widget.isVisible()) || (await title.textContent()) !== asked) {
        return true;
      }
      if (!(await busy.isVisible())) {
        const filled = (await input.inputValue()).replace(/\/$/, "") === file;
        await (filled ? accept.click(brief) : input.fill(file, brief)).catch(() => undefined);
      }
      return false;
    });
  }

  /** Waits until the capture in the folder is read. */
  async capture(): Promise<void> {
    await this.page.locator(".activitybar").getByRole("tab", { name: "vtrace" }).click();
    await this.page.getByRole("treeitem", { name: /44 operations skipped/ }).waitFor();
  }

  /** Chooses an entry of the context menu that is open. */
  async menu(entry: string): Promise<void> {
    const item = this.page
      .locator(".context-view .monaco-menu")
      .getByRole("menuitem", { name: entry, exact: true });
    await item.waitFor();
    // For a moment after it has opened a menu takes clicks for the end of the one that opened it.
    await waitFor(`the menu to take ${entry}`, async () => {
      if (await item.isVisible()) {
        await item.click({ timeout: 1000 }).catch(() => undefined);
      }
      return !(await item.isVisible());
    });
  }

  view(name: string): Locator {
    return this.page.locator(`.pane:has(.pane-header[aria-label*="${name}"])`);
  }

  async goToLine(line: number): Promise<void> {
    await this.page.keyboard.press("Control+G");
    await this.answer(`:${line}`);
  }

  /** The frame of the webview that has an element. */
  async webview(selector: string): Promise<Frame> {
    return waitFor(`a webview with ${selector}`, async () => {
      for (const frame of this.page.frames()) {
        const found = await frame
          .locator(selector)
          .first()
          .isVisible()
          .catch(() => false);
        if (found && frame.parentFrame() !== null) {
          return frame;
        }
      }
      return undefined;
    });
  }
}

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumProgram(),
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
}

function chromiumProgram(): string {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  const program = folders.map((folder) => path.join(folder, "chromium")).find((file) => fs.existsSync(file));
  if (!program) {
    throw new Error("no chromium on the PATH");
  }
  return program;
}
