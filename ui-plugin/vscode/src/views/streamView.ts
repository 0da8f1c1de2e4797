// SPDX-License-Identifier: Apache-2.0
// The outline of a migration stream, read piece by piece.
import * as vscode from "vscode";
import type { StreamNode } from "../protocol";
import type { Server } from "../server";
import type { Row } from "./node";

const PAGE = 200;

export function streamRows(server: Server, stream: vscode.Uri | undefined): Row[] | Promise<Row[]> {
  return stream ? pageOf(server, stream, undefined, 0) : [];
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
  const rows = page.nodes.map((each) => nodeRow(server, stream, each));
  const next = from + page.nodes.length;
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
    description: [node.fd ? `descriptor: ${node.fd}` : node.value, node.status].filter(Boolean).join("  "),
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
