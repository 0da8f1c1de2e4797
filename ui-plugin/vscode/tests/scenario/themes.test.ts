// SPDX-License-Identifier: Apache-2.0
// Texts of the timeline and the stream editor can be read in all themes that come with the editor: as WCAG 2.1 AA
// wants it (4.5:1), or as well as the theme's own text where that is less.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import type { Frame } from "playwright-core";
import { scenario } from "../support/scenario";
import { waitFor } from "../support/waiting";
import { copyOfSample } from "../support/workspace";

const AA = 4.5;
const ERROR_NOTIFIER = 245_400;

const THEMES = [
  "Default Dark Modern",
  "Default Light Modern",
  "Default Dark+",
  "Default Light+",
  "Visual Studio Dark",
  "Visual Studio Light",
  "Default High Contrast",
  "Default High Contrast Light",
  "Abyss",
  "Kimbie Dark",
  "Monokai",
  "Monokai Dimmed",
  "Quiet Light",
  "Red",
  "Solarized Dark",
  "Solarized Light",
  "Tomorrow Night Blue",
];

const folder = copyOfSample("backend-transfer-2q");

scenario("the webviews in all themes", { workspace: folder, packed: true }, (step) => {
  step("are opened", async (workbench) => {
    await workbench.capture();
    await workbench.command("vtrace: Show Timeline");
    const timeline = await workbench.webview("#canvas");
    await timeline.locator("body[data-items]").waitFor();
    await timeline.locator("#search").fill("get_vring_base skipped");
    await timeline.locator("#search").press("Enter");
    await timeline.locator("#details .place").first().waitFor();
    await timeline.locator("#downtime summary").click();
    await workbench.openFile("stream.bin");
    const stream = await workbench.webview("#hex");
    await stream.locator('body[data-complete="true"]').waitFor();
    await stream.locator("#goto").fill(String(ERROR_NOTIFIER));
    await stream.locator("#goto").press("Enter");
    await stream.locator("#place", { hasText: "error_notifier" }).waitFor();
  });

  step("can be read", async (workbench) => {
    const faults: string[] = [];
    for (const theme of THEMES) {
      const settings = path.join(folder, ".vscode");
      mkdirSync(settings, { recursive: true });
      writeFileSync(path.join(settings, "settings.json"), JSON.stringify({ "workbench.colorTheme": theme }));
      for (const [name, selector] of [
        ["timeline", "#canvas"],
        ["stream", "#hex"],
      ] as const) {
        const frame = await workbench.webview(selector);
        await waitFor(`${theme} in the ${name}`, async () => {
          return (await frame.locator("body").getAttribute("data-vscode-theme-id")) === theme;
        });
        const { least, own, poor } = await contrasts(frame);
        console.log(
          `${theme}, ${name}: least contrast ${least.toFixed(2)}, the theme's own ${own.toFixed(2)}`,
        );
        faults.push(...poor.map((each) => `${theme}, ${name}: ${each}`));
      }
      const stream = await workbench.webview("#hex");
      assert.ok(await marked(stream), `the selected byte is not marked in ${theme}`);
      if (theme.includes("Contrast")) {
        await workbench.screenshot(`16-${theme.replaceAll(" ", "-")}`);
      }
    }
    assert.deepEqual(faults, []);
  });
});

/** Contrasts of all texts in view on what they stand on; poor ones are told in words. */
function contrasts(frame: Frame): Promise<{ least: number; own: number; poor: string[] }> {
  return frame.evaluate((aa) => {
    type Colour = [number, number, number, number];
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    const pixel = canvas.getContext("2d", { willReadFrequently: true })!;
    const read = (colour: string): Colour => {
      pixel.clearRect(0, 0, 1, 1);
      pixel.fillStyle = colour;
      pixel.fillRect(0, 0, 1, 1);
      const [r = 0, g = 0, b = 0, a = 0] = pixel.getImageData(0, 0, 1, 1).data;
      return [r, g, b, a / 255];
    };
    const over = ([r, g, b, a]: Colour, [R, G, B]: Colour): Colour => [
      r * a + R * (1 - a),
      g * a + G * (1 - a),
      b * a + B * (1 - a),
      1,
    ];
    const behind = (element: Element | null): Colour => {
      if (!element) {
        return read(getComputedStyle(document.body).getPropertyValue("--vscode-editor-background"));
      }
      const own = read(getComputedStyle(element).backgroundColor);
      return own[3] === 1 ? own : over(own, behind(element.parentElement));
    };
    const luminance = (colour: Colour) => {
      const [r, g, b] = colour.map((c) =>
        c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
    };
    const contrast = (one: Colour, other: Colour) => {
      const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
      return (light! + 0.05) / (dark! + 0.05);
    };
    const body = getComputedStyle(document.body);
    const paper = read(body.getPropertyValue("--vscode-editor-background"));
    const own = contrast(over(read(body.getPropertyValue("--vscode-editor-foreground")), paper), paper);
    // A selection and a badge have the theme's own colours.
    const pair = (name: string) => {
      const ground = over(
        read(body.getPropertyValue(`--vscode-${name}${name.endsWith("-") ? "b" : "B"}ackground`)),
        paper,
      );
      return contrast(
        over(
          read(body.getPropertyValue(`--vscode-${name}${name.endsWith("-") ? "f" : "F"}oreground`)),
          ground,
        ),
        ground,
      );
    };
    const chosen = Math.min(own, pair("list-activeSelection"), pair("badge-"));
    let least = Infinity;
    const poor = new Set<string>();
    for (const element of document.querySelectorAll<HTMLElement>("body *")) {
      const text = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
      const words = text.map(({ textContent }) => textContent?.trim() ?? "").join("");
      if (
        words === "" ||
        element.getClientRects().length === 0 ||
        /^(SCRIPT|STYLE|OPTION|SELECT)$/.test(element.tagName)
      ) {
        continue;
      }
      const paperHere = behind(element);
      const found = contrast(over(read(getComputedStyle(element).color), paperHere), paperHere);
      least = Math.min(least, found);
      const bound = element.closest(".selected, .marked, .badge") ? chosen : own;
      if (found < Math.min(aa, bound) - 0.01) {
        poor.add(
          `${element.tagName.toLowerCase()}.${element.className} "${words.slice(0, 20)}" ${found.toFixed(2)}`,
        );
      }
    }
    return { least, own, poor: [...poor] };
  }, AA);
}

/** Whether the selected byte looks other than the ones beside it. */
function marked(frame: Frame): Promise<boolean> {
  return frame.evaluate(() => {
    const look = (element: Element) => {
      const { backgroundColor, outlineStyle, outlineColor } = getComputedStyle(element);
      return `${backgroundColor} ${outlineStyle === "none" ? "" : outlineColor}`;
    };
    const one = document.querySelector("#hex .bytes .marked")!;
    const other = document.querySelector("#hex .bytes > span:not(.marked):not(.descriptor)")!;
    return look(one) !== look(other);
  });
}
