// SPDX-License-Identifier: Apache-2.0
// The stream editor: fields on the left, bytes on the right, each leading to the other.
import type { Place } from "../../places";
import type { StreamNode, StreamTree } from "../../protocol";
import type { FromEditor, ToEditor } from "../../stream/messages";
import { byId, connect, element, menuOn, onMessage } from "../host";
import { Asker } from "./asker";
import { drawHex, WIDTH, type Marks } from "./hex";
import { LONGEST, showInspector } from "./inspector";
import { listenInHex, listenInTree } from "./keyboard";
import { drawNode } from "./nodeRow";
import { parseOffset } from "./offsets";
import { fromBase64, Pages } from "./pages";
import { Rows } from "./rows";
import { Search } from "./search";
import { showSummary } from "./summary";
import { PAGE, Tree } from "./tree";

const ROW = 20;
// While the server is still reading, the editor looks again after so many milliseconds.
const AGAIN = 300;

/** What comes back after a restart of the window. */
interface Kept {
  readonly offset: number;
}

const host = connect<FromEditor, Kept>();
const asker = new Asker(host.post);
const marks: Marks = { from: 0, to: 0, cursor: 0, descriptors: new Set() };
let size = 0;
let stream = "";
let selected: StreamNode | undefined;
let again = 0;
/** Up to here the stream was read. */
let known = 0;
let complete = false;
/** Where somebody wants to go that was not read yet. */
let awaited: number | undefined;

const pages = new Pages(
  async (offset, length) => fromBase64((await asker.ask("bytes", { offset, length })).data),
  () => {
    hex.paint();
    inspect();
  },
);
const tree = new Tree(
  (node, from) => asker.ask("tree", { node, from, count: PAGE }),
  () => fields.setCount(tree.root.rows),
);
const fields = new Rows(
  "tree",
  ROW,
  (row, line) => {
    const { branch, index } = tree.root.at(row);
    drawNode(line, branch, index, selected?.id);
  },
  (from, to) => {
    tree.load(from, to);
    // The focus is on the tree; which row is selected is told, as long as it is in view.
    const line = document.querySelector("#tree .line.selected");
    if (line) {
      byId("tree").setAttribute("aria-activedescendant", line.id);
    } else {
      byId("tree").removeAttribute("aria-activedescendant");
    }
  },
);
const hex = new Rows(
  "hex",
  ROW,
  (row, line) => drawHex(line, row * WIDTH, size, pages, marks),
  (from, to) => pages.load(from * WIDTH, Math.min(size, to * WIDTH)),
);

function mark(offset: number, length: number, cursor = offset): void {
  marks.from = offset;
  marks.to = offset + Math.max(1, length);
  marks.cursor = cursor;
  hex.reveal(Math.floor(cursor / WIDTH));
  inspect();
  host.keep({ offset: cursor });
}

/** Shows what the bytes at the cursor are as numbers, as soon as they are here. */
function inspect(): void {
  const bytes: number[] = [];
  for (let at = marks.cursor; at < Math.min(size, marks.cursor + LONGEST); at++) {
    const byte = pages.at(at);
    if (byte === undefined) {
      break;
    }
    bytes.push(byte);
  }
  showInspector(marks.cursor, Uint8Array.from(bytes));
}

function choose(node: StreamNode, cursor = node.offset): void {
  selected = node;
  mark(node.offset, node.length, cursor);
  byId("place").textContent =
    `${node.path}  \u00b7  ${node.type}  \u00b7  byte ${node.offset} (0x${node.offset.toString(16)}), ` +
    `${node.length === 1 ? "1 byte" : `${node.length} bytes`}${node.value === undefined ? "" : `  \u00b7  ${node.value}`}`;
  fields.paint();
  host.post({ type: "selected", offset: node.offset, length: node.length });
}

/** Shows the field that a byte belongs to, and marks the field. */
async function goTo(wanted: number): Promise<void> {
  // How large a stream is, is known with the first answer.
  if (size === 0 && !complete) {
    awaited = wanted;
    return;
  }
  const offset = Math.max(0, Math.min(size - 1, wanted));
  if (offset >= known && !complete) {
    awaited = offset;
    mark(offset, 1);
    return;
  }
  awaited = undefined;
  const { nodes } = await asker.ask("at", { offset });
  await show(nodes, offset);
}

/** Opens what is around the last of some nodes, which lie in each other, and selects it. */
async function show(path: readonly StreamNode[], offset: number): Promise<void> {
  const innermost = path.at(-1);
  const row = await tree.reveal(path);
  fields.setCount(tree.root.rows);
  if (innermost) {
    choose(innermost, offset);
  } else {
    mark(offset, 1);
  }
  if (row !== undefined) {
    fields.reveal(row);
  }
}

const search = new Search(asker, {
  field: async (node) => {
    const { nodes } = await asker.ask("at", { offset: node.offset });
    const depth = nodes.findIndex(({ id }) => id === node.id);
    await show(depth < 0 ? nodes : nodes.slice(0, depth + 1), node.offset);
  },
  bytes: async (offset, length) => {
    await goTo(offset);
    mark(offset, length);
  },
  cursor: () => marks.cursor,
});

function failed(error: unknown): void {
  search.say(error instanceof Error ? error.message : String(error));
}

