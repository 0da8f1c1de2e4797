// SPDX-License-Identifier: Apache-2.0
// The page of the log editor: lines that are fetched as they are seen, whatever the size of the log.
import type { Question, Questions, ToLog } from "../../log/messages";
import type { FromLog } from "../../log/messages";
import type { LogLines } from "../../protocol";
import { byId, connect, onMessage } from "../host";
import { Rows } from "../stream/rows";
import { LogAsker } from "./asker";
import { Find } from "./find";
import { HoverBox } from "./hover";
import { listen } from "./keyboard";
import { drawLine } from "./lineRow";
import { OutlinePane } from "./outline";
import { LinePages } from "./pages";

const ROW_HEIGHT = 20;
// While the server still reads the log, the page looks again after so many milliseconds.
const AGAIN = 400;

const connection = connect<FromLog, { line: number }>();
const asker = new LogAsker((message) => connection.post(message));
const ask = <Q extends Question>(question: Q, params: Questions[Q][0]) => asker.ask(question, params).answer;

const pane = byId("log");
const state = byId("state");
const place = byId("place");

/** The line that people are at, and the other end of what they selected. */
let here = Math.max(0, connection.kept()?.line ?? 0);
let anchor = here;
let total = 0;
let complete = false;
let waiting: { line: number; focus: boolean } | undefined;
let looking: number | undefined;

const pages = new LinePages((from, count) => ask("lines", { from, count }), came, failed);

const rows = new Rows(
  "log",
  ROW_HEIGHT,
  (number, row) => {
    row.setAttribute("role", "row");
    row.setAttribute("aria-rowindex", String(number + 1));
    row.id = `line-${number}`;
    row.classList.toggle("selected", number >= Math.min(here, anchor) && number <= Math.max(here, anchor));
    row.classList.toggle("here", number === here);
    drawLine(row, number, String(Math.max(1000, total)).length, pages.line(number), find.marks(number));
  },
  (from, to) => pages.want(from, to),
);

const find: Find = new Find({
  search: (query, from, progress) => asker.ask("search", { query, from }, progress),
  here: () => here,
  goTo: (line) => goTo(line),
  changed: () => rows.paint(),
});

const hovers = new HoverBox(pane, async (line) => (await ask("hover", { line })).text);
const outline = new OutlinePane(
  async () => (await ask("outline", {})).rows,
  (line) => {
    goTo(line);
    pane.focus();
  },
);

function came(answer: LogLines): void {
  if (answer.total !== total) {
    total = answer.total;
    pages.grow(total);
    rows.setCount(total);
    pane.setAttribute("aria-rowcount", String(total));
  }
  complete = answer.complete;
  byId("participant").textContent = answer.participant;
  const lines = `${total.toLocaleString("en")} lines`;
  const percent = Math.floor((answer.read / Math.max(1, answer.size)) * 100);
  state.textContent = complete ? lines : `${lines} so far, ${percent} % read`;
  document.body.dataset["complete"] = String(complete);
  document.body.dataset["lines"] = String(total);
  if (!complete) {
    window.clearTimeout(looking);
    looking = window.setTimeout(() => void ask("lines", { from: total, count: 0 }).then(came, failed), AGAIN);
  }
  if (waiting && (waiting.line < total || complete)) {
    const { line, focus } = waiting;
    waiting = undefined;
    reveal(line, focus);
  }
  rows.paint();
  tell();
}

function failed(error: Error): void {
  state.textContent = error.message;
}

/** Goes to a line; with `extend` what was selected grows up to it. */
function goTo(line: number, extend = false): void {
  here = Math.max(0, Math.min(total - 1, line));
  anchor = extend ? anchor : here;
  hovers.hide();
  rows.reveal(here);
  pane.setAttribute("aria-activedescendant", `line-${here}`);
  connection.keep({ line: here });
  connection.post({ type: "selected", line: here });
  tell();
}

function reveal(line: number, focus: boolean): void {
  if (line >= total && !complete) {
    waiting = { line, focus };
    return;
  }
  goTo(line);
  if (focus) {
    pane.focus();
  }
}

/** Says at the bottom where people are, and what the line tells of. */
function tell(): void {
  const { note = "", lens = "" } = pages.line(here) ?? {};
  const selected = Math.abs(here - anchor) + 1;
  const parts = [
    `Line ${(here + 1).toLocaleString("en")} of ${total.toLocaleString("en")}`,
    selected > 1 ? `${selected.toLocaleString("en")} lines selected` : "",
    lens,
    note,
  ];
  place.textContent = parts.filter((part) => part !== "").join("; ");
}

async function toVerdict(back: boolean): Promise<void> {
  const { line } = await ask("verdict", { line: here, back });
  if (line >= 0) {
    goTo(line);
  } else {
    place.textContent = back ? "Nothing stands out above this line." : "Nothing stands out below this line.";
  }
}

listen(pane, rows, {
  here: () => here,
  last: () => total - 1,
  goTo,
  find: () => find.focus(),
  step: (back) => void find.step(back),
  askForLine: () => byId<HTMLInputElement>("goto").select(),
  verdict: (back) => void toVerdict(back),
  copy: () => {
    const from = Math.min(here, anchor);
    connection.post({ type: "copy", from, to: Math.max(here, anchor) + 1 });
  },
  explain: () => {
    const box = pane.querySelector(`#line-${here}`)?.getBoundingClientRect();
    void hovers.show(here, 80, box?.top ?? 80);
  },
  escape: () => {
    hovers.hide();
    find.stop();
  },
});

pane.addEventListener("click", ({ target, shiftKey }) => {
  const clicked = target as HTMLElement;
  const item = clicked.dataset["item"];
  if (item !== undefined) {
    connection.post({ type: "timeline", item: Number(item) });
    return;
  }
  const row = clicked.closest<HTMLElement>(".line");
  if (row && window.getSelection()?.isCollapsed !== false) {
    goTo(Number(row.dataset["row"]), shiftKey);
  }
});

byId<HTMLInputElement>("goto").addEventListener("keydown", (event) => {
  const field = event.currentTarget as HTMLInputElement;
  const number = Number(field.value.replace(/[\s,._:]/g, ""));
  if (event.key === "Enter") {
    event.preventDefault();
    if (Number.isInteger(number) && number >= 1) {
      reveal(number - 1, true);
    } else {
      place.textContent = `${field.value} is no line number.`;
    }
  }
});

byId("controls").addEventListener("submit", (event) => event.preventDefault());
// Escape leads from the fields back to the lines.
byId("controls").addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    find.stop();
    pane.focus();
  }
});

onMessage<ToLog>((message) => {
  switch (message.type) {
    case "name":
      byId("name").textContent = message.name;
      byId("name").title = message.path;
      return;
    case "reveal":
      reveal(message.line, message.focus);
      return;
    case "reread":
      pages.forget();
      rows.paint();
      void ask("lines", { from: 0, count: 0 }).then(came, failed);
      void outline.refresh();
      return;
    default:
      asker.receive(message);
  }
});

connection.post({ type: "ready" });
ask("lines", { from: 0, count: 0 }).then((answer) => {
  came(answer);
  if (here > 0) {
    reveal(here, false);
  }
}, failed);
