// SPDX-License-Identifier: Apache-2.0
// Where a time lies. Positions are units: 0 is the begin of the run, 1 its end. Idle time is cut out, and
// each stretch between has a scale of its own; or all of it is to scale.
import type { SegmentModel, TimelineModel } from "../../timeline/messages";

export interface Scale {
  readonly segments: readonly SegmentModel[];
  toUnit(time: number): number;
  toTime(unit: number): number;
}

export function scaleOf(model: TimelineModel, idleToScale: boolean): Scale {
  const whole = [{ begin: 0, end: Math.max(1, model.length), from: 0, to: 1 }];
  const segments = idleToScale || model.segments.length === 0 ? whole : model.segments;
  return {
    segments,
    toUnit: (time) => convert(segments, time, "begin", "end", "from", "to"),
    toTime: (unit) => convert(segments, unit, "from", "to", "begin", "end"),
  };
}

type End = keyof SegmentModel;

/** Between segments a value goes on evenly, too, so that each direction is the reverse of the other. */
function convert(segments: readonly SegmentModel[], value: number, a: End, b: End, c: End, d: End): number {
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value > segments[middle]![b]) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const s = segments[low]!;
  if (value >= s[a]) {
    const part = s[b] === s[a] ? 0.5 : (value - s[a]) / (s[b] - s[a]);
    return Math.min(s[d], s[c] + part * (s[d] - s[c]));
  }
  const before = segments[low - 1];
  if (!before) {
    return s[c];
  }
  const part = (value - before[b]) / Math.max(Number.MIN_VALUE, s[a] - before[b]);
  return before[d] + part * (s[c] - before[d]);
}

/** A round step: 1, 2 or 5 times a power of ten. */
export function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return power * ([1, 2, 5].find((factor) => factor * power >= least) ?? 10);
}

/** The time of day, UTC. */
export function clock(begin: bigint, sinceBegin: number): string {
  return wallClock(begin, sinceBegin).slice(11, 26);
}

export function wallClock(begin: bigint, sinceBegin: number): string {
  const ns = begin + BigInt(Math.round(sinceBegin));
  const rest = (ns % 1_000_000n).toString().padStart(6, "0");
  return new Date(Number(ns / 1_000_000n)).toISOString().replace("T", " ").replace("Z", `${rest} UTC`);
}
