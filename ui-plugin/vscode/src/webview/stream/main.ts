// SPDX-License-Identifier: Apache-2.0
// The stream editor: fields on the left, bytes on the right, each leading to the other.
import type { StreamNode, StreamTree } from "../../protocol";
import type { FromEditor, ToEditor } from "../../stream/messages";
import { byId, connect, element, onMessage } from "../host";
import { Asker } from "./asker";
import { drawHex, WIDTH, type Marks } from "./hex";
import { drawNode } from "./nodeRow";
import { fromBase64, Pages } from "./pages";
import { Rows } from "./rows";
import { showSummary } from "./summary";
import { PAGE, Tree } from "./tree";

const ROW = 20;
// While the server is still reading, the editor looks again after so many milliseconds.
const AGAIN = 300;

const host = connect<FromEditor>();
const asker = new Asker(host.post);
const marks: Marks = { from: 0, to: 0, descriptors: new Set() };
let size = 0;
let selected: StreamNode | undefined;
let found: StreamNode | undefined;

const pages = new Pages(
  async (offset, length) => fromBase64((await asker.ask("bytes", { offset, length })).data),
  () => hex.paint(),
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
  (from, to) => tree.load(from, to),
);
const hex = new Rows(
  "hex",
  ROW,
  (row, line) => drawHex(line, row * WIDTH, size, pages, marks),
  (from, to) => pages.load(from * WIDTH, Math.min(size, to * WIDTH)),
);

function mark(offset: number, length: number): void {
  marks.from = offset;
  marks.to = offset + Math.max(1, length);
  hex.reveal(Math.floor(offset / WIDTH));
}

function choose(node: StreamNode): void {
  selected = node;
  mark(node.offset, node.length);
  byId("place").textContent =
    `${node.path}  \u00b7  ${node.type}  \u00b7  byte ${node.offset} (0x${node.offset.toString(16)}), ` +
    `${node.length} bytes${node.value === undefined ? "" : `  \u00b7  ${node.value}`}`;
  fields.paint();
  host.post({ type: "selected", offset: node.offset, length: node.length });
}

/** Shows the field that a byte belongs to, and marks the byte or the field. */
async function goTo(offset: number): Promise<void> {
  const { nodes } = await asker.ask("at", { offset });
  const innermost = nodes.at(-1);
  const row = await tree.reveal(nodes);
  fields.setCount(tree.root.rows);
  if (innermost) {
    choose(innermost);
  } else {
    mark(offset, 1);
  }
  if (row !== undefined) {
    fields.reveal(row);
  }
}

async function search(): Promise<void> {
  const text = byId<HTMLInputElement>("search").value.trim();
  if (text === "") {
    return;
  }
  const next = await asker.ask("search", { text, after: found?.id });
  const node = next.nodes[0];
  byId("found").textContent = node ? "" : found ? "no more, from the top again" : "not found";
  found = node;
  if (node) {
    const { nodes } = await asker.ask("at", { offset: node.offset });
    const path = nodes.some(({ id }) => id === node.id)
      ? nodes.slice(0, nodes.findIndex(({ id }) => id === node.id) + 1)
      : nodes;
    const row = await tree.reveal(path);
    fields.setCount(tree.root.rows);
    choose(node);
    if (row !== undefined) {
      fields.reveal(row);
    }
  }
}

function failed(error: unknown): void {
  byId("found").textContent = error instanceof Error ? error.message : String(error);
}

async function read(): Promise<void> {
  const root: StreamTree = await asker.ask("tree", { node: undefined, from: 0, count: PAGE });
  size = root.size;
  tree.root.take(root);
  fields.setCount(tree.root.rows);
  hex.setCount(Math.ceil(size / WIDTH));
  showSummary(root);
  document.body.dataset["complete"] = String(root.complete);
  if (!root.complete) {
    window.setTimeout(() => read().catch(fatal), AGAIN);
    return;
  }
  const select = byId<HTMLSelectElement>("fds");
  select.replaceChildren(new Option(`${root.summary?.fds.length ?? 0} in all`, ""));
  for (const { index, offset, kind, path } of root.summary?.fds ?? []) {
    marks.descriptors.add(offset);
    select.add(new Option(`${index}: ${kind} ${path.split("/").slice(-2).join("/")}`, String(offset)));
  }
  hex.paint();
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
    read().catch(fatal);
  } else {
    asker.receive(message);
  }
});

byId("tree").addEventListener("click", (event) => {
  const line = (event.target as HTMLElement).closest<HTMLElement>(".line");
  const place = line && tree.root.at(Number(line.dataset["row"]));
  const node = place?.branch.children[place.index];
  if (!place || !node) {
    return;
  }
  if ((event.target as HTMLElement).classList.contains("twist")) {
    place.branch.toggle(place.index);
    fields.setCount(tree.root.rows);
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

byId("tree").addEventListener("keydown", (event) => {
  const step: Record<string, number> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: fields.page,
    PageUp: -fields.page,
  };
  const by = step[event.key];
  const here = selectedRow();
  if (by !== undefined) {
    event.preventDefault();
    const row = Math.min(tree.root.rows - 1, Math.max(0, (here ?? -1) + by));
    const { branch, index } = tree.root.at(row);
    const node = branch.children[index];
    if (node) {
      choose(node);
      fields.reveal(row);
    }
  } else if (here !== undefined && ["ArrowRight", "ArrowLeft", "Enter", " "].includes(event.key)) {
    event.preventDefault();
    const { branch, index } = tree.root.at(here);
    const isOpen = branch.open.has(index);
    if (event.key !== (isOpen ? "ArrowRight" : "ArrowLeft")) {
      branch.toggle(index);
      fields.setCount(tree.root.rows);
    }
  }
});

function selectedRow(): number | undefined {
  const row = document.querySelector<HTMLElement>("#tree .line.selected")?.dataset["row"];
  return row === undefined ? undefined : Number(row);
}

byId("search").addEventListener("input", () => (found = undefined));
byId("controls").addEventListener("submit", (event) => event.preventDefault());
byId("search").addEventListener("keydown", (event) => {
  if (event.key === "Enter") {
    search().catch(failed);
  }
});
byId<HTMLInputElement>("goto").addEventListener("keydown", (event) => {
  const offset = Number(byId<HTMLInputElement>("goto").value.trim());
  if (event.key === "Enter" && Number.isSafeInteger(offset) && offset >= 0 && offset < size) {
    goTo(offset).catch(failed);
  }
});
byId<HTMLSelectElement>("fds").addEventListener("change", (event) => {
  const { value } = event.target as HTMLSelectElement;
  if (value !== "") {
    goTo(Number(value)).catch(failed);
  }
});

host.post({ type: "ready" });
read().catch(fatal);
