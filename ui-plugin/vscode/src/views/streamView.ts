// SPDX-License-Identifier: Apache-2.0
// The outline of a migration stream, read piece by piece.
import * as vscode from "vscode";
import type { StreamNode, StreamTree } from "../protocol";
import type { Server } from "../server";
import type { Row } from "./node";

const PAGE = 200;

/** The records of a stream; while the server still reads them, those so far and a row that says so. */
export async function streamRows(
  server: Server,
  stream: vscode.Uri | undefined,
  incomplete: () => void,
): Promise<Row[]> {
  if (!stream) {
    return [];
  }
  const root = await server.request("vtrace/stream/tree", { uri: stream.toString(), from: 0, count: PAGE });
  const rows = rowsOf(server, stream, undefined, root);
  if (!root.complete) {
    incomplete();
    rows.push({ label: "reading...", icon: new vscode.ThemeIcon("loading~spin") });
  }
  return rows;
}

async function pageOf(
  server: Server,
  stream: vscode.Uri,
  node: string | undefined,
  from: number,
): Promise<Row[]> {
  const uri = stream.toString();
  const page = await server.request("vtrace/stream/tree", {
    uri,
    ...(node === undefined ? {} : { node }),
    from,
    count: PAGE,
  });
  return rowsOf(server, stream, node, page);
}

function rowsOf(server: Server, stream: vscode.Uri, node: string | undefined, page: StreamTree): Row[] {
  const rows = page.nodes.map((each) => nodeRow(server, stream, each));
  const next = page.from + page.nodes.length;
  if (next < page.total && page.nodes.length > 0) {
    rows.push({
      label: `${page.total - next} more`,
      icon: new vscode.ThemeIcon("ellipsis"),
      children: () => pageOf(server, stream, node, next),
    });
  }
  return rows;
}

function nodeRow(server: Server, stream: vscode.Uri, node: StreamNode): Row {
  return {
    label: node.label,
    description: [
      node.instance === undefined ? "" : `instance ${node.instance}`,
      node.fd ? `descriptor: ${node.fd}` : node.value,
      node.status,
    ]
      .filter(Boolean)
      .join("  "),
    tooltip: `${node.path}\n${node.type}\nbytes ${node.offset} to ${node.offset + node.length}`,
    icon: new vscode.ThemeIcon(
      node.fd
        ? "link"
        : node.kind === "section"
          ? "symbol-namespace"
          : node.children > 0
            ? "symbol-struct"
            : "symbol-field",
    ),
    kind: "streamNode",
    bytes: { stream, offset: node.offset, length: node.length },
    ...(node.children > 0 ? { children: () => pageOf(server, stream, node.id, 0) } : {}),
  };
}
