// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Item, Timeline } from "../../src/protocol";
import { modelOf } from "../../src/timeline/model";
import { sumsOf } from "../../src/webview/timeline/area";
import { History } from "../../src/webview/timeline/history";
import { itemAt } from "../../src/webview/timeline/pick";
import { paint, shorten } from "../../src/webview/timeline/paint";
import type { Surface } from "../../src/webview/timeline/surface";
import { duration, tickText } from "../../src/timeline/duration";
import { scaleOf } from "../../src/webview/timeline/scale";
import {
  HEAD,
  lanesOf,
  layOut,
  notesOf,
  place,
  rowAt,
  runOf,
  unitOf,
  WHOLE,
  xOf,
  type Scene,
} from "../../src/webview/timeline/scene";

const BEGIN = 0x18ea9db30e63f698n;
const at = (ns: number) => "0x" + (BEGIN + BigInt(ns)).toString(16);

function timeline(items: Item[], extra: Partial<Timeline> = {}): Timeline {
  return {
    name: "test",
    clock: "time",
    begin: at(0),
    end: at(10_000),
    headline: [],
    lanes: [
      { kind: "participant", label: "source", participant: "src" },
      { kind: "queue", label: "queue 0", participant: "src", queue: 0 },
    ],
    segments: [
      { begin: at(0), end: at(1000), from: 0, to: 0.4 },
      { begin: at(9000), end: at(10_000), from: 0.5, to: 1 },
    ],
    items,
    ...extra,
  };
}

const mark = (id: number, ns: number, state = "skipped"): Item => ({
  id,
  kind: "operation",
  lane: 1,
  begin: at(ns),
  name: "SET_VRING_ENABLE",
  state,
  queue: 0,
});

function scene(items: Item[]): Scene {
  const run = runOf(modelOf(timeline(items)));
  return {
    run,
    scale: place(run, false),
    view: WHOLE,
    layout: layOut(run.model.lanes, () => true),
    width: 1200,
    height: 400,
    names: 190,
    shows: () => true,
    matches: null,
    selected: [],
    debug: null,
    pointed: null,
    measured: null,
  };
}

describe("the timeline's model", () => {
  it("keeps each nanosecond of times that a double cannot hold", () => {
    const model = modelOf(timeline([mark(1, 1), mark(2, 2)]));
    assert.deepEqual(
      model.items.map(({ begin, end }) => [begin, end]),
      [
        [1, 1],
        [2, 2],
      ],
    );
    assert.equal(BigInt(model.begin), BEGIN);
  });

  it("shows merged items as the gravest of them, and counts all", () => {
    const cluster = {
      lane: 1,
      kind: "operation",
      begin: at(5),
      end: at(9),
      count: 4,
      states: { executed: 3, violation: 1 },
      first: 7,
      last: 10,
    };
    const [item] = modelOf(timeline([], { clusters: [cluster], total: 4 })).items;
    assert.equal(item?.state, "violation");
    assert.equal(item?.count, 4);
    assert.equal(item?.id, 7);
  });

  it("takes a timeline without times", () => {
    const model = modelOf(
      timeline([{ ...mark(1, 0), begin: 3 }], { clock: "order", begin: 0, end: 9, segments: [] }),
    );
    assert.equal(model.timed, false);
    assert.equal(model.items[0]?.begin, 3);
  });
});

