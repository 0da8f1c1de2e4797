// SPDX-License-Identifier: Apache-2.0
// The timeline panel: joins the picture, the controls and the editor around it.
import type { FromPanel, ToPanel } from "../../timeline/messages";
import { byId, connect, menuOn, onMessage } from "../host";
import { keyDialog } from "../keys";
import { fillDowntime } from "./downtime";
import { listen, listenToKeys } from "./input";
import { Panel, type Seen } from "./panel";
import { savePng, saveSvg } from "./save";
import { HEAD } from "./scene";

const host = connect<FromPanel, Kept>();
let capture = "";
let waiting = 0;
/** Somebody waits for the first match of a condition. */
let goingOn = false;

/** What comes back after a restart of the window. */
interface Kept extends Seen {
  readonly capture: string;
}

const panel = new Panel({
  select: (id) => {
    panel.select([id]);
    host.post({ type: "select", id });
  },
  evidence: (evidence, leave) => host.post({ type: "evidence", evidence, leave }),
  debugTo: (time) => host.post({ type: "debugTo", time }),
  query: (where) => host.post({ type: "query", where }),
  seen: (from, to, merged) => {
    // Once people stay, not at each step on the way.
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => {
      keep();
      if (merged) {
        host.post({ type: "closer", from, to });
      }
    }, 200);
  },
});

function keep(): void {
  host.keep({ capture, ...panel.seen });
}

onMessage<ToPanel>((message) => {
  switch (message.type) {
    case "model":
      byId("headline").textContent = message.model.headline.join(". ");
      panel.open(message.model);
      fillDowntime(byId("downtime"), message.model.downtime);
      if (capture === "") {
        goBack(message.capture);
      }
      // For those who wait until all is there.
      document.body.dataset["items"] = String(message.model.items.length);
      document.body.dataset["lanes"] = String(message.model.lanes.length);
      return;
    case "select":
      panel.select(message.ids);
      return;
    case "details":
      panel.showEvidence(message.details);
      return;
    case "matches":
      panel.filters.answer(message.matches);
      if (message.matches && goingOn) {
        panel.goToMatch(1);
        panel.canvas.focus();
      }
      goingOn = false;
      return;
    case "refused":
      goingOn = false;
      panel.filters.refuse(message.message);
      return;
    case "debug":
      panel.showDebugger(message.time);
      document.body.dataset["debug"] = message.time === null ? "" : String(message.time);
      return;
    case "failed":
      byId("headline").textContent = message.message;
  }
});

/** To what was seen before a restart. */
function goBack(to: string): void {
  const kept = host.kept();
  capture = to;
  if (kept?.capture === to) {
    if (kept.idleToScale) {
      toggleIdle();
    }
    panel.restore(kept);
  }
  keep();
}

const pressed = (id: string, state: boolean) => byId(id).setAttribute("aria-pressed", String(state));

function toggleMeasure(): void {
  panel.measuring = !panel.measuring;
  pressed("measure", panel.measuring);
}

function toggleIdle(): void {
  pressed("idle", panel.toggleIdle());
}

const showKeys = keyDialog([
  ["w s", "zoom in and out; also + and -, pinch, Ctrl and wheel"],
  ["a d", "move to the left and right; also the arrows, drag, Shift and wheel"],
  ["0", "show all"],
  ["m", "show the next migration"],
  ["[ ]", "back to what was seen before, and forward again"],
  ["j k", "next and previous event"],
  ["/ Ctrl+F", "search; Enter goes to the first match"],
  ["c", 'search by a condition instead, as breakpoints have it: queue == 1 && verdict == "skipped"'],
  ["n p", "next and previous match"],
  ["Enter", "show the evidence of what is selected"],
  ["l", "pin the lane of what is selected, or let it go; also a click on its name"],
  ["r", "measure: drag a frame, which is summed up; also Shift and drag"],
  ["i", "idle time to scale"],
  ["Escape", "clear search, frame and selection"],
  ["drag_on_the_axis", "zoom to what was dragged over"],
  ["?", "these keys"],
]);

