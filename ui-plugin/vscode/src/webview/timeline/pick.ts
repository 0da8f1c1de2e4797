// SPDX-License-Identifier: Apache-2.0
// Which item lies under the pointer.
import { eachInView, HEAD, partOf, rowAt, VERDICTS, xOf, type Item, type Scene } from "./scene";

const REACH = 8;

/** The nearest mark; else a message; else the narrowest bar there. */
export function itemAt(whole: Scene, x: number, y: number): Item | undefined {
  if (x < whole.names) {
    return undefined;
  }
  if (y < HEAD) {
    return bandAt(whole, x, y);
  }
  const scene = { ...whole, layout: partOf(whole.layout, y < whole.layout.body) };
  const lane = rowAt(whole, y)?.index ?? -1;
  return markAt(scene, lane, x) ?? messageAt(scene, x, y) ?? barAt(scene, lane, x) ?? bandAt(scene, x, y);
}

function markAt(scene: Scene, lane: number, x: number): Item | undefined {
  let best: Item | undefined;
  let nearest = REACH;
  for (const item of scene.run.findings) {
    const away = Math.abs(xOf(scene, item.u0) - x);
    if (item.lane === lane && away < nearest && scene.shows(item)) {
      nearest = away;
      best = item;
    }
  }
  if (best) {
    return best;
  }
  // The marks painted last lie on top: at the same distance they win.
  VERDICTS.forEach((_, index) => {
    eachInView(scene, scene.run.marks[index]!, (item, at) => {
      const away = Math.abs(at - x);
      if (item.lane === lane && away <= nearest && scene.shows(item)) {
        nearest = away;
        best = item;
      }
    });
  });
  return best;
}

function messageAt(scene: Scene, x: number, y: number): Item | undefined {
  let best: Item | undefined;
  let nearest = 4;
  eachInView(scene, scene.run.messages, (item, at) => {
    const from = scene.layout.rows[item.lane]?.middle;
    const to = scene.layout.rows[item.to]?.middle;
    const away = Math.abs(at - x);
    const between =
      from !== undefined && to !== undefined && y >= Math.min(from, to) && y <= Math.max(from, to);
    if (between && away <= nearest && scene.shows(item)) {
      nearest = away;
      best = item;
    }
  });
  return best;
}

function barAt(scene: Scene, lane: number, x: number): Item | undefined {
  const under = [...scene.run.windows, ...scene.run.bars].filter(
    (item) =>
      item.lane === lane &&
      item.state !== "off" &&
      xOf(scene, item.u0) - 4 <= x &&
      x <= xOf(scene, item.u1) + 4 &&
      scene.shows(item),
  );
  return under.sort((a, b) => a.u1 - a.u0 - (b.u1 - b.u0))[0];
}

function bandAt(scene: Scene, x: number, y: number): Item | undefined {
  const kind = y < 17 ? "attempt" : "handover";
  return scene.run.bands.find(
    (item) => item.kind === kind && xOf(scene, item.u0) - 2 <= x && x <= xOf(scene, item.u1) + 2,
  );
}
