// SPDX-License-Identifier: Apache-2.0
// The sign of a verdict as it is drawn on the picture, for the page around it.
import { VERDICTS, type Run } from "./scene";
import { colourOf, formOf } from "./surface";

const NAMESPACE = "http://www.w3.org/2000/svg";
const RADIUS = 4;

export function markIcon(verdict: string): SVGElement {
  const icon = document.createElementNS(NAMESPACE, "svg");
  icon.setAttribute("viewBox", "-6 -6 12 12");
  icon.setAttribute("class", "mark");
  icon.setAttribute("aria-hidden", "true");
  icon.append(shapeOf(verdict));
  return icon;
}

/** A part of the legend: a word, and the colour of a bar or the form of a mark. */
interface Sign {
  readonly text: string;
  readonly bar?: string;
  readonly mark?: string;
}

const SIGNS: readonly Sign[] = [
  ...[...VERDICTS].reverse().map((verdict) => ({ text: verdict, mark: verdict })),
  { text: "error found", mark: "violation-flag" },
  { text: "warning", mark: "warning-flag" },
  { text: "ring configured", bar: "configured" },
  { text: "started", bar: "started" },
  { text: "enabled", bar: "enabled" },
  { text: "transferred", bar: "transferred" },
  { text: "device states in the stream", bar: "section" },
  { text: "guest memory", bar: "memory" },
  { text: "hand-over", bar: "handover" },
];

/** Says what the colours and marks of a picture are. */
export function fillLegend(box: HTMLElement, run: Run): void {
  const parts = [...new Set(run.bars.flatMap(({ kind, state }) => (kind === "downtime" ? [state] : [])))];
  const downtime = parts.map((part) => ({ text: `guest stopped: ${part}`, bar: part }));
  const list = document.createElement("ul");
  for (const sign of [...SIGNS, ...downtime]) {
    list.append(entry(sign));
  }
  const before = box.querySelector("ul");
  if (before) {
    before.replaceWith(list);
  } else {
    box.append(list);
  }
}

function entry({ text, bar, mark }: Sign): HTMLLIElement {
  const out = document.createElement("li");
  if (mark) {
    const icon = markIcon(mark);
    icon.classList.add(colourOf(mark));
    out.append(icon);
  } else {
    const swatch = document.createElement("span");
    swatch.className = `swatch ${bar}`;
    out.append(swatch);
  }
  out.append(text);
  return out;
}

function shapeOf(verdict: string): SVGElement {
  const form = formOf(verdict);
  switch (form.kind) {
    case "circle":
      return shape("circle", { r: RADIUS, fill: "currentColor" });
    case "dot":
      return shape("rect", { x: -1, y: -1, width: 2, height: 2, fill: "currentColor" });
    case "cross":
      return shape("path", { d: "M-4 -4L4 4M4 -4L-4 4", stroke: "currentColor", "stroke-width": 1.5 });
    case "polygon":
      return shape("polygon", {
        points: form.points.map(([x, y]) => `${x * RADIUS},${y * RADIUS}`).join(" "),
        fill: form.hollow ? "none" : "currentColor",
        stroke: "currentColor",
        "stroke-width": 1.5,
      });
  }
}

function shape(name: string, attributes: Record<string, string | number>): SVGElement {
  const out = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) {
    out.setAttribute(key, String(value));
  }
  return out;
}
