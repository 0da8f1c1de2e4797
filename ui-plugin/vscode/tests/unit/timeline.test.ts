// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Item, Timeline } from "../../src/protocol";
import { modelOf } from "../../src/timeline/model";
import { itemAt } from "../../src/webview/timeline/pick";
import { shorten } from "../../src/webview/timeline/paint";
import { duration, scaleOf } from "../../src/webview/timeline/scale";
import { layOut, place, runOf, unitOf, WHOLE, xOf, type Scene } from "../../src/webview/timeline/scene";

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
    names: 190,
    shows: () => true,
    matches: null,
    selected: [],
    debug: null,
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

describe("long names", () => {
  it("keep their end, or their beginning", () => {
    const fits = (text: string) => text.length <= 10;
    assert.equal(shorten("0000:00:01.0/vhost-user-blk", true, fits), "\u2026-user-blk");
    assert.equal(shorten("a very long queue", false, fits), "a very lo\u2026");
    assert.ok(shorten("x".repeat(1_000_000), false, fits).length <= 10);
  });
});
