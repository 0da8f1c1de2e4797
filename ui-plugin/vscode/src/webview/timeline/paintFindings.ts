// SPDX-License-Identifier: Apache-2.0
// What was found, at its moment: a flag, and below its lane what it is, as long as there are lines.
import { shorten } from "./paint";
import { xOf, NOTE, type Item, type LaneRow, type Scene } from "./scene";
import type { Surface } from "./surface";

const RADIUS = 5;

export function findingColour(state: string): string {
  return state === "failed" ? "violation" : "warning";
}

export function paintFindings(on: Surface, scene: Scene): void {
  const lines = new Map<number, number>();
  const flags: [Item, LaneRow, number][] = [];
  for (const item of scene.run.findings) {
    const row = scene.layout.rows[item.lane];
    if (!row || !scene.shows(item)) {
      continue;
    }
    const line = lines.get(item.lane) ?? 0;
    lines.set(item.lane, line + 1);
    const x = xOf(scene, item.u0);
    if (x < scene.names - RADIUS || x > scene.width + RADIUS) {
      continue;
    }
    flags.push([item, row, x]);
    on.lines([x, row.top, x, row.end], findingColour(item.state));
    if (line < row.notes) {
      paintText(on, scene, item, x, row.top + row.height + (line + 0.5) * NOTE);
    }
  }
  // Those that matter more lie on top.
  for (const [item, row, x] of flags.reverse()) {
    on.mark(`${findingColour(item.state)}-flag`, x, row.middle, RADIUS, 1);
  }
}

function paintText(on: Surface, { names, width }: Scene, item: Item, x: number, y: number): void {
  const style = { colour: findingColour(item.state), size: 11 };
  const text = `${item.name} ${item.why}`;
  const right = width - x - 10;
  const left = x - names - 10;
  // On the side with more room, unless it fits to the right of the flag.
  const after = on.width(text, style) <= right || right >= left;
  const fitting = shorten(text, false, (each) => on.width(each, style) <= (after ? right : left));
  on.text(fitting, after ? x + 6 : x - 6 - on.width(fitting, style), y, style);
}
