// SPDX-License-Identifier: Apache-2.0
// What happens at a moment: messages, operations, and what is selected. Of marks that lie upon each other
// one is painted, so a picture costs what can be seen in it, not what is in the trace.
import { duration } from "../../timeline/duration";
import { eachInView, HEAD, VERDICTS, xOf, type Area, type Scene } from "./scene";
import type { Surface } from "./surface";

export function paintMessages(on: Surface, scene: Scene): void {
  const { layout, run, shows } = scene;
  const last = new Float64Array(run.model.lanes.length).fill(-9);
  const points: number[] = [];
  eachInView(scene, run.messages, (item, x) => {
    const from = layout.rows[item.lane];
    const to = layout.rows[item.to];
    if (!from || !to || x - last[item.lane]! < 2 || !shows(item)) {
      return;
    }
    last[item.lane] = x;
    const back = to.middle > from.middle ? -6 : 6;
    points.push(x, from.middle, x, to.middle);
    points.push(x - 2.5, to.middle + back, x, to.middle, x, to.middle, x + 2.5, to.middle + back);
  });
  on.lines(points, "message");
}

// Marks of one verdict that are closer than half of a mark look the same as fewer of them.
const CLOSE = 4.5;

export function paintMarks(on: Surface, scene: Scene): void {
  const { layout, run, shows, matches } = scene;
  VERDICTS.forEach((verdict, index) => {
    const last = new Float64Array(run.model.lanes.length).fill(-9);
    eachInView(scene, run.marks[index]!, (item, x) => {
      const row = layout.rows[item.lane];
      const dim = matches !== null && !matches.has(item.id);
      if (!row || (x - last[item.lane]! < CLOSE && (dim || !matches)) || !shows(item)) {
        return;
      }
      last[item.lane] = x;
      on.mark(verdict, x, row.middle, Math.min(4.5, row.height * 0.3), dim ? 0.2 : 1);
    });
  });
}

export function paintSelection(on: Surface, scene: Scene): void {
  const { layout, selected, debug, measured, height } = scene;
  for (const [index, item] of selected.entries()) {
    const row = layout.rows[item.lane];
    const from = xOf(scene, item.u0);
    if (row) {
      on.frame(from - 7, row.top + 1, xOf(scene, item.u1) - from + 14, row.height - 3, "select", 2);
    }
    if (index === 0) {
      on.lines([from, HEAD - 16, from, height], "select", 1.5, [4, 3]);
    }
  }
  if (debug !== null) {
    const x = xOf(scene, debug);
    on.lines([x, HEAD - 12, x, height], "debug", 2);
    on.fill(x - 6, HEAD - 20, 12, 10, "debug");
  }
  if (measured) {
    paintMeasure(on, scene, measured);
  }
}

function paintMeasure(on: Surface, scene: Scene, { from, to, lanes }: Area): void {
  const { layout, height } = scene;
  const left = xOf(scene, Math.min(from, to));
  const right = xOf(scene, Math.max(from, to));
  for (const row of layout.rows) {
    if (row && (!lanes || lanes.has(row.index))) {
      on.fill(left, row.top, right - left, row.height, "measure");
    }
  }
  on.lines([left, HEAD - 8, left, height, right, HEAD - 8, right, height], "select");
  on.lines([left, HEAD - 4, right, HEAD - 4], "select");
  const text = measureText(scene, from, to);
  const style = { colour: "select", bold: true };
  const wide = on.width(text, style);
  const x = Math.max(scene.names + 4, Math.min(scene.width - wide - 4, (left + right - wide) / 2));
  // No tick shows through on the length.
  const begin = Math.min(left + 1, x - 3);
  on.fill(begin, HEAD - 22, Math.max(right - 1, x + wide + 3) - begin, 14, "paper");
  on.text(text, x, HEAD - 15, style);
}

export function measureText({ run, scale }: Scene, from: number, to: number): string {
  const length = Math.abs(scale.toTime(to) - scale.toTime(from));
  return run.model.timed ? duration(length) : `${Math.round(length)} steps`;
}
