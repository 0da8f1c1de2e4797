// SPDX-License-Identifier: Apache-2.0
// One row of the tree of fields.
import { element } from "../host";
import type { Branch } from "./tree";

export function drawNode(
  line: HTMLElement,
  branch: Branch,
  index: number,
  selected: string | undefined,
): void {
  const node = branch.children[index];
  line.setAttribute("role", "treeitem");
  line.setAttribute("aria-level", String(branch.depth + 1));
  line.setAttribute("aria-setsize", String(branch.total));
  line.setAttribute("aria-posinset", String(index + 1));
  line.style.paddingLeft = `${4 + branch.depth * 14}px`;
  if (!node) {
    element("span", "...", line, "faint");
    return;
  }
  line.id = `node-${node.id}`;
  // Records stand apart from each other, so that one sees where one ends.
  line.classList.toggle("record", branch.depth === 0);
  line.classList.toggle("selected", node.id === selected);
  line.setAttribute("aria-selected", String(node.id === selected));
  line.title = node.path;
  if (node.children > 0) {
    const open = branch.open.has(index);
    line.setAttribute("aria-expanded", String(open));
    element("span", open ? "\u25be" : "\u25b8", line, "twist");
  } else {
    element("span", "", line, "twist none");
  }
  element("span", node.label, line, node.kind);
  if (node.instance !== undefined) {
    element("span", `instance ${node.instance}`, line, "faint");
  }
  if (node.value !== undefined && !node.fd) {
    element("span", node.value, line, "value");
  }
  const names = node.names?.join(" ") ?? "";
  if (names !== "" && !node.value?.includes(names)) {
    element("span", names, line, "faint");
  }
  if (node.fd) {
    element("span", `descriptor: ${node.fd}`, line, "badge");
  }
  if (node.status) {
    element("span", node.status, line, "status");
  }
  element("span", `${node.length} B at 0x${node.offset.toString(16)}`, line, "where");
}
