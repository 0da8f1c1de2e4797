// SPDX-License-Identifier: Apache-2.0
// From a fact to its evidence: a line of a log, or bytes of a stream.
import * as vscode from "vscode";
import type { Capture } from "./captures/captures";
import { evidenceOf } from "./evidence";
import type { LogPlaces } from "./logPlaces";
import type { Evidence, Range } from "./protocol";
import type { Server } from "./server";

/** Opens a stream in its editor, with the field marked that a byte belongs to. */
export type ShowBytes = (stream: vscode.Uri, offset: number) => Promise<void>;

// A capture comes from others: nothing in it may make an editor open something else.
const SCHEMES = ["file", "vtrace"];

export class Links {
  constructor(
    private readonly server: Server,
    private readonly logs: LogPlaces,
    private readonly showBytes: ShowBytes,
  ) {}

  /** Shows what proves something, in an editor. */
  async reveal(capture: Capture, evidence: Evidence, preserveFocus = false): Promise<void> {
    if (evidence.uri && evidence.position) {
      const at = new vscode.Position(evidence.position.line, evidence.position.character);
      return this.showText(evidence.uri, new vscode.Range(at, at), preserveFocus);
    }
    if (evidence.offset !== undefined && capture.isStream(evidence)) {
      const stream = evidence.uri ? vscode.Uri.parse(evidence.uri) : capture.streams()[0];
      if (stream) {
        return this.showBytes(stream, evidence.offset);
      }
    }
    const { uri, range } = await this.server.request("vtrace/locate", {
      capture: capture.id,
      file: evidence.file,
      ...(evidence.line === undefined ? {} : { line: evidence.line }),
      ...(evidence.offset === undefined ? {} : { offset: evidence.offset }),
    });
    await this.showText(uri, rangeOf(range), preserveFocus);
  }

  private async showText(text: string, selection: vscode.Range, preserveFocus: boolean): Promise<void> {
    const file = vscode.Uri.parse(text);
    if (!SCHEMES.includes(file.scheme)) {
      throw new Error(`${text} is not a file of the capture`);
    }
    const uri = evidenceOf(file);
    const shown = vscode.window.visibleTextEditors.find(
      ({ document }) => document.uri.toString() === uri.toString(),
    );
    const viewColumn = shown?.viewColumn ?? columnBeside();
    await this.logs.show(uri, { selection, preserveFocus, viewColumn });
  }

  /**
   * Opens the log of the source of a capture where nothing but timelines is seen. Otherwise the editor would show the
   * lines that people step through in the only group there is, over the timeline.
   */
  async makeRoom(capture: Capture): Promise<void> {
    const seen = vscode.window.tabGroups.all.map(({ activeTab }) => activeTab?.input);
    const { files = [], participants = [] } = capture.contents?.info ?? {};
    const source = participants.find(({ role }) => role === "source")?.name;
    const logs = files.filter(({ role }) => role === "trace");
    const log = logs.find(({ participant }) => participant === source) ?? logs[0];
    if (log && !seen.some((input) => input && !(input instanceof vscode.TabInputWebview))) {
      const uri = evidenceOf(vscode.Uri.parse(log.textUri ?? log.uri));
      await this.logs.show(uri, { viewColumn: columnBeside() });
    }
  }
}

export function rangeOf({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** What a message at the edge of a silence is. */
export function neighbourOf({ neighbour }: Evidence): string {
  return !neighbour ? "" : neighbour.side === "before" ? "(last before)" : "(first after)";
}

export function placeOf(evidence: Evidence): string {
  return evidence.line === undefined
    ? `${evidence.file} at byte ${evidence.offset ?? "?"}`
    : `${evidence.file}:${evidence.line}`;
}

/** Goes to a group with a text: the editor shows the lines that people step through in the group they are in. */
export async function leaveTimeline(): Promise<void> {
  const text = vscode.window.visibleTextEditors.find(({ viewColumn }) => viewColumn !== undefined);
  await (text && vscode.window.showTextDocument(text.document, text.viewColumn));
}

/** Where evidence is shown: not over a timeline that it is the evidence of. */
export function columnBeside(): vscode.ViewColumn {
  const free = vscode.window.tabGroups.all.find(
    ({ activeTab }) => !(activeTab?.input instanceof vscode.TabInputWebview),
  );
  return free?.viewColumn ?? vscode.ViewColumn.Beside;
}
