// SPDX-License-Identifier: Apache-2.0
// What lies in an area that somebody has drawn a frame around, as sums.
import { element } from "../host";
import { duration } from "../../timeline/duration";
import { VERDICTS, type Area, type Item, type Scene } from "./scene";

export interface Sum {
  readonly kind: string;
  readonly name: string;
  count: number;
  /** Nanoseconds within the area, over all lanes. */
  time: number;
  readonly verdicts: Record<string, number>;
}

const MOST = 40;

// What counts by its name, and what by its state.
const BY_NAME = ["operation", "message", "window", "downtime", "finding"];
const BY_STATE = ["ring", "section"];

/** Sums over all that is shown in the area, those of most items first. */
export function sumsOf(scene: Scene, area: Area): Sum[] {
  const from = scene.scale.toTime(Math.min(area.from, area.to));
  const to = scene.scale.toTime(Math.max(area.from, area.to));
  const inside = (lane: number) => scene.layout.rows[lane] && (!area.lanes || area.lanes.has(lane));
  const sums = new Map<string, Sum>();
  for (const item of scene.run.items) {
    const known = BY_NAME.includes(item.kind) || (BY_STATE.includes(item.kind) && item.state !== "off");
    const touches = item.begin <= to && item.end >= from;
    if (known && touches && scene.shows(item) && (inside(item.lane) || inside(item.to))) {
      add(sums, item, Math.max(0, Math.min(to, item.end) - Math.max(from, item.begin)));
    }
  }
  return [...sums.values()].sort((a, b) => b.count - a.count || b.time - a.time);
}

function add(sums: Map<string, Sum>, item: Item, time: number): void {
  // Several that are merged have no name of their own.
  const name = BY_STATE.includes(item.kind) ? item.state : item.count > 1 ? `${item.kind}s` : item.name;
  const key = `${item.kind} ${name}`;
  const sum = sums.get(key) ?? { kind: item.kind, name, count: 0, time: 0, verdicts: {} };
  sum.count += item.count;
  sum.time += time;
  if (item.kind === "operation") {
    sum.verdicts[item.state] = (sum.verdicts[item.state] ?? 0) + item.count;
  }
  sums.set(key, sum);
}

export function fillSums(box: HTMLElement, scene: Scene, area: Area): void {
  const sums = sumsOf(scene, area);
  const verdicts = VERDICTS.filter((verdict) => sums.some((sum) => sum.verdicts[verdict])).reverse();
  const { timed } = scene.run.model;
  const time = scene.scale.toTime(area.to) - scene.scale.toTime(area.from);
  const lanes = area.lanes ? `, ${area.lanes.size} lanes` : "";
  const facts = element("div", "", box, "sums");
  const length = timed ? duration(Math.abs(time)) : `${Math.abs(Math.round(time))} steps`;
  element("h2", `In ${length}${lanes}`, facts);
  const table = element("table", "", facts);
  const head = element("tr", "", element("thead", "", table));
  for (const title of ["Kind", "Name", "Count", ...(timed ? ["Time"] : []), ...verdicts]) {
    element("th", title, head).scope = "col";
  }
  const body = element("tbody", "", table);
  for (const sum of sums.slice(0, MOST)) {
    const row = element("tr", "", body);
    element("td", sum.kind, row, "word");
    element("th", sum.name, row).scope = "row";
    element("td", String(sum.count), row);
    if (timed) {
      element("td", sum.time > 0 ? duration(sum.time) : "", row);
    }
    for (const verdict of verdicts) {
      element("td", sum.verdicts[verdict] ? String(sum.verdicts[verdict]) : "", row, verdict);
    }
  }
  if (sums.length > MOST) {
    element("p", `${sums.length - MOST} more kinds of items.`, facts);
  } else if (sums.length === 0) {
    element("p", "Nothing happens here.", facts);
  }
}
