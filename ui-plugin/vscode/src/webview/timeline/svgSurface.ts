// SPDX-License-Identifier: Apache-2.0
import { colourOf, formOf, type Surface, type TextStyle } from "./surface";
import type { Theme } from "./theme";

const NAMESPACE = "http://www.w3.org/2000/svg";

/** Draws an SVG document. It is built as a tree, so texts of a capture stay texts. */
export class SvgSurface implements Surface {
  private readonly root: Element;
  private parent: Element;
  private clips = 0;

  constructor(
    width: number,
    height: number,
    private readonly theme: Theme,
    private readonly measure: (text: string, style: TextStyle) => number,
  ) {
    this.root = document.createElementNS(NAMESPACE, "svg");
    this.parent = this.root;
    for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) {
      this.root.setAttribute(name, String(value));
    }
    this.root.setAttribute("font-family", theme.font);
    this.root.setAttribute("dominant-baseline", "central");
  }

  toString(): string {
    return new XMLSerializer().serializeToString(this.root);
  }

  private add(name: string, attributes: Record<string, string | number>): Element {
    const out = document.createElementNS(NAMESPACE, name);
    for (const [key, value] of Object.entries(attributes)) {
      out.setAttribute(key, typeof value === "number" ? String(Math.round(value * 100) / 100) : value);
    }
    this.parent.append(out);
    return out;
  }

  fill(x: number, y: number, width: number, height: number, colour: string): void {
    this.add("rect", { x, y, width, height, fill: this.theme.colour(colour) });
  }

  frame(x: number, y: number, width: number, height: number, colour: string, line = 1): void {
    const stroke = this.theme.colour(colour);
    this.add("rect", { x, y, width, height, fill: "none", stroke, "stroke-width": line });
  }

  lines(points: readonly number[], colour: string, line = 1, dash: readonly number[] = []): void {
    const parts: string[] = [];
    for (let i = 0; i + 3 < points.length; i += 4) {
      const [x, y, toX, toY] = points.slice(i, i + 4).map((each) => Math.round(each * 100) / 100);
      parts.push(`M${x} ${y}L${toX} ${toY}`);
    }
    if (parts.length > 0) {
      this.add("path", {
        d: parts.join(""),
        stroke: this.theme.colour(colour),
        "stroke-width": line,
        "stroke-dasharray": dash.join(" ") || "none",
      });
    }
  }

  text(text: string, x: number, middle: number, { colour, size = 12, bold = false }: TextStyle): void {
    const fill = this.theme.colour(colour);
    const attributes = { x, y: middle, fill, "font-size": size, "font-weight": bold ? "bold" : "normal" };
    this.add("text", attributes).textContent = text;
  }

  width(text: string, style: TextStyle): number {
    return this.measure(text, style);
  }

  mark(state: string, x: number, y: number, r: number, alpha: number): void {
    const form = formOf(state);
    const own = this.theme.colour(colourOf(state));
    const paper = this.theme.colour("paper");
    const solid = { fill: own, stroke: paper, "stroke-width": 1.5, opacity: alpha };
    if (form.kind === "circle") {
      this.add("circle", { cx: x, cy: y, r, ...solid });
    } else if (form.kind === "dot") {
      this.add("rect", { x: x - 1, y: y - 1, width: 2, height: 2, fill: own, opacity: alpha });
    } else if (form.kind === "cross") {
      const d = `M${x - r} ${y - r}L${x + r} ${y + r}M${x + r} ${y - r}L${x - r} ${y + r}`;
      this.add("path", { d, stroke: own, "stroke-width": 1.5, opacity: alpha });
    } else {
      const points = form.points.map(([px, py]) => `${(x + px * r).toFixed(2)},${(y + py * r).toFixed(2)}`);
      const colours = form.hollow ? { fill: paper, stroke: own } : {};
      this.add("polygon", { points: points.join(" "), ...solid, ...colours });
    }
  }

  clip(x: number, y: number, width: number, height: number, paint: () => void): void {
    const outer = this.parent;
    const id = `clip${this.clips++}`;
    this.parent = this.add("clipPath", { id });
    this.add("rect", { x, y, width, height });
    this.parent = outer;
    this.parent = this.add("g", { "clip-path": `url(#${id})` });
    paint();
    this.parent = outer;
  }
}