describe("the scale", () => {
  it("is the reverse of itself, in and between the stretches", () => {
    const scale = scaleOf(modelOf(timeline([])), false);
    for (const time of [0, 1, 500, 1000, 4000, 8999, 9000, 9500, 10_000]) {
      assert.ok(Math.abs(scale.toTime(scale.toUnit(time)) - time) < 1e-6, `at ${time}`);
    }
    assert.equal(scale.toUnit(500), 0.2);
    assert.equal(scale.toUnit(20_000), 1);
    assert.equal(scale.toUnit(-5), 0);
  });

  it("can show idle time as long as it was", () => {
    const scale = scaleOf(modelOf(timeline([])), true);
    assert.equal(scale.toUnit(5000), 0.5);
  });

  it("tells durations in a unit that fits", () => {
    assert.deepEqual([12, 4550, 4_550_000, 2e9, 125e9].map(duration), [
      "12 ns",
      "4.55 \u00b5s",
      "4.55 ms",
      "2.00 s",
      "2 min 5 s",
    ]);
  });

  it("cuts durations as all of vtrace does, and never rounds them up", () => {
    assert.deepEqual([999, 9999, 12_399, 999_999, 1_999_999_999, 119_999_999_999].map(duration), [
      "999 ns",
      "9.99 \u00b5s",
      "12.3 \u00b5s",
      "999 \u00b5s",
      "1.99 s",
      "119 s",
    ]);
  });

  it("tells ticks apart, however close they are", () => {
    for (const [begin, step] of [
      [0, 1],
      [1_234_000_000, 20],
      [59_999_000_000, 500],
      [4_550_000, 100],
    ] as const) {
      const most = begin + 9 * step;
      const texts = Array.from({ length: 10 }, (_, i) => tickText(begin + i * step, step, most));
      assert.equal(new Set(texts).size, 10, texts.join());
    }
    assert.equal(tickText(1_234_000_020, 20), "1.23400002 s");
    assert.equal(tickText(2_000_000, 1_000_000), "2 ms");
  });
});

describe("pointing", () => {
  it("finds the mark that was painted there, at any zoom", () => {
    const whole = scene([mark(1, 100), mark(2, 105), mark(3, 9500, "executed")]);
    for (const view of [WHOLE, { from: 0.039, to: 0.043 }]) {
      const close = { ...whole, view };
      for (const item of whole.run.items) {
        const x = xOf(close, item.u0);
        if (x > close.names && x < close.width) {
          const found = itemAt(close, x, close.layout.rows[1]!.middle);
          assert.ok(found && Math.abs(xOf(close, found.u0) - x) < 1, `item ${item.id}`);
          assert.ok(Math.abs(unitOf(close, x) - item.u0) < 1e-9);
        }
      }
    }
  });

  it("finds nothing among the names or far from all", () => {
    const { layout, ...rest } = scene([mark(1, 100)]);
    assert.equal(itemAt({ layout, ...rest }, 20, layout.rows[1]!.middle), undefined);
    assert.equal(itemAt({ layout, ...rest }, 900, layout.rows[1]!.middle), undefined);
  });
});

describe("lanes", () => {
  const lanes = timeline([]).lanes;

  it("stay below the axis when they are pinned, and the others move", () => {
    const layout = layOut(lanes, () => true, new Set([1]), 10);
    const [participant, queue] = layout.rows;
    assert.equal(queue!.top, HEAD);
    assert.equal(layout.body, HEAD + queue!.height);
    assert.equal(participant!.top, layout.body - 10);
    const all = { ...scene([]), layout };
    assert.equal(rowAt(all, HEAD + 1)?.index, 1);
    // What has moved below a pinned lane cannot be pointed at there.
    assert.equal(rowAt(all, layout.body + 1)?.index, 0);
    assert.equal(rowAt(all, HEAD - 1), undefined);
  });

  it("have one height, pinned or not", () => {
    assert.equal(layOut(lanes, () => true, new Set([0, 1])).height, layOut(lanes, () => true).height);
  });
});

describe("an area", () => {
  it("is summed up by name and verdict, with merged ones and only what is inside", () => {
    const bar: Item = {
      id: 9,
      kind: "ring",
      lane: 1,
      begin: at(0),
      end: at(1000),
      name: "ring",
      state: "enabled",
    };
    const all = scene([mark(1, 100), mark(2, 105), mark(3, 9500, "executed"), bar]);
    const from = all.scale.toUnit(50);
    const to = all.scale.toUnit(250);
    const sums = sumsOf(all, { from, to, lanes: null });
    assert.deepEqual(
      sums.map(({ kind, name, count, time }) => [kind, name, count, Math.round(time)]),
      [
        ["operation", "SET_VRING_ENABLE", 2, 0],
        ["ring", "enabled", 1, 200],
      ],
    );
    assert.deepEqual(sums[0]!.verdicts, { skipped: 2 });
    // From right to left, and of another lane.
    assert.deepEqual(sumsOf(all, { from: to, to: from, lanes: null }), sums);
    assert.deepEqual(sumsOf(all, { from, to, lanes: new Set([0]) }), []);
  });
});

