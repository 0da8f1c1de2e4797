// SPDX-License-Identifier: Apache-2.0
// One line of the log: its number, its text in colours, and what became of what it tells of.
import type { LogLine } from "../../protocol";
import { element } from "../host";

// The types of tokens, as the server numbers them.
const TYPES = ["time", "event", "name", "value", "request", "pointer", "word"];
const MODIFIERS = ["executed", "skipped", "failed", "violation"];

/** Where a match stands in a line. */
export interface Mark {
  readonly column: number;
  readonly length: number;
  readonly current: boolean;
}

export function drawLine(
  row: HTMLElement,
  number: number,
  width: number,
  line: LogLine | undefined,
  marks: readonly Mark[],
): void {
  const gutter = element("span", String(number + 1), row, "number");
  gutter.style.width = `${width}ch`;
  gutter.setAttribute("role", "rowheader");
  if (!line) {
    cell(element("span", "...", row, "text waiting"));
    return;
  }
  const sign = element("span", "", row, `sign ${line.verdict ?? (line.problem ? "problem" : "")}`);
  sign.setAttribute("aria-hidden", "true");
  const text = cell(element("span", "", row, "text"));
  paint(text, line, marks);
  if (line.length !== undefined) {
    element("span", ` ... ${line.length.toLocaleString("en")} characters`, text, "faint");
  }
  if (line.lens) {
    const lens = element("span", line.lens, row, "lens");
    lens.dataset["item"] = String(line.item ?? -1);
    lens.title = "Show in the timeline";
    cell(lens);
  }
  if (line.note) {
    cell(element("span", line.note, row, `note ${line.verdict ?? ""}`));
  }
}

function cell(of: HTMLElement): HTMLElement {
  of.setAttribute("role", "gridcell");
  return of;
}

/** Cuts the text where a colour or a match begins or ends. */
function paint(parent: HTMLElement, { text, tokens }: LogLine, marks: readonly Mark[]): void {
  const cuts = new Set([0, text.length]);
  for (let i = 0; i < tokens.length; i += 4) {
    cuts.add(tokens[i]!).add(tokens[i]! + tokens[i + 1]!);
  }
  for (const { column, length } of marks) {
    cuts.add(column).add(column + length);
  }
  const places = [...cuts].filter((at) => at <= text.length).sort((a, b) => a - b);
  let token = 0;
  for (let i = 0; i + 1 < places.length; i++) {
    const from = places[i]!;
    while (token < tokens.length && tokens[token]! + tokens[token + 1]! <= from) {
      token += 4;
    }
    const within = token < tokens.length && tokens[token]! <= from;
    const mark = marks.find(({ column, length }) => column <= from && from < column + length);
    const classes = [
      within ? (TYPES[tokens[token + 2]!] ?? "") : "",
      ...(within ? MODIFIERS.filter((_, bit) => tokens[token + 3]! & (1 << bit)) : []),
      mark ? (mark.current ? "match current" : "match") : "",
    ];
    element("span", text.slice(from, places[i + 1]), parent, classes.join(" ").trim());
  }
}
