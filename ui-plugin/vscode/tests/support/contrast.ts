// SPDX-License-Identifier: Apache-2.0
// Contrasts of a page, as WCAG 2.1 counts them.
import type { Frame } from "playwright-core";

/** What WCAG AA wants of text. */
export const AA = 4.5;

export interface Contrasts {
  readonly least: number;
  /** That of the theme's own text. */
  readonly own: number;
  /** Texts below AA, in words. */
  readonly poor: readonly string[];
}

/** Contrasts of all texts in view on what they stand on; controls that are disabled do not count. */
export function contrasts(frame: Frame): Promise<Contrasts> {
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
    const paper = read(getComputedStyle(document.body).getPropertyValue("--vscode-editor-background"));
    const ground = (element: Element | null): Colour => {
      if (!element) {
        return paper;
      }
      const own = read(getComputedStyle(element).backgroundColor);
      return own[3] === 1 ? own : over(own, ground(element.parentElement));
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
    const text = getComputedStyle(document.body).getPropertyValue("--vscode-editor-foreground");
    const own = contrast(over(read(text), paper), paper);
    let least = Infinity;
    const poor = new Set<string>();
    for (const element of document.querySelectorAll<HTMLElement>("body *")) {
      const nodes = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
      const words = nodes.map(({ textContent }) => textContent?.trim() ?? "").join("");
      if (
        words === "" ||
        element.getClientRects().length === 0 ||
        element.closest(":disabled, [aria-disabled='true']") ||
        /^(SCRIPT|STYLE|OPTION|SELECT)$/.test(element.tagName)
      ) {
        continue;
      }
      const here = ground(element);
      const found = contrast(over(read(getComputedStyle(element).color), here), here);
      least = Math.min(least, found);
      if (found < aa - 0.01) {
        const name = `${element.tagName.toLowerCase()}.${element.className}`;
        poor.add(`${name} "${words.slice(0, 20)}" ${found.toFixed(2)}`);
      }
    }
    return { least, own, poor: [...poor] };
  }, AA);
}
