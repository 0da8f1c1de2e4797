// SPDX-License-Identifier: Apache-2.0
// Two timelines below each other, which move together.
import type { Difference, FromComparison, Side, ToComparison } from "../../compare/messages";
import type { TimelineModel } from "../../timeline/messages";
import { byId, connect, onMessage } from "../host";
import { keyDialog } from "../keys";
import { listen, listenToKeys } from "../timeline/input";
import { HEAD } from "../timeline/scene";
import { Theme } from "../timeline/theme";
import { anchorOf, around, stretchesOf, type Stretch } from "./align";
import { Strip } from "./strip";

const SIDES: readonly Side[] = ["a", "b"];

const host = connect<FromComparison>();
const theme = new Theme();
const strips: Record<Side, Strip> = { a: new Strip("a", theme), b: new Strip("b", theme) };
theme.onChange(() => SIDES.forEach((side) => strips[side].refresh()));
let models: Readonly<Record<Side, TimelineModel>> | undefined;
let differences: readonly Difference[] = [];
let selected = -1;
let seen: Stretch = { from: 0, to: 1 };
let all: Stretch = seen;
let handover: Stretch = seen;

onMessage<ToComparison>((message) => {
  switch (message.type) {
    case "models":
      open(message);
      return;
    case "select":
      select(message.difference);
      return;
    case "failed":
      byId("headline").textContent = message.message;
  }
});

function open(message: Extract<ToComparison, { type: "models" }>): void {
  ({ models, differences } = message);
  const { a, b } = message.models;
  all = around(stretchesOf(a).all, stretchesOf(b).all);
  handover = around(stretchesOf(a).handover, stretchesOf(b).handover);
  for (const side of SIDES) {
    const different = new Set(differences.flatMap(({ items }) => items[side] ?? []));
    strips[side].open(message.models[side], different);
    byId(`name-${side}`).textContent =
      `${message.models[side].name}: ${message.models[side].headline.join("; ")}`;
  }
  byId("headline").textContent =
    differences.length === 0
      ? `No operation differs, of ${message.compared} that hand devices over`
      : `${differences.length} of ${message.compared} operations that hand devices over differ`;
  show(handover);
  document.body.dataset["differences"] = String(differences.length);
}

function show({ from, to }: Stretch): void {
  const most = all.to - all.from;
  const length = Math.min(most, Math.max(10, to - from));
  const begin = Math.min(all.to - length, Math.max(all.from, from));
  seen = { from: begin, to: begin + length };
  SIDES.forEach((side) => strips[side].show(seen));
}

function zoom(factor: number, share = 0.5): void {
  const length = seen.to - seen.from;
  const fixed = seen.from + share * length;
  show({ from: fixed - share * length * factor, to: fixed + (1 - share) * length * factor });
}

function pan(share: number): void {
  const length = (seen.to - seen.from) * share;
  show({ from: seen.from + length, to: seen.to + length });
}

/** Selects a difference, in both timelines, and brings it into view. */
function select(index: number): void {
  const difference = differences[index];
  if (!difference || !models) {
    return;
  }
  selected = index;
  const times: number[] = [];
  for (const side of SIDES) {
    const id = difference.items[side];
    strips[side].select(id);
    const item = strips[side].item(id);
    if (item) {
      times.push(item.begin - anchorOf(models[side]), item.end - anchorOf(models[side]));
    }
  }
  const [from, to] = [Math.min(...times), Math.max(...times)];
  if (times.length > 0 && (from < seen.from || to > seen.to)) {
    const length = Math.max(seen.to - seen.from, (to - from) * 1.2);
    show({ from: (from + to - length) / 2, to: (from + to + length) / 2 });
  }
  const { label, states, why } = difference;
  byId("place").textContent =
    `${index + 1} of ${differences.length}: ${label}: ${states.a} \u2192 ${states.b}  \u00b7  ${why}`;
}

function choose(index: number): void {
  if (differences.length > 0) {
    select((index + differences.length) % differences.length);
    host.post({ type: "selected", difference: selected });
  }
}

const showKeys = keyDialog([
  ["n p", "next and previous difference"],
  ["w s", "zoom in and out; also + and -, pinch, Ctrl and wheel"],
  ["a d", "move to the left and right; also the arrows, drag, Shift and wheel"],
  ["m", "show the hand-over, which both are aligned at"],
  ["0", "show all"],
  ["?", "these keys"],
]);

const KEYS: Record<string, () => void> = {
  n: () => choose(selected + 1),
  p: () => choose(selected < 0 ? -1 : selected - 1),
  w: () => zoom(0.7),
  "+": () => zoom(0.7),
  "=": () => zoom(0.7),
  s: () => zoom(1 / 0.7),
  "-": () => zoom(1 / 0.7),
  a: () => pan(-0.1),
  d: () => pan(0.1),
  ArrowLeft: () => pan(-0.1),
  ArrowRight: () => pan(0.1),
  m: () => show(handover),
  "0": () => show(all),
  "?": showKeys,
};

const BUTTONS: Record<string, string> = {
  previous: "p",
  next: "n",
  "zoom-in": "w",
  "zoom-out": "s",
  handover: "m",
  all: "0",
};

for (const [id, key] of Object.entries(BUTTONS)) {
  byId(id).addEventListener("click", () => KEYS[key]!());
}

for (const side of SIDES) {
  const strip = strips[side];
  const nothing = () => undefined;
  listen(strip.canvas, {
    pan,
    zoom: (factor, x) => zoom(factor, x === undefined ? 0.5 : Math.min(1, Math.max(0, strip.shareOf(x)))),
    click: (x, y) => {
      const item = strip.at(x, y);
      const index = item ? differences.findIndex(({ items }) => items[side] === item.id) : -1;
      if (index >= 0) {
        choose(index);
      } else {
        strip.select(item?.id ?? null);
      }
    },
    hover: (x, y) => strip.hover(x, y),
    leave: () => (byId("tip").hidden = true),
    measure: nothing,
    zoomTo: (from, to, done) => {
      if (done) {
        const length = seen.to - seen.from;
        const [left, right] = [strip.shareOf(from.x), strip.shareOf(to.x)].sort((one, other) => one - other);
        show({ from: seen.from + left! * length, to: seen.from + right! * length });
      }
    },
    isAxis: (_, y) => y < HEAD,
    isName: () => false,
    clickName: nothing,
    holdsDebugger: () => false,
    dragDebugger: nothing,
    measuring: () => false,
  });
}

listenToKeys({
  search: () => undefined,
  key: (key) => {
    const run = KEYS[key];
    run?.();
    return run !== undefined;
  },
});

host.post({ type: "ready" });
