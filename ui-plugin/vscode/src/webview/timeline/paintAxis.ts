// SPDX-License-Identifier: Apache-2.0
// The axis above the lanes. Each stretch has its own scale; between them stands how long nothing happened.
import { duration, tickText } from "../../timeline/duration";
import { roundStep } from "./scale";
import { HEAD, xOf, type Scene } from "./scene";
import type { Surface } from "./surface";

const FAINT = { colour: "faint", size: 11 };
const TICK = 90;

export function paintAxis(on: Surface, scene: Scene): void {
  const { segments } = scene.scale;
  let free = scene.names;
  let ticked = scene.names;
  segments.forEach((segment, index) => {
    const before = segments[index - 1];
    if (before && segment.begin > before.end) {
      const middle = (xOf(scene, before.to) + xOf(scene, segment.from)) / 2;
      if (middle > scene.names && middle < scene.width) {
        on.lines([middle, HEAD - 14, middle, scene.height], "rule", 1, [2, 3]);
        const idle = segment.begin - before.end;
        const text = scene.run.model.timed && idle > 0 ? `${duration(idle)} idle` : "";
        const wide = on.width(text, FAINT);
        if (middle - wide / 2 > free) {
          on.text(text, middle - wide / 2, 39, FAINT);
          free = middle + wide / 2 + 4;
        }
      }
    }
    ticked = ticks(on, scene, index, ticked);
  });
}

/** Ticks of one stretch, told from its begin; returns how far their texts reach. */
function ticks(on: Surface, scene: Scene, index: number, from: number): number {
  const segment = scene.scale.segments[index]!;
  const left = xOf(scene, segment.from);
  const right = xOf(scene, segment.to);
  const span = segment.end - segment.begin;
  if (!scene.run.model.timed || right < scene.names || left > scene.width || right - left < 20) {
    return from;
  }
  const step = roundStep((span / (right - left)) * TICK);
  const seenFrom = Math.max(0, ((scene.names - left) / (right - left)) * span);
  const seenTo = Math.min(span, ((scene.width - left) / (right - left)) * span);
  const before = scene.scale.segments[index - 1]?.begin ?? 0;
  let free = from;
  for (let at = Math.ceil(seenFrom / step) * step; at <= seenTo; at += step) {
    const x = left + (at / Math.max(1, span)) * (right - left);
    on.lines([x, HEAD - 6, x, HEAD], "rule");
    const text = at === 0 ? beginText(segment.begin, before) : tickText(at, step, seenTo);
    if (x >= free && x + on.width(text, FAINT) < scene.width) {
      on.text(text, x + 2, HEAD - 12, FAINT);
      free = x + on.width(text, FAINT) + 10;
    }
  }
  return free;
}

/** When a stretch begins: as a duration, or with what it takes to tell it from the begin of the one before. */
function beginText(begin: number, before: number): string {
  const said = duration(begin);
  return `+${said === duration(before) && begin > before ? tickText(begin, begin - before) : said}`;
}