/** Reads what is known of the stream so far, and again until all of it is. */
async function read(): Promise<void> {
  const root: StreamTree = await asker.ask("tree", { node: undefined, from: 0, count: PAGE });
  // A stream that still grows is read again while it is read: one of them looks again, not each.
  window.clearTimeout(again);
  size = root.size;
  stream = root.uri;
  tree.root.take(root);
  fields.setCount(tree.root.rows);
  hex.setCount(Math.ceil(size / WIDTH));
  showSummary(root);
  document.body.dataset["complete"] = String(root.complete);
  ({ complete, read: known } = root);
  if (awaited !== undefined) {
    goTo(awaited).catch(failed);
  }
  if (!root.complete) {
    again = window.setTimeout(() => read().catch(fatal), AGAIN);
    return;
  }
  const select = byId<HTMLSelectElement>("fds");
  select.replaceChildren(new Option(`${root.summary?.fds.length ?? 0} in all`, ""));
  marks.descriptors.clear();
  for (const { index, offset, kind, path } of root.summary?.fds ?? []) {
    marks.descriptors.add(offset);
    select.add(new Option(`${index}: ${kind} ${path.split("/").slice(-2).join("/")}`, String(offset)));
  }
  hex.paint();
}

/** Reads a stream again that has changed, and goes back to where people were. */
async function readAnew(): Promise<void> {
  const here = marks.cursor;
  tree.clear();
  pages.clear();
  search.forget();
  known = 0;
  complete = false;
  await read();
  await goTo(awaited ?? here);
}

function fatal(error: unknown): void {
  const summary = byId("summary");
  summary.replaceChildren();
  element("span", error instanceof Error ? error.message : String(error), summary, "error");
}

onMessage<ToEditor>((message) => {
  if (message.type === "reveal") {
    goTo(message.offset).catch(failed);
  } else if (message.type === "reread") {
    readAnew().catch(fatal);
  } else {
    asker.receive(message);
  }
});

function rowOf(target: EventTarget | null): number | undefined {
  const line = (target as HTMLElement).closest<HTMLElement>(".line");
  return line ? Number(line.dataset["row"]) : undefined;
}

function nodeAt(row: number): StreamNode | undefined {
  const { branch, index } = tree.root.at(row);
  return branch.children[index];
}

function toggle(row: number): void {
  const { branch, index } = tree.root.at(row);
  branch.toggle(index);
  fields.setCount(tree.root.rows);
}

byId("tree").addEventListener("click", (event) => {
  const row = rowOf(event.target);
  const node = row === undefined ? undefined : nodeAt(row);
  if (row === undefined || !node) {
    return;
  }
  if ((event.target as HTMLElement).classList.contains("twist")) {
    toggle(row);
  } else {
    choose(node);
  }
});

byId("hex").addEventListener("click", (event) => {
  const offset = (event.target as HTMLElement).dataset["offset"];
  if (offset !== undefined) {
    goTo(Number(offset)).catch(failed);
  }
});

listenInTree(byId("tree"), fields, {
  row: () => {
    const row = document.querySelector<HTMLElement>("#tree .line.selected")?.dataset["row"];
    return row === undefined ? undefined : Number(row);
  },
  select: (wanted) => {
    const row = Math.max(0, Math.min(tree.root.rows - 1, wanted));
    // A row that is not here yet is asked for by being looked at.
    fields.reveal(row);
    const node = nodeAt(row);
    if (node) {
      choose(node);
    }
  },
  isOpen: (row) => {
    const { branch, index } = tree.root.at(row);
    return branch.open.has(index);
  },
  toggle,
});

listenInHex(byId("hex"), hex, {
  byte: () => marks.cursor,
  goTo: (byte) => void goTo(byte).catch(failed),
});

menuOn(byId("tree"), (event) => {
  const row = rowOf(event.target);
  const node = row === undefined ? selected : nodeAt(row);
  if (node) {
    choose(node);
  }
  return node && placeOf(node.offset, node.length, node.path, node.value ?? "");
});

menuOn(byId("hex"), (event) => {
  const at = Number((event.target as HTMLElement).dataset["offset"] ?? marks.cursor);
  // On the bytes of the selected field the menu is that of the field.
  return selected && at >= marks.from && at < marks.to
    ? placeOf(selected.offset, selected.length, selected.path, selected.value ?? "")
    : placeOf(at, 1, `byte ${at}`, pages.at(at)?.toString(16).padStart(2, "0") ?? "");
});

function placeOf(offset: number, length: number, label: string, description: string): Place {
  return {
    preventDefaultContextMenuItems: true,
    webviewSection: "bytes",
    stream,
    offset,
    length,
    label,
    description,
  };
}

byId("controls").addEventListener("submit", (event) => event.preventDefault());
byId("search").addEventListener("keydown", (event) => {
  if (event.key === "Enter") {
    search.go(event.shiftKey ? -1 : 1).catch(failed);
  }
});
byId("next").addEventListener("click", () => void search.go(1).catch(failed));
byId("previous").addEventListener("click", () => void search.go(-1).catch(failed));
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "f") {
    event.preventDefault();
    search.focus();
  }
});
byId<HTMLInputElement>("goto").addEventListener("keydown", (event) => {
  if (event.key !== "Enter") {
    return;
  }
  const text = byId<HTMLInputElement>("goto").value.trim();
  const offset = parseOffset(text);
  if (offset !== undefined && offset < size) {
    search.say("");
    goTo(offset).catch(failed);
  } else {
    search.say(`no such byte; there are those from 0 to ${size - 1}`);
  }
});
byId<HTMLSelectElement>("fds").addEventListener("change", (event) => {
  const { value } = event.target as HTMLSelectElement;
  if (value !== "") {
    goTo(Number(value)).catch(failed);
  }
});

host.post({ type: "ready" });
const before = host.kept();
read()
  // Whoever opened it to see a place has been there in the meantime.
  .then(() => (before && awaited === undefined && !selected ? goTo(before.offset) : undefined))
  .catch(fatal);
