// SPDX-License-Identifier: Apache-2.0
// Colours of texts that can be read on what they stand on, as WCAG AA wants it, whatever the theme says.

/** Red, green and blue to 255, and how opaque it is, to 1. */
export type Rgba = readonly [number, number, number, number];

const AA = 4.5;

// What is selected or found stands on a shade of the ground.
const MARGIN = 0.5;

const STEPS = 20;

/** Colours of texts, by the names that the editor has for them, with what they stand on. */
const PAIRS: readonly (readonly [string, string])[] = [
  ["editor-foreground", "editor-background"],
  ["descriptionForeground", "editor-background"],
  ["textLink-foreground", "editor-background"],
  ["editorWarning-foreground", "editor-background"],
  ["editorLineNumber-activeForeground", "editor-background"],
  ["symbolIcon-functionForeground", "editor-background"],
  ["symbolIcon-numberForeground", "editor-background"],
  ["debugTokenExpression-name", "editor-background"],
  ["debugTokenExpression-number", "editor-background"],
  ["vtrace-executed", "editor-background"],
  ["vtrace-skipped", "editor-background"],
  ["vtrace-failed", "editor-background"],
  ["vtrace-violation", "editor-background"],
  ["vtrace-unknown", "editor-background"],
  ["list-activeSelectionForeground", "list-activeSelectionBackground"],
  ["badge-foreground", "badge-background"],
  ["input-foreground", "input-background"],
  ["button-foreground", "button-background"],
  ["button-secondaryForeground", "button-secondaryBackground"],
  ["editorHoverWidget-foreground", "editorHoverWidget-background"],
];

/**
 * Gives the texts of a page such colours, now and with each theme that is chosen. The editor sets its colours at the
 * root of the page; below it, ours count.
 */
export function keepReadable(): void {
  const pixel = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!pixel) {
    return;
  }
  const read = (name: string): Rgba | undefined => {
    const value = getComputedStyle(document.documentElement).getPropertyValue(`--vscode-${name}`).trim();
    if (value === "") {
      return undefined;
    }
    pixel.clearRect(0, 0, 1, 1);
    pixel.fillStyle = value;
    pixel.fillRect(0, 0, 1, 1);
    const [r = 0, g = 0, b = 0, a = 0] = pixel.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const apply = () => {
    const paper = read("editor-background");
    for (const [text, ground] of PAIRS) {
      const name = `--vscode-${text}`;
      const own = read(text);
      const below = read(ground);
      const better = own && paper ? readable(own, below ? over(below, paper) : paper) : own;
      if (better && better !== own) {
        document.body.style.setProperty(name, `rgb(${better.slice(0, 3).join(" ")})`);
      } else {
        document.body.style.removeProperty(name);
      }
    }
  };
  apply();
  new MutationObserver(apply).observe(document.body, {
    attributes: true,
    attributeFilter: ["class", "data-vscode-theme-id"],
  });
}

/** The same colour where it can be read, else one that is as much darker or lighter as is needed. */
export function readable(text: Rgba, ground: Rgba): Rgba {
  if (contrast(over(text, ground), ground) >= AA + MARGIN) {
    return text;
  }
  const solid = over(text, ground);
  const black: Rgba = [0, 0, 0, 1];
  const white: Rgba = [255, 255, 255, 1];
  const end = contrast(black, ground) > contrast(white, ground) ? black : white;
  for (let step = 1; step < STEPS; step++) {
    const mixed = mix(solid, end, step / STEPS);
    if (contrast(mixed, ground) >= AA + MARGIN) {
      return mixed;
    }
  }
  return end;
}

/** How a colour looks on another one. */
export function over([r, g, b, a]: Rgba, [R, G, B]: Rgba): Rgba {
  return mix([R, G, B, 1], [r, g, b, 1], a);
}

/** How much two colours differ for the eye, from 1 to 21. */
export function contrast(one: Rgba, other: Rgba): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function mix(from: Rgba, to: Rgba, part: number): Rgba {
  const [r, g, b] = [0, 1, 2].map((i) => Math.round(from[i]! * (1 - part) + to[i]! * part));
  return [r!, g!, b!, 1];
}

function luminance(colour: Rgba): number {
  const [r = 0, g = 0, b = 0] = colour
    .slice(0, 3)
    .map((c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