const KEYS: Record<string, () => void> = {
  "+": () => panel.zoom(0.7),
  "=": () => panel.zoom(0.7),
  "-": () => panel.zoom(1 / 0.7),
  "0": () => panel.show(0, 1),
  Home: () => panel.show(0, 1),
  w: () => panel.zoom(0.7),
  s: () => panel.zoom(1 / 0.7),
  a: () => panel.pan(-0.1),
  d: () => panel.pan(0.1),
  "[": () => panel.goThrough(-1),
  "]": () => panel.goThrough(1),
  l: () => {
    panel.togglePin();
    keep();
  },
  c: () => panel.filters.setConditional(true),
  "?": showKeys,
  ArrowLeft: () => panel.pan(-0.1),
  ArrowRight: () => panel.pan(0.1),
  PageUp: () => panel.pan(-0.9),
  PageDown: () => panel.pan(0.9),
  j: () => panel.step(1, false),
  k: () => panel.step(-1, false),
  n: () => panel.step(1, true),
  p: () => panel.step(-1, true),
  m: () => panel.nextMigration(),
  i: toggleIdle,
  r: toggleMeasure,
  "/": () => panel.filters.focus(),
  Enter: () => panel.openEvidence(),
  Escape: () => {
    panel.clear();
    panel.filters.clear();
    panel.canvas.focus();
  },
};

const BUTTONS: Record<string, () => void> = {
  back: () => panel.goThrough(-1),
  forward: () => panel.goThrough(1),
  "zoom-in": () => panel.zoom(0.7),
  "zoom-out": () => panel.zoom(1 / 0.7),
  all: () => panel.show(0, 1),
  "next-migration": () => panel.nextMigration(),
  idle: toggleIdle,
  measure: toggleMeasure,
  "save-png": () => savePng(panel, host.post),
  "save-svg": () => saveSvg(panel, host.post),
};

// In a narrow or low panel the filters wait behind a button.
byId("fold").addEventListener("click", () => {
  byId("fold").setAttribute("aria-expanded", String(document.body.classList.toggle("unfolded")));
});

for (const [id, run] of Object.entries(BUTTONS)) {
  byId(id).addEventListener("click", run);
}

listen(panel.canvas, {
  pan: (share) => panel.pan(share),
  zoom: (factor, x) => panel.zoom(factor, x),
  click: (x, y) => {
    const item = panel.at(x, y);
    if (item) {
      panel.select([item.id]);
      host.post({ type: "select", id: item.id });
    }
  },
  hover: (x, y) => panel.hover(x, y),
  leave: () => panel.leave(),
  measure: (from, to, done) => panel.measure(from, to, done),
  zoomTo: (from, to, done) => panel.zoomTo(from, to, done),
  isAxis: (x, y) => y < HEAD && !panel.isName(x, y),
  isName: (x, y) => panel.isName(x, y),
  clickName: (y) => {
    panel.togglePin(y);
    keep();
  },
  holdsDebugger: (x, y) => panel.holdsDebugger(x, y),
  dragDebugger: (x, done) => panel.dragDebugger(x, done),
  measuring: () => panel.measuring,
});

listenToKeys({
  search: (back) => {
    if (panel.filters.submit()) {
      goingOn = true;
    } else if (panel.goToMatch(back ? -1 : 1)) {
      panel.canvas.focus();
    }
  },
  key: (key) => {
    const run = KEYS[key];
    run?.();
    return run !== undefined;
  },
});

menuOn(panel.canvas, (event) => {
  const box = panel.canvas.getBoundingClientRect();
  const item = panel.choose(event.clientX - box.left, event.clientY - box.top);
  return item && { preventDefaultContextMenuItems: true, webviewSection: "item", capture, item: item.id };
});

host.post({ type: "ready" });
