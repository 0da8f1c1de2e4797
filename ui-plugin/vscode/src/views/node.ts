// SPDX-License-Identifier: Apache-2.0
// One row of a tree view, and the provider that all views share. Texts come from recorded files: they
// are shown as plain text, never as Markdown.
import * as vscode from "vscode";
import type { Capture } from "../captures/captures";
import { neighbourOf, placeOf } from "../links";
import { plain } from "../plain";
import type { Evidence } from "../protocol";

export interface Row {
  label: string;
  description?: string | undefined;
  tooltip?: string | undefined;
  icon?: vscode.ThemeIcon | undefined;
  capture?: Capture | undefined;
  /** What kind of thing it is, for menus; more words follow from the members below. */
  kind?: string;
  /** What it is among the rows beside it; by default its kind and its label tell that. */
  key?: string;
  evidence?: readonly Evidence[];
  /** Its item in the timeline. */
  item?: number | undefined;
  /** The bytes of a stream that it is. */
  bytes?: { readonly stream: vscode.Uri; readonly offset: number; readonly length: number };
  /** The URI of the page about its rule. */
  page?: string | undefined;
  /** The virtual document with the text of a binary file. */
  text?: string | undefined;
  /** What a click does; by default it shows the first evidence, and its item in an open timeline. */
  command?: vscode.Command;
  /** What somebody searches for matches it. */
  marked?: boolean;
  children?: () => Row[] | Promise<Row[]>;
  expanded?: boolean;
}

export class Node {
  private loaded: Promise<Node[]> | undefined;

  constructor(
    readonly row: Row,
    readonly parent: Node | undefined,
    readonly id: string,
  ) {}

  children(): Promise<Node[]> {
    this.loaded ??= nodesOf(this.row.children?.() ?? [], this, this.id);
    return this.loaded;
  }

  toItem(): vscode.TreeItem {
    const { row } = this;
    const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const text = plain(row.label);
    const label = row.marked ? { label: text, highlights: [[0, text.length] as [number, number]] } : text;
    const item = new vscode.TreeItem(label, !row.children ? None : row.expanded ? Expanded : Collapsed);
    item.id = this.id;
    if (row.description) {
      item.description = plain(row.description);
    }
    item.tooltip = plain(row.tooltip ?? [row.label, row.description].filter(Boolean).join("\n"));
    if (row.icon) {
      item.iconPath = row.icon;
    }
    item.contextValue = contextOf(row);
    if (row.command) {
      item.command = row.command;
    } else if (row.bytes) {
      item.command = { command: "vtrace.showInStream", title: "Show Bytes", arguments: [this] };
    } else if (row.evidence?.length || row.item !== undefined) {
      item.command = { command: "vtrace.reveal", title: "Show Evidence", arguments: [this] };
    }
    item.accessibilityInformation = {
      label: plain([row.label, row.description].filter(Boolean).join(", ")),
    };
    return item;
  }
}

async function nodesOf(
  rows: Row[] | Promise<Row[]>,
  parent: Node | undefined,
  prefix: string,
): Promise<Node[]> {
  // The editor remembers by the id which row is open, selected and has the focus: so it stays the same while the row
  // stands for the same thing.
  const counts = new Map<string, number>();
  return (await rows).map((row) => {
    const key = row.key ?? `${row.kind ?? ""} ${row.label}`;
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return new Node(row, parent, `${prefix}/${encodeURIComponent(key)}${count > 0 ? `/${count}` : ""}`);
  });
}

function contextOf(row: Row): string {
  const words = [row.kind ?? ""];
  const flags: [string, unknown][] = [
    ["evidence", row.evidence?.length],
    ["timed", (row.item !== undefined && row.capture) || row.bytes],
    ["bytes", row.evidence?.some((each) => row.capture?.isStream(each)) || row.bytes],
    ["rule", row.page],
    ["binary", row.text],
  ];
  words.push(...flags.filter(([, present]) => present).map(([name]) => name));
  return words.filter(Boolean).join(" ");
}

export class Rows implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<Node | undefined>();
  private roots: Promise<Node[]> | undefined;
  readonly onDidChangeTreeData = this.changes.event;

  constructor(private readonly make: () => Row[] | Promise<Row[]>) {}

  refresh(): void {
    this.roots = undefined;
    this.changes.fire(undefined);
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return node.toItem();
  }

  getChildren(node?: Node): Promise<Node[]> {
    if (node) {
      return node.children();
    }
    this.roots ??= nodesOf(this.make(), undefined, "");
    return this.roots;
  }

  getParent(node: Node): Node | undefined {
    return node.parent;
  }

  /** The first node, below those that `into` lets pass, that `wanted` accepts. */
  async find(wanted: (row: Row) => boolean, into: (row: Row) => boolean): Promise<Node | undefined> {
    const search = async (nodes: Node[]): Promise<Node | undefined> => {
      for (const node of nodes) {
        if (wanted(node.row)) {
          return node;
        }
        const found = into(node.row) ? await search(await node.children()) : undefined;
        if (found) {
          return found;
        }
      }
      return undefined;
    };
    return search(await this.getChildren());
  }

  dispose(): void {
    this.changes.dispose();
  }
}

/** The rows below something that has evidence: one each. */
export function evidenceRows(capture: Capture, evidence: readonly Evidence[]): Row[] {
  return evidence.map((each) => ({
    label: placeOf(each),
    description: [neighbourOf(each), each.text].filter(Boolean).join(" "),
    icon: new vscode.ThemeIcon(each.line === undefined ? "file-binary" : "list-selection"),
    capture,
    evidence: [each],
  }));
}

/** In place of what is in a capture that was not read. */
export function unreadRows(capture: Capture | undefined): Row[] {
  if (!capture) {
    return [];
  }
  const { problem, name, uri } = capture;
  return [
    {
      label: problem ?? `${name} is not read yet`,
      icon: new vscode.ThemeIcon(problem ? "error" : "archive"),
      kind: "unread",
      capture,
      command: { command: "vtrace.openCapture", title: "Read It", arguments: [uri] },
    },
  ];
}
