// SPDX-License-Identifier: Apache-2.0
// An item in words: for the tooltip, the details, and screen readers.
import type { Evidence } from "../../protocol";
import type { Details } from "../../timeline/messages";
import { element } from "../host";
import { duration } from "../../timeline/duration";
import { wallClock } from "./scale";
import { VERDICTS, type Item, type Run } from "./scene";

export function titleOf(item: Item): string {
  return item.queue < 0 ? item.name : `${item.name}, queue ${item.queue}`;
}

export function whereOf({ model }: Run, item: Item): string {
  const own = model.lanes[item.lane];
  // A message is told from QEMU's end, whichever way it goes.
  const lane = item.kind === "message" && own?.kind === "backend" ? model.lanes[item.to] : own;
  return (
    [lane?.participant ?? "", lane?.device?.split("/").pop() ?? ""].filter(Boolean).join(" ") ||
    lane?.label ||
    ""
  );
}

export function whenOf({ model, begin }: Run, item: Item): string {
  if (!model.timed) {
    return `#${item.begin}`;
  }
  const told = item.estimated ? " (estimated, between known times)" : "";
  return `${wallClock(begin, item.begin)}${told}`;
}

/** One sentence, for screen readers. */
export function sentence(run: Run, item: Item): string {
  const since = run.model.timed ? `at ${duration(item.begin)}` : "";
  return [titleOf(item), item.state, whereOf(run, item), since, item.why].filter(Boolean).join(", ");
}

export function fillTip(tip: HTMLElement, run: Run, item: Item): void {
  tip.replaceChildren();
  element("strong", titleOf(item), tip);
  element("div", [item.state, whereOf(run, item)].filter(Boolean).join("  \u00b7  "), tip, item.state);
  if (item.why !== "") {
    element("div", item.why, tip);
  }
  const takes = run.model.timed && item.end > item.begin ? `, takes ${duration(item.end - item.begin)}` : "";
  element("div", (run.model.timed ? `+${duration(item.begin)}` : whenOf(run, item)) + takes, tip, "when");
}

/** Puts the tooltip beside a place of a picture, where it fits. */
export function placeTip(tip: HTMLElement, canvas: HTMLElement, x: number, y: number): void {
  const box = canvas.getBoundingClientRect();
  const left = Math.min(box.left + x + 14, window.innerWidth - tip.offsetWidth - 8);
  const below = box.top + y + 16;
  const fits = below + tip.offsetHeight < window.innerHeight;
  tip.style.left = `${Math.max(4, left)}px`;
  tip.style.top = `${fits ? below : box.top + y - tip.offsetHeight - 10}px`;
}

/** What a message at the edge of a silence is. */
function neighbourOf({ neighbour }: Evidence): string {
  return !neighbour ? "" : neighbour.side === "before" ? " (last before)" : " (first after)";
}

export function placeOf(evidence: Evidence): string {
  return evidence.line === undefined
    ? `${evidence.file} at byte ${evidence.offset ?? "?"}`
    : `${evidence.file}:${evidence.line}`;
}

export interface DetailsEvents {
  select(id: number): void;
  /** With `leave` people want to go there. */
  evidence(evidence: Evidence, leave: boolean): void;
}

export function fillDetails(
  box: HTMLElement,
  run: Run,
  item: Item,
  details: Details | undefined,
  events: DetailsEvents,
): void {
  box.replaceChildren();
  const facts = element("div", "", box, "facts");
  element("h2", titleOf(item), facts);
  const list = element("dl", "", facts);
  const fact = (name: string, value: string, className = "") => {
    if (value !== "") {
      element("dt", name, list);
      element("dd", value, list, className);
    }
  };
  fact("Kind", item.kind);
  fact("State", item.state, VERDICTS.includes(item.state) ? item.state : "");
  fact("Why", item.why);
  fact("Where", whereOf(run, item));
  fact(run.model.timed ? "Time" : "Order", whenOf(run, item));
  if (run.model.timed) {
    fact("Since begin", `+${duration(item.begin)}`);
    fact("Takes", item.end > item.begin ? duration(item.end - item.begin) : "");
  }
  if (details && details.id === item.id) {
    fillEvidence(element("div", "", box, "evidence"), details, events);
  }
}

function fillEvidence(box: HTMLElement, details: Details, events: DetailsEvents): void {
  if (details.evidence.length > 0) {
    element("h3", "Evidence", box);
  }
  for (const each of details.evidence) {
    const button = element("button", "", box, "place");
    button.type = "button";
    element("span", `${placeOf(each)}${neighbourOf(each)}`, button);
    element("code", each.text, button);
    button.addEventListener("click", () => events.evidence(each, true));
  }
  if (details.links.length > 0) {
    element("h3", "Belongs to", box);
  }
  for (const { id, label } of details.links.slice(0, 100)) {
    const button = element("button", label, box, "place");
    button.type = "button";
    button.addEventListener("click", () => events.select(id));
  }
}
