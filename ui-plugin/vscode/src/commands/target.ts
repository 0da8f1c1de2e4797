// SPDX-License-Identifier: Apache-2.0
// What a command was called on, whoever called it: a row of a view, a webview's menu, a lens, or the explorer.
import * as vscode from "vscode";
import type { Captures } from "../captures/captures";
import type { Place } from "../places";
import type { Server } from "../server";
import { Node, type Row } from "../views/node";

/** A string is the name of a capture, as the server has it in lenses and code actions. */
export type Target = Node | Place | vscode.Uri | string | undefined;

export function isPlace(target: unknown): target is Place {
  return typeof target === "object" && target !== null && "webviewSection" in target;
}

/** The thing that a command was called on as a row, with all that is known of it. */
export async function rowOf(target: Target, captures: Captures, server: Server): Promise<Row | undefined> {
  if (target instanceof Node) {
    return target.row;
  }
  if (!isPlace(target)) {
    return undefined;
  }
  if (target.webviewSection === "bytes") {
    const { stream, offset, length, label, description } = target;
    return { label, description, bytes: { stream: vscode.Uri.parse(stream), offset, length } };
  }
  const capture = captures.byId(target.capture);
  const { items } = await server.request("vtrace/items", {
    capture: capture?.id ?? target.capture,
    ids: [target.item],
  });
  const [item] = items;
  return (
    item && {
      label: item.queue === undefined ? item.name : `${item.name} q${item.queue}`,
      description: [item.state, item.why].filter(Boolean).join(": "),
      capture,
      item: item.id,
      evidence: item.evidence ?? [],
    }
  );
}
