// SPDX-License-Identifier: Apache-2.0
// The sign of a verdict as it is drawn on the picture, for the page around it.
import { formOf } from "./surface";

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
