// SPDX-License-Identifier: Apache-2.0
// What is to be painted: the items with their places, and what people have chosen to see of them.
import type { Lane } from "../../protocol";
import type { ItemModel, TimelineModel } from "../../timeline/messages";
import { scaleOf, type Scale } from "./scale";

export interface Item extends ItemModel {
  /** Where it begins and ends, in units. */
  u0: number;
  u1: number;
}

/** Marks that matter more are painted later, on top. */
export const VERDICTS = ["not-due", "executed", "unknown", "skipped", "failed", "violation"];

export interface Run {
  readonly model: TimelineModel;
  readonly begin: bigint;
  readonly items: readonly Item[];
  readonly byId: ReadonlyMap<number, Item>;
  readonly bands: readonly Item[];
  readonly bars: readonly Item[];
  readonly windows: readonly Item[];
  readonly messages: readonly Item[];
  /** What was found, causes before what follows from them, errors before warnings. */
  readonly findings: readonly Item[];
  /** Operations by verdict, in the order of VERDICTS, each by time. */
  readonly marks: readonly (readonly Item[])[];
}

export function runOf(model: TimelineModel): Run {
  const items: Item[] = model.items.map((item) => ({ ...item, u0: 0, u1: 0 }));
  items.sort((a, b) => a.begin - b.begin || a.id - b.id);
  const of = (...kinds: string[]) => items.filter(({ kind }) => kinds.includes(kind));
  const operations = of("operation");
  return {
    model,
    begin: BigInt(model.begin),
    items,
    byId: new Map(items.map((item) => [item.id, item])),
    bands: of("attempt", "handover"),
    bars: of("ring", "section", "downtime"),
    windows: of("window"),
    messages: of("message"),
    findings: of("finding").sort((a, b) => gravity(a) - gravity(b) || a.begin - b.begin),
    marks: VERDICTS.map((verdict) => operations.filter(({ state }) => state === verdict)),
  };
}

function gravity({ state, within }: Item): number {
  return (state === "failed" ? 0 : 2) + (within >= 0 ? 1 : 0);
}

/** The height of a line with a finding, and how many of them a lane has at most. */
export const NOTE = 14;
const MOST_NOTES = 5;

/** How many lines for findings each lane needs. */
export function notesOf({ model, findings }: Run): number[] {
  const notes = model.lanes.map(() => 0);
  for (const { lane } of findings) {
    notes[lane] = Math.min(MOST_NOTES, (notes[lane] ?? 0) + 1);
  }
  return notes;
}

/**
 * The lanes that a band lies on: those of its two processes, and that of the stream to the second one. Other
 * processes that stand between them have no part in it.
 */
export function lanesOf({ model }: Run, { lane, to }: Item): number[] {
  const participantOf = (index: number) => model.lanes[index]?.participant ?? "";
  const [from, until] = [participantOf(lane), participantOf(to)];
  return model.lanes.flatMap(({ kind, participant = "" }, index) => {
    const stream = index + 1 < model.lanes.length && participantOf(index + 1) === until;
    const own = participant === from || participant === until;
    return (kind === "stream" ? stream : own) ? [index] : [];
  });
}

/** Puts each item at its place. */
export function place(run: Run, idleToScale: boolean): Scale {
  return placeOn(run, scaleOf(run.model, idleToScale));
}

/** The same, on a scale of somebody else's. */
export function placeOn(run: Run, scale: Scale): Scale {
  for (const item of run.items) {
    item.u0 = scale.toUnit(item.begin);
    item.u1 = item.end === item.begin ? item.u0 : scale.toUnit(item.end);
  }
  return scale;
}

export interface View {
  readonly from: number;
  readonly to: number;
}

export const WHOLE: View = { from: 0, to: 1 };

export interface LaneRow {
  readonly lane: Lane;
  /** Its number, which items know it by. */
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly middle: number;
  /** Lines for findings below it, and where they end. */
  readonly notes: number;
  readonly end: number;
}

export interface Layout {
  /** By number of the lane; null where it is not shown. */
  readonly rows: readonly (LaneRow | null)[];
  readonly pinned: ReadonlySet<number>;
  /** Where the lanes begin that scroll; those that are pinned lie between the axis and here. */
  readonly body: number;
  /** Of all lanes, with the axis above them. */
  readonly height: number;
}

