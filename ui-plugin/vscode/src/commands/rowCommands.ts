// SPDX-License-Identifier: Apache-2.0
// What can be done with one thing that is shown: a row of a view, an item of a timeline, bytes of a stream.
import * as vscode from "vscode";
import type { Captures } from "../captures/captures";
import { fileOf } from "../evidence";
import type { Links } from "../links";
import type { LogPlaces } from "../logPlaces";
import type { Server } from "../server";
import type { StreamEditors } from "../stream/editor";
import type { TimelinePanels } from "../timeline/panels";
import type { Requests } from "../protocol";
import type { Row } from "../views/node";
import type { Views } from "../views/views";
import { command } from "./commands";
import { rowOf, type Target } from "./target";

export interface Parts {
  readonly server: Server;
  readonly captures: Captures;
  readonly links: Links;
  readonly places: LogPlaces;
  readonly timelines: TimelinePanels;
  readonly streams: StreamEditors;
  readonly views: Views;
}

// More bytes than this are no text that somebody wants to paste.
const MOST_COPIED = 64 << 10;

export function rowCommands(parts: Parts): vscode.Disposable[] {
  const { server, captures, links, places, timelines, streams, views } = parts;
  const onRow = (name: string, run: (row: Row) => unknown) =>
    command(name, async (target: Target) => {
      const row = await rowOf(target, captures, server);
      await (row && run(row));
    });
  return [
    onRow("vtrace.reveal", async ({ capture, evidence, item }) => {
      const [first] = evidence ?? [];
      if (capture && first) {
        await links.reveal(capture, first);
      }
      if (capture && item !== undefined) {
        await timelines.of(capture)?.select([item]);
      }
    }),
    onRow("vtrace.showInStream", async ({ capture, evidence, bytes }) => {
      const proof = evidence?.find((each) => capture?.isStream(each));
      if (bytes) {
        await streams.showBytes(bytes.stream, bytes.offset);
      } else if (capture && proof) {
        await links.reveal(capture, proof);
      }
    }),
    onRow(
      "vtrace.showInCaptures",
      ({ capture, item }) => capture && item !== undefined && views.show(capture, item),
    ),
    onRow("vtrace.explainRule", ({ page }) => page && openPage(page)),
    onRow("vtrace.openText", ({ text }) => text && places.open(vscode.Uri.parse(text))),
    onRow("vtrace.copyBytes", ({ bytes }) => bytes && copyBytes(server, bytes)),
    command("vtrace.copyText", async (target: Target) => {
      const row = await rowOf(target, captures, server);
      const text =
        typeof target === "string" ? target : [row?.label, row?.description].filter(Boolean).join("\t");
      await vscode.env.clipboard.writeText(text);
    }),
    command("vtrace.showInTimeline", async (target: Target) => {
      const row = await rowOf(target, captures, server);
      const editor = vscode.window.activeTextEditor;
      if (row?.capture && row.item !== undefined) {
        await (await timelines.show(row.capture)).select([row.item]);
      } else if (row?.bytes) {
        const { stream, offset } = row.bytes;
        await showPlace(parts, { uri: stream.toString(), offset });
      } else if (editor) {
        await showPlace(parts, {
          uri: fileOf(editor.document.uri).toString(),
          position: editor.selection.active,
        });
      }
    }),
    // Those below are called by lenses and code actions of the server, and have no other place.
    command("vtrace.openPage", openPage),
    command("vtrace.showWindow", async (name: string, _: string, item: number) => {
      const capture = await captures.named(name);
      await timelines.of(capture)?.select([item]);
      await views.show(capture, item);
    }),
  ];
}

/** Shows in the timeline what belongs to a place. */
async function showPlace(
  { server, captures, timelines }: Parts,
  place: Requests["vtrace/at"][0],
): Promise<void> {
  const at = await server.request("vtrace/at", place);
  const panel = await timelines.show(await captures.named(at.capture));
  if (at.items.length === 0) {
    void vscode.window.showInformationMessage("Nothing in the timeline belongs to this place.");
  }
  await panel.select(at.items);
}

async function openPage(page: string): Promise<void> {
  const uri = vscode.Uri.parse(page);
  // Told by the server, but a lens can be forged by another extension: only our own pages are opened.
  if (uri.scheme === "vtrace") {
    await vscode.commands.executeCommand("markdown.showPreview", uri);
  }
}

async function copyBytes(
  server: Server,
  { stream, offset, length }: NonNullable<Row["bytes"]>,
): Promise<void> {
  const wanted = Math.min(length, MOST_COPIED);
  const { data } = await server.request("vtrace/stream/bytes", {
    uri: stream.toString(),
    offset,
    length: wanted,
  });
  await vscode.env.clipboard.writeText(Buffer.from(data, "base64").toString("hex"));
  if (wanted < length) {
    void vscode.window.showInformationMessage(`Copied the first ${wanted} of ${length} bytes.`);
  }
}
