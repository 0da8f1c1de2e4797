// SPDX-License-Identifier: Apache-2.0
// Paints a scene: lanes and what lasts in them, then what happens at a moment.
import { paintAxis } from "./paintAxis";
import { paintMarks, paintMessages, paintSelection } from "./paintMarks";
import { duration } from "./scale";
import { xOf, type Item, type Scene } from "./scene";
import type { Surface } from "./surface";

export function paint(on: Surface, scene: Scene): void {
  on.fill(0, 0, scene.width, scene.layout.height, "paper");
  paintLanes(on, scene);
  on.clip(scene.names, 0, scene.width - scene.names, scene.layout.height, () => {
    paintAxis(on, scene);
    paintBands(on, scene);
    paintBars(on, scene);
    paintWindows(on, scene);
    paintMessages(on, scene);
    paintMarks(on, scene);
    paintSelection(on, scene);
  });
}

function paintLanes(on: Surface, { layout, width, names }: Scene): void {
  for (const row of layout.rows) {
    if (!row) {
      continue;
    }
    const group = row.lane.kind === "participant";
    on.fill(0, row.top, width, row.height - 1, group ? "group" : "panel");
    if (row.height < 14 && (row.lane.queue ?? 0) % 4 !== 0) {
      continue;
    }
    const style = { colour: "ink", bold: group || row.lane.kind === "stream" };
    const indent = row.lane.kind === "queue" ? 22 : group ? 6 : 12;
    // The end of a device's name tells more than its beginning, which is a bus address.
    const keepsEnd = row.lane.kind === "device";
    const label = shorten(row.lane.label, keepsEnd, (text) => on.width(text, style) <= names - indent - 4);
    on.text(label, indent, row.top + row.height / 2, style);
  }
}

export function shorten(text: string, keepsEnd: boolean, fits: (text: string) => boolean): string {
  // A name may be as long as its writer liked; measuring it all would take its time.
  let out = text.length > 200 ? (keepsEnd ? text.slice(-200) : text.slice(0, 200)) : text;
  while (out.length > 3 && !fits(out)) {
    out = keepsEnd ? "\u2026" + out.slice(2) : out.slice(0, -2) + "\u2026";
  }
  return out;
}

function paintBands(on: Surface, scene: Scene): void {
  const { layout, run } = scene;
  const attempts: Line = { y: 8, free: 0 };
  const handovers: Line = { y: 25, free: 0 };
  for (const item of run.bands) {
    const from = xOf(scene, item.u0);
    const to = Math.max(from + 3, xOf(scene, item.u1));
    if (item.kind === "attempt") {
      const colour = item.state === "failed" ? "violation" : "ink";
      on.lines([from, 16, to, 16], colour, 2);
      label(on, scene, `${item.name}: ${item.state}`, from, to, attempts, colour);
      continue;
    }
    const first = layout.rows[item.lane];
    const last = lastRow(scene, item.to);
    if (first && last) {
      on.fill(from, first.top, to - from, last.top + last.height - first.top, "handover");
      const takes = run.model.timed ? ` ${duration(item.end - item.begin)}` : "";
      label(on, scene, item.name + takes, from, to, handovers, "edge");
    }
  }
}

/** The last shown lane of the participant that a lane belongs to. */
function lastRow({ run, layout }: Scene, lane: number) {
  const participant = run.model.lanes[lane]?.participant;
  return layout.rows.findLast((row) => row && row.lane.participant === participant);
}

/** A line of labels, and how far it is taken. */
interface Line {
  readonly y: number;
  free: number;
}

function label(
  on: Surface,
  scene: Scene,
  text: string,
  from: number,
  to: number,
  line: Line,
  colour: string,
): void {
  const style = { colour, size: 11, bold: true };
  const left = Math.max(from, scene.names);
  const right = Math.min(to, scene.width);
  const wide = on.width(text, style);
  const x = Math.max(left, (left + right - wide) / 2);
  if (right > left && right - left > Math.min(wide, 30) && x >= line.free) {
    on.text(text, x, line.y, style);
    line.free = x + wide + 6;
  }
}

// A section of a stream has the colour of what it holds.
const SECTIONS: Record<string, string> = { vhost: "section", state: "section" };

function paintBars(on: Surface, scene: Scene): void {
  const last = new Float64Array(scene.run.model.lanes.length).fill(-9);
  for (const item of scene.run.bars) {
    const row = scene.layout.rows[item.lane];
    const from = xOf(scene, item.u0);
    const to = xOf(scene, item.u1);
    if (!row || item.state === "off" || to < scene.names || from > scene.width || !scene.shows(item)) {
      continue;
    }
    // Of those that share a pixel one is painted.
    if (to - last[item.lane]! < 1) {
      continue;
    }
    last[item.lane] = from;
    const left = Math.max(from, scene.names);
    const right = Math.max(left + 1, Math.min(to, scene.width));
    const top = row.top + 3;
    const bottom = top + row.height - 7;
    on.fill(left, top, right - left, bottom - top, SECTIONS[item.state] ?? item.state);
    if (item.state === "transferred") {
      on.lines(stripes(left, top, right, bottom), "stripe", 1.5);
    }
    if (item.kind === "downtime") {
      paintPart(on, item, left, right, (top + bottom) / 2);
    }
  }
}

/** What a part of the downtime was spent on, where there is space to say it. */
function paintPart(on: Surface, item: Item, left: number, right: number, y: number): void {
  const style = { colour: "on-part", size: 11 };
  const wide = on.width(item.name, style);
  if (wide + 4 < right - left) {
    on.text(item.name, (left + right - wide) / 2, y, style);
  }
}

function stripes(left: number, top: number, right: number, bottom: number): number[] {
  const points: number[] = [];
  const height = bottom - top;
  for (let at = left - height; at < right; at += 7) {
    const from = Math.max(at, left);
    const to = Math.min(at + height, right);
    points.push(from, bottom - (from - at), to, bottom - (to - at));
  }
  return points;
}

function paintWindows(on: Surface, scene: Scene): void {
  const filled = new Map<number, number>();
  const last = new Float64Array(scene.run.model.lanes.length).fill(-9);
  for (const item of scene.run.windows) {
    const row = scene.layout.rows[item.lane];
    const from = xOf(scene, item.u0) - 4;
    const to = xOf(scene, item.u1) + 4;
    if (!row || to < scene.names || from > scene.width || !scene.shows(item)) {
      continue;
    }
    // One that lies upon the one before shows nothing new, unless it failed.
    if (from - last[item.lane]! < 2 && to - from < 10 && item.state !== "failed") {
      continue;
    }
    last[item.lane] = from;
    const top = row.top + row.height * 0.4;
    on.fill(from, top, to - from, row.height * 0.55, "paper");
    on.frame(from, top, to - from, row.height * 0.55, item.state === "failed" ? "violation" : "faint");
    const left = Math.max(from, scene.names + 2);
    if (left >= (filled.get(item.lane) ?? 0)) {
      const style = { colour: "ink", size: 11, bold: item.state !== "ordinary" };
      const text = titleOf(item);
      on.text(text, left, row.top + row.height * 0.2, style);
      filled.set(item.lane, left + on.width(text, style) + 6);
    }
  }
}

function titleOf({ name, state }: Item): string {
  return state === "ordinary" ? name : `${name} (${state})`;
}
