// SPDX-License-Identifier: Apache-2.0
// Where the downtime of each migration went, as a table: its parts, and the devices that took most of them.
import type { Downtime } from "../../protocol";
import { element } from "../host";
import { duration } from "../../timeline/duration";

const MOST_DEVICES = 8;

/** What each part is. */
const PARTS: Record<string, string> = {
  drain: "waiting for what was in flight",
  stop: "stopping devices",
  pause: "waiting before the switchover, as asked for",
  save: "writing what is left of memory and the states of devices",
  load: "reading them, as far as it took longer than writing them",
  start: "starting devices",
  rollback: "going back to the source",
  unaccounted: "nothing tells on what",
};

export function fillDowntime(box: HTMLElement, downtimes: readonly Downtime[]): void {
  box.hidden = downtimes.length === 0;
  const [summary, tables] = [...box.children] as [HTMLElement, HTMLElement];
  summary.textContent = downtimes.map((each) => titleOf(each, downtimes.length > 1)).join("; ");
  tables.replaceChildren();
  for (const downtime of downtimes) {
    if (downtimes.length > 1) {
      element("h3", `Migration ${downtime.migration}`, tables);
    }
    fillTable(tables, downtime);
  }
}

function titleOf({ migration, beginKnown, endKnown, length }: Downtime, several: boolean): string {
  const least = beginKnown && endKnown ? "" : "at least ";
  return `Downtime${several ? ` of migration ${migration}` : ""}: ${least}${duration(length)}`;
}

function fillTable(box: HTMLElement, { length, parts, devices }: Downtime): void {
  const names = Object.keys(parts);
  const table = element("table", "", box);
  const head = element("tr", "", element("thead", "", table));
  for (const title of ["", ...names]) {
    if (title === "") {
      element("td", "", head);
      continue;
    }
    const cell = element("th", title, head);
    cell.scope = "col";
    cell.title = PARTS[title] ?? "";
  }
  const body = element("tbody", "", table);
  row(body, "all", names, parts);
  row(body, "share", names, parts, (ns) => `${((100 * ns) / Math.max(1, length)).toFixed(1)} %`);
  const sum = (of: Record<string, number>) => Object.values(of).reduce((a, b) => a + b, 0);
  const largest = Object.entries(devices).sort(([, a], [, b]) => sum(b) - sum(a));
  for (const [device, times] of largest.slice(0, MOST_DEVICES)) {
    row(body, device, names, times);
  }
  const rest = largest.length - MOST_DEVICES;
  if (rest > 0) {
    element("p", `${rest} more devices took less.`, box);
  }
}

function row(
  body: HTMLElement,
  title: string,
  names: readonly string[],
  times: Record<string, number>,
  say: (ns: number) => string = duration,
): void {
  const line = element("tr", "", body);
  element("th", title, line).scope = "row";
  for (const name of names) {
    element("td", times[name] === undefined ? "" : say(times[name]), line, name);
  }
}
