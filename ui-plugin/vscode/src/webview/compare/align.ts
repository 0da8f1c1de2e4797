// SPDX-License-Identifier: Apache-2.0
// One scale for two runs: time since the hand-over of each, so that what belongs together stands below each other.
import type { TimelineModel } from "../../timeline/messages";
import type { Scale } from "../timeline/scale";
import type { View } from "../timeline/scene";

/** A stretch of time, in nanoseconds since the anchor. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The moment that runs are aligned at: the hand-over begins, else the migration, else the run. */
export function anchorOf({ items }: TimelineModel): number {
  return (
    (items.find(({ kind }) => kind === "handover") ?? items.find(({ kind }) => kind === "attempt"))?.begin ??
    0
  );
}

/** All of a run, and its hand-over with some space around it. */
export function stretchesOf(model: TimelineModel): { all: Stretch; handover: Stretch } {
  const anchor = anchorOf(model);
  const all = { from: -anchor, to: Math.max(1, model.length - anchor) };
  const item =
    model.items.find(({ kind }) => kind === "handover") ?? model.items.find(({ kind }) => kind === "attempt");
  const length = item ? item.end - item.begin : 0;
  return { all, handover: length > 0 ? { from: -0.15 * length, to: 1.15 * length } : all };
}

export function around(one: Stretch, other: Stretch): Stretch {
  return { from: Math.min(one.from, other.from), to: Math.max(one.to, other.to) };
}

/** A run to scale, with ticks that are told from its anchor. */
export function alignedScale(model: TimelineModel): Scale {
  const anchor = anchorOf(model);
  const length = Math.max(1, model.length);
  const before = { begin: 0, end: anchor, from: 0, to: anchor / length };
  const after = { begin: anchor, end: length, from: anchor / length, to: 1 };
  return {
    segments: anchor > 0 ? [before, after] : [after],
    toUnit: (time) => time / length,
    toTime: (unit) => unit * length,
  };
}

/** What of a run is seen, in its units, where a stretch is. */
export function viewOf(model: TimelineModel, { from, to }: Stretch): View {
  const anchor = anchorOf(model);
  const length = Math.max(1, model.length);
  return { from: (anchor + from) / length, to: (anchor + to) / length };
}
