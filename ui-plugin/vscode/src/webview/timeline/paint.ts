// SPDX-License-Identifier: Apache-2.0
// Paints a scene: lanes and what lasts in them, then what happens at a moment.
import { paintAxis } from "./paintAxis";
import { paintMarks, paintMessages, paintSelection } from "./paintMarks";
import { duration } from "../../timeline/duration";
import { paintFindings } from "./paintFindings";
import { clock } from "./scale";
import { HEAD, lanesOf, partOf, xOf, type Item, type LaneRow, type Scene } from "./scene";
import type { Surface } from "./surface";

export function paint(on: Surface, scene: Scene): void {
  const { layout, width, height } = scene;
  paintPart(on, { ...scene, layout: partOf(layout, false) }, layout.body, height);
  if (layout.body > HEAD) {
    paintPart(on, { ...scene, layout: partOf(layout, true) }, HEAD, layout.body);
    on.lines([0, layout.body - 0.5, width, layout.body - 0.5], "rule");
  }
  paintHead(on, scene);
}

/** The axis, which stays where it is however far the lanes are moved. */
function paintHead(on: Surface, scene: Scene): void {
  on.fill(0, 0, scene.width, HEAD, "paper");
  paintLegend(on, scene.names);
  on.clip(scene.names, 0, scene.width - scene.names, HEAD, () => {
    paintAxis(on, scene);
    paintBandNames(on, scene);
    paintSelection(on, scene);
  });
}

/** The lanes between two heights. */
function paintPart(on: Surface, scene: Scene, top: number, bottom: number): void {
  on.fill(0, top, scene.width, bottom - top, "paper");
  on.clip(0, top, scene.width, bottom - top, () => {
    paintLanes(on, scene);
    on.clip(scene.names, top, scene.width - scene.names, bottom - top, () => {
      paintAxis(on, scene);
      paintBands(on, scene);
      paintBars(on, scene);
      paintWindows(on, scene);
      paintMessages(on, scene);
      paintMarks(on, scene);
      paintFindings(on, scene);
      paintSelection(on, scene);
    });
  });
}

// States of rings by the colour of their bars.
const LEGEND = ["configured", "started", "enabled", "transferred"];

function paintLegend(on: Surface, names: number): void {
  if (names < 180) {
    return;
  }
  LEGEND.forEach((state, index) => {
    const x = 8 + (index % 2) * 86;
    const y = 12 + Math.floor(index / 2) * 20;
    on.fill(x, y, 12, 12, state);
    if (state === "transferred") {
      on.lines(stripes(x, y, x + 12, y + 12), "stripe", 1.5);
    }
    on.text(state, x + 16, y + 6, { colour: "ink", size: 10 });
  });
}

// The place of the pin in the column of names, from its right end.
export const PIN = 14;

function paintLanes(on: Surface, { layout, width, height, names, pointed }: Scene): void {
  for (const row of layout.rows) {
    if (!row || row.top > height || row.end < 0) {
      continue;
    }
    const group = row.lane.kind === "participant";
    const middle = row.top + row.height / 2;
    on.fill(0, row.top, width, row.end - row.top - 1, group ? "group" : "panel");
    if (layout.pinned.has(row.index) || pointed === row.index) {
      paintPin(on, names - PIN, middle, layout.pinned.has(row.index));
    }
    if (row.height < 14 && (row.lane.queue ?? 0) % 4 !== 0) {
      continue;
    }
    const style = { colour: "ink", bold: group || row.lane.kind === "stream" };
    const indent = row.lane.kind === "queue" ? 22 : group ? 6 : 12;
    // The end of a device's name tells more than its beginning, which is a bus address.
    const keepsEnd = row.lane.kind === "device";
    const label = shorten(
      nameOf(row, layout.pinned.has(row.index)),
      keepsEnd,
      (text) => on.width(text, style) <= names - indent - 2 * PIN,
    );
    on.text(label, indent, middle, style);
  }
}

/** A lane that is pinned stands apart from its process, so it says whose it is. */
function nameOf({ lane }: LaneRow, pinned: boolean): string {
  const owner = pinned && lane.kind !== "participant" ? (lane.participant ?? "") : "";
  const device = lane.kind === "queue" && owner !== "" ? (lane.device?.split("/").pop() ?? "") : "";
  return [owner, device, lane.label].filter(Boolean).join(" ");
}

function paintPin(on: Surface, x: number, y: number, pinned: boolean): void {
  const colour = pinned ? "select" : "faint";
  on.fill(x - 2, y - 5, 5, 5, colour);
  on.lines([x - 4, y + 0.5, x + 5, y + 0.5, x + 0.5, y, x + 0.5, y + 6], colour, 1.5);
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
  for (const item of scene.run.bands) {
    const [from, to] = extentOf(scene, item);
    const rows = item.kind === "handover" ? rowsOf(scene, item) : [];
    for (const { top, end } of rows) {
      on.fill(from, top, to - from, end - top, "handover");
    }
  }
}

function paintBandNames(on: Surface, scene: Scene): void {
  const attempts: Line = { y: 8, free: 0 };
  const handovers: Line = { y: 25, free: 0 };
  for (const item of scene.run.bands) {
    const [from, to] = extentOf(scene, item);
    if (item.kind === "attempt") {
      const colour = item.state === "failed" ? "violation" : "ink";
      on.lines([from, 16, to, 16], colour, 2);
      label(on, scene, `${item.name}: ${item.state}`, from, to, attempts, colour);
    } else if (rowsOf(scene, item).length > 0) {
      label(on, scene, bandText(scene, item), from, to, handovers, "edge");
    }
  }
}

/** How long it took, as far as both ends are known, and at what time of day it began. */
function bandText({ run }: Scene, item: Item): string {
  if (!run.model.timed) {
    return item.name;
  }
  const takes = item.estimated ? "" : ` ${duration(item.end - item.begin)}`;
  return `${item.name}${takes} from ${clock(run.begin, item.begin)}`;
}

function extentOf(scene: Scene, item: Item): [number, number] {
  const from = xOf(scene, item.u0);
  return [from, Math.max(from + 3, xOf(scene, item.u1))];
}

function rowsOf({ run, layout }: Scene, item: Item): LaneRow[] {
  return lanesOf(run, item).flatMap((index) => layout.rows[index] ?? []);
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
      paintDowntime(on, item, left, right, (top + bottom) / 2);
    }
  }
}

/** What a part of the downtime was spent on, where there is space to say it. */
function paintDowntime(on: Surface, item: Item, left: number, right: number, y: number): void {
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
  const next = nextOf(scene.run.windows);
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
      const after = next.get(item.id);
      const free = after === undefined ? scene.width : xOf(scene, after.u0) - 4;
      // What reaches over the next window would leave that one without a name.
      const text = left + on.width(titleOf(item), style) < free ? titleOf(item) : item.name;
      on.text(text, left, row.top + row.height * 0.2, style);
      filled.set(item.lane, left + on.width(text, style) + 6);
    }
  }
}

/** By id of a window, the next one in its lane. */
function nextOf(windows: readonly Item[]): Map<number, Item> {
  const next = new Map<number, Item>();
  const last = new Map<number, Item>();
  for (const item of windows) {
    const before = last.get(item.lane);
    if (before) {
      next.set(before.id, item);
    }
    last.set(item.lane, item);
  }
  return next;
}

function titleOf({ name, state }: Item): string {
  return state === "ordinary" ? name : `${name} (${state})`;
}