/** The height of the axis above the lanes. */
export const HEAD = 66;

const HEIGHTS: Record<Lane["kind"], number> = {
  participant: 22,
  device: 42,
  queue: 22,
  backend: 24,
  stream: 28,
};

const NONE: ReadonlySet<number> = new Set();

/**
 * Puts lanes below each other: those that are pinned first.
 *
 * @param scroll how far the others are moved up
 * @param notes how many lines for findings each lane has
 */
export function layOut(
  lanes: readonly Lane[],
  shows: (lane: Lane) => boolean,
  pinned: ReadonlySet<number> = NONE,
  scroll = 0,
  notes: readonly number[] = [],
): Layout {
  const queues = lanes.filter((lane) => lane.kind === "queue" && shows(lane)).length;
  const rows: (LaneRow | null)[] = lanes.map(() => null);
  let top = HEAD;
  const add = (index: number, moved: number) => {
    const lane = lanes[index]!;
    const height = lane.kind === "queue" && queues > 24 ? 12 : HEIGHTS[lane.kind];
    const at = top - moved;
    const lines = notes[index] ?? 0;
    rows[index] = {
      lane,
      index,
      top: at,
      height,
      middle: at + height * (lane.kind === "device" ? 0.68 : 0.5),
      notes: lines,
      end: at + height + lines * NOTE,
    };
    top += height + lines * NOTE;
  };
  const shown = lanes.flatMap((lane, index) => (shows(lane) ? [index] : []));
  const above = shown.filter((index) => pinned.has(index));
  above.forEach((index) => add(index, 0));
  const body = top;
  shown.filter((index) => !pinned.has(index)).forEach((index) => add(index, scroll));
  return { rows, pinned: new Set(above), body, height: top + 6 };
}

/** The same, of which only the pinned lanes, or only the others, are shown. */
export function partOf(layout: Layout, pinned: boolean): Layout {
  if (layout.pinned.size === 0 && !pinned) {
    return layout;
  }
  const rows = layout.rows.map((row) => (row && layout.pinned.has(row.index) === pinned ? row : null));
  return { ...layout, rows };
}

/** The lane at a height of the picture, or undefined. */
export function rowAt({ layout }: Scene, y: number): LaneRow | undefined {
  if (y < HEAD) {
    return undefined;
  }
  const pinned = y < layout.body;
  const found = layout.rows.find(
    (row) => row && layout.pinned.has(row.index) === pinned && y >= row.top && y < row.end,
  );
  return found ?? undefined;
}

/** What somebody has drawn a frame around: a stretch, and lanes; null: all lanes. */
export interface Area extends View {
  readonly lanes: ReadonlySet<number> | null;
}

/** All that one picture depends on. */
export interface Scene {
  readonly run: Run;
  readonly scale: Scale;
  readonly view: View;
  readonly layout: Layout;
  readonly width: number;
  readonly height: number;
  /** The width of the column with the names of the lanes. */
  readonly names: number;
  readonly shows: (item: Item) => boolean;
  readonly matches: ReadonlySet<number> | null;
  readonly selected: readonly Item[];
  /** The debugger's position, in units. */
  readonly debug: number | null;
  /** The lane whose name is pointed at. */
  readonly pointed: number | null;
  /** What is measured, in units. */
  readonly measured: Area | null;
}

// Space for half a mark at both ends.
const EDGE = 7;

export function xOf({ view, width, names }: Scene, unit: number): number {
  return names + EDGE + ((unit - view.from) / (view.to - view.from)) * (width - names - 2 * EDGE);
}

export function unitOf({ view, width, names }: Scene, x: number): number {
  return view.from + ((x - names - EDGE) / (width - names - 2 * EDGE)) * (view.to - view.from);
}

/** The first item of a sorted list that begins at or after a unit. */
export function firstFrom(items: readonly Item[], unit: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle]!.u0 < unit) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

export function eachInView(
  scene: Scene,
  items: readonly Item[],
  visit: (item: Item, x: number) => void,
): void {
  const { view } = scene;
  const margin = (view.to - view.from) * 0.01;
  for (let i = firstFrom(items, view.from - margin); i < items.length; i++) {
    const item = items[i]!;
    if (item.u0 > view.to + margin) {
      return;
    }
    visit(item, xOf(scene, item.u0));
  }
}