describe("the way back", () => {
  it("leads over jumps, and takes a movement for one", () => {
    const history = new History();
    const [a, b, c, d] = [0.1, 0.2, 0.3, 0.4].map((from) => ({ from, to: 1 }));
    history.leave(a!, false);
    history.leave(b!, true);
    history.leave(c!, true);
    assert.deepEqual(history.go(-1, d!), b);
    assert.deepEqual(history.go(-1, b!), a);
    assert.equal(history.go(-1, a!), undefined);
    assert.deepEqual(history.go(1, a!), b);
    assert.deepEqual(history.go(1, b!), d);
    assert.ok(!history.has(1));
  });

  it("forgets what was ahead once people go elsewhere", () => {
    const history = new History();
    history.leave({ from: 0, to: 1 }, false);
    history.go(-1, { from: 0.5, to: 1 });
    history.leave({ from: 0, to: 1 }, true);
    assert.ok(!history.has(1));
  });
});

describe("long names", () => {
  it("keep their end, or their beginning", () => {
    const fits = (text: string) => text.length <= 10;
    assert.equal(shorten("0000:00:01.0/vhost-user-blk", true, fits), "\u2026-user-blk");
    assert.equal(shorten("a very long queue", false, fits), "a very lo\u2026");
    assert.ok(shorten("x".repeat(1_000_000), false, fits).length <= 10);
  });
});

/** Notes what is painted. */
class Notes implements Surface {
  readonly texts: string[] = [];
  readonly marks: string[] = [];
  readonly fills: [number, string][] = [];

  fill(_x: number, y: number, _width: number, _height: number, colour: string): void {
    this.fills.push([y, colour]);
  }
  frame(): void {}
  lines(): void {}
  text(text: string): void {
    this.texts.push(text);
  }
  width(text: string): number {
    return text.length * 6;
  }
  mark(state: string): void {
    this.marks.push(state);
  }
  clip(_x: number, _y: number, _width: number, _height: number, inside: () => void): void {
    inside();
  }
}

const found = (id: number, ns: number, state: string, within?: number): Item => ({
  id,
  kind: "finding",
  lane: 1,
  begin: at(ns),
  name: `VT000${id}`,
  state,
  why: "it is so",
  ...(within === undefined ? {} : { within }),
});

describe("what was found", () => {
  it("has a flag at its moment and a line below its lane, causes first", () => {
    const items = [found(1, 100, "warning"), found(2, 200, "failed", 3), found(3, 300, "failed")];
    const { run } = scene(items);
    assert.deepEqual(
      run.findings.map(({ id }) => id),
      [3, 2, 1],
    );
    assert.deepEqual(notesOf(run), [0, 3]);
    const on = new Notes();
    const layout = layOut(run.model.lanes, () => true, undefined, 0, notesOf(run));
    paint(on, { ...scene(items), run, layout });
    assert.deepEqual(on.marks, ["warning-flag", "violation-flag", "violation-flag"]);
    for (const id of [1, 2, 3]) {
      assert.ok(on.texts.includes(`VT000${id} it is so`));
    }
  });

  it("is pointed at before the marks that it lies upon", () => {
    const here = scene([mark(1, 500), found(2, 500, "failed")]);
    place(here.run, false);
    const item = itemAt(here, xOf(here, 0.2), here.layout.rows[1]!.middle);
    assert.equal(item?.id, 2);
  });
});

describe("bands", () => {
  const lanes = ["a", "b", "c"].flatMap((participant): Timeline["lanes"] => [
    { kind: "stream", label: `stream to ${participant}` },
    { kind: "participant", label: participant, participant },
    { kind: "queue", label: "queue 0", participant, queue: 0 },
  ]);

  it("lie on the lanes of their two processes and the stream between them", () => {
    const band: Item = {
      id: 1,
      kind: "handover",
      lane: 1,
      to: 7,
      begin: at(0),
      end: at(9),
      name: "hand-over",
    };
    const run = runOf(modelOf(timeline([band], { lanes })));
    assert.deepEqual(lanesOf(run, run.bands[0]!), [1, 2, 6, 7, 8]);
  });

  it("have a pinned lane that says whose it is", () => {
    const run = runOf(modelOf(timeline([], { lanes })));
    const on = new Notes();
    paint(on, { ...scene([]), run, layout: layOut(lanes, () => true, new Set([5])) });
    assert.ok(on.texts.includes("b queue 0"));
  });
});
