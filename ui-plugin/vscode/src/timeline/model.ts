// SPDX-License-Identifier: Apache-2.0
// From the server's timeline to what the panel draws.
import { nanoseconds, type Cluster, type Item, type Time, type Timeline } from "../protocol";
import type { ItemModel, TimelineModel } from "./messages";

// A cluster is shown as the gravest thing in it.
const GRAVITY = ["violation", "failed", "skipped", "unknown", "executed", "not-due"];

export function modelOf(timeline: Timeline): TimelineModel {
  const begin = nanoseconds(timeline.begin) ?? 0n;
  const since = (time: Time | undefined) => Number((nanoseconds(time) ?? begin) - begin);
  return {
    name: timeline.name,
    timed: timeline.clock === "time",
    begin: "0x" + begin.toString(16),
    length: since(timeline.end),
    headline: timeline.headline,
    lanes: timeline.lanes,
    segments: timeline.segments.map((s) => ({ ...s, begin: since(s.begin), end: since(s.end) })),
    downtime: timeline.downtime ?? [],
    items: [
      ...timeline.items.map((item) => itemOf(item, since)),
      ...(timeline.clusters ?? []).map((cluster) => clusterOf(cluster, since)),
    ],
    total: timeline.total ?? timeline.items.length,
  };
}

function itemOf(item: Item, since: (time: Time | undefined) => number): ItemModel {
  const begin = since(item.begin);
  return {
    id: item.id,
    kind: item.kind,
    lane: item.lane,
    to: item.to ?? item.lane,
    begin,
    end: item.end === undefined || item.end === null ? begin : since(item.end),
    name: item.name,
    state: item.state ?? "",
    why: item.why ?? "",
    queue: item.queue ?? -1,
    within: item.within ?? -1,
    estimated: item.estimated ?? false,
    count: 1,
  };
}

function clusterOf(cluster: Cluster, since: (time: Time | undefined) => number): ItemModel {
  const states = Object.entries(cluster.states);
  return {
    id: cluster.first,
    kind: cluster.kind,
    lane: cluster.lane,
    to: cluster.lane,
    begin: since(cluster.begin),
    end: since(cluster.end),
    name: `${cluster.count} ${cluster.kind}s`,
    state: GRAVITY.find((state) => cluster.states[state]) ?? states[0]?.[0] ?? "",
    why: states.map(([state, count]) => `${count} ${state}`).join(", "),
    queue: -1,
    within: -1,
    estimated: false,
    count: cluster.count,
  };
}
