// SPDX-License-Identifier: Apache-2.0
// One line of bytes: where it begins, the bytes, and what of them is text.
import { element } from "../host";
import type { Pages } from "./pages";

export const WIDTH = 16;

export interface Marks {
  /** The bytes that are selected. */
  from: number;
  to: number;
  /** The one of them that the keys move. */
  cursor: number;
  /** Where descriptors lie. */
  readonly descriptors: Set<number>;
}

export function drawHex(line: HTMLElement, offset: number, size: number, pages: Pages, marks: Marks): void {
  element("span", offset.toString(16).padStart(8, "0"), line, "offset");
  const bytes = element("span", "", line, "bytes");
  const chars = element("span", "", line, "chars");
  for (let at = offset; at < Math.min(size, offset + WIDTH); at++) {
    const value = pages.at(at);
    const hex = value === undefined ? ".." : value.toString(16).padStart(2, "0");
    const char = value !== undefined && value >= 0x20 && value < 0x7f ? String.fromCharCode(value) : "\u00b7";
    const className = classOf(at, marks);
    for (const cell of [element("span", hex, bytes, className), element("span", char, chars, className)]) {
      cell.dataset["offset"] = String(at);
    }
    if (marks.descriptors.has(at)) {
      bytes.lastElementChild?.setAttribute("title", "a file descriptor came with this byte");
    }
  }
}

function classOf(at: number, marks: Marks): string {
  const marked = at >= marks.from && at < marks.to ? "marked" : "";
  const cursor = at === marks.cursor ? "cursor" : "";
  const descriptor = marks.descriptors.has(at) ? "descriptor" : "";
  return [marked, cursor, descriptor].filter(Boolean).join(" ");
}
