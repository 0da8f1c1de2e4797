// SPDX-License-Identifier: Apache-2.0
// The table of all captures: sorted, filtered, two of them chosen to be compared.
import { duration } from "../../timeline/duration";
import type { FromOverview, OverviewRow, ToOverview } from "../../overview/messages";
import { arranged, type Column } from "../../overview/rows";
import { byId, connect, element, onMessage } from "../host";

interface Kept {
  readonly by: Column;
  readonly descending: boolean;
  readonly words: string;
}

const host = connect<FromOverview, Kept>();
const filter = byId<HTMLInputElement>("filter");
let rows: readonly OverviewRow[] = [];
let by: Column = host.kept()?.by ?? "name";
let descending = host.kept()?.descending ?? false;
/** Chosen to be compared, in the order in which they were. */
let chosen: string[] = [];
filter.value = host.kept()?.words ?? "";

onMessage<ToOverview>((message) => {
  ({ rows } = message);
  const known = new Set(rows.map(({ id }) => id));
  chosen = chosen.filter((id) => known.has(id));
  byId("stop").hidden = message.left === 0;
  document.body.dataset["left"] = String(message.left);
  draw(message.left);
});

function draw(left = Number(document.body.dataset["left"] ?? 0)): void {
  const shown = arranged(rows, filter.value, by, descending);
  const focus = document.activeElement?.getAttribute("data-key");
  byId("rows").replaceChildren(...shown.map(lineOf));
  document.querySelector<HTMLElement>(`[data-key="${CSS.escape(focus ?? "")}"]`)?.focus();
  const said = shown.length === rows.length ? `${rows.length} captures` : `${shown.length} of ${rows.length}`;
  byId("shown").textContent = left > 0 ? `${said}, ${left} still to be read` : said;
  for (const head of document.querySelectorAll<HTMLElement>("th[data-by]")) {
    const sorted = head.dataset["by"] === by;
    head.setAttribute("aria-sort", !sorted ? "none" : descending ? "descending" : "ascending");
  }
  byId<HTMLButtonElement>("compare").disabled = chosen.length !== 2;
  host.keep({ by, descending, words: filter.value });
}

function lineOf(row: OverviewRow): HTMLElement {
  const line = document.createElement("tr");
  line.className = row.state;
  const box = element("input", "", element("td", "", line));
  box.type = "checkbox";
  box.checked = chosen.includes(row.id);
  box.dataset["key"] = `box ${row.id}`;
  box.setAttribute("aria-label", `Compare ${row.name}`);
  box.addEventListener("change", () => choose(row.id, box.checked));
  const head = element("th", "", line);
  head.scope = "row";
  const name = element("button", row.name, head, "link");
  name.type = "button";
  name.title = row.place;
  name.dataset["key"] = `name ${row.id}`;
  name.addEventListener("click", () => host.post({ type: "open", id: row.id }));
  if (row.place !== "" && row.place !== row.name) {
    element("span", row.place, head, "place");
  }
  fill(line, row);
  return line;
}

function fill(line: HTMLElement, row: OverviewRow): void {
  if (row.state !== "read") {
    const cell = element("td", row.state === "failed" ? row.outcome : "not read yet", line, row.state);
    cell.colSpan = 6;
    return;
  }
  element("td", row.outcome, line, /failed/.test(row.outcome) ? "bad" : "");
  const least = row.atLeast ? "at least " : "";
  const downtime = element("td", row.downtime === null ? "" : least + duration(row.downtime), line, "number");
  if (row.downtime !== null && row.downtime > 0) {
    const button = element("button", "Timeline", downtime, "link");
    button.type = "button";
    button.setAttribute("aria-label", `Timeline of ${row.name}`);
    button.dataset["key"] = `timeline ${row.id}`;
    button.addEventListener("click", () => host.post({ type: "timeline", id: row.id }));
  }
  element("td", String(row.skipped), line, row.skipped > 0 ? "number skipped" : "number");
  element("td", String(row.violations), line, row.violations > 0 ? "number violation" : "number");
  element("td", String(row.errors), line, row.errors > 0 ? "number bad" : "number");
  element("td", [row.code, row.cause].filter(Boolean).join(" "), line, "cause");
}

/** Two are compared: a third one takes the place of the one that was chosen first. */
function choose(id: string, wanted: boolean): void {
  chosen = chosen.filter((each) => each !== id);
  if (wanted) {
    chosen = [...chosen, id].slice(-2);
  }
  draw();
}

for (const head of document.querySelectorAll<HTMLElement>("th[data-by]")) {
  head.querySelector("button")!.addEventListener("click", () => {
    const column = head.dataset["by"] as Column;
    descending = column === by ? !descending : !["name", "outcome", "cause"].includes(column);
    by = column;
    draw();
  });
}
filter.addEventListener("input", () => draw());
byId("controls").addEventListener("submit", (event) => event.preventDefault());
byId("stop").addEventListener("click", () => host.post({ type: "stop" }));
byId("compare").addEventListener("click", () => {
  const [a, b] = chosen;
  if (a !== undefined && b !== undefined) {
    host.post({ type: "compare", a, b });
  }
});
document.addEventListener("keydown", (event) => {
  const find = event.key === "/" || ((event.ctrlKey || event.metaKey) && event.key === "f");
  if (find && document.activeElement !== filter) {
    event.preventDefault();
    filter.focus();
  }
});
host.post({ type: "ready" });
