// SPDX-License-Identifier: Apache-2.0
// Messages of recorded sockets: decoded, a row each, and the lines of the file that they are made of.
import * as path from "node:path";
import * as vscode from "vscode";
import type { Captures } from "./captures/captures";
import { command } from "./commands/commands";
import { evidenceOf, fileOf } from "./evidence";
import type { LogEditors } from "./log/editor";
import type { LogPlaces } from "./logPlaces";
import type { Server } from "./server";

/** Paths of documents whose messages can be decoded, for the conditions of menus. */
const CONTEXT = "vtrace.messageFiles";

export class Messages implements vscode.Disposable {
  private readonly files = new Set<string>();
  private readonly subscriptions: vscode.Disposable[];
  /** Where people are in an editor for logs of any size. */
  private last: { uri: string; line: number } | undefined;

  constructor(
    private readonly server: Server,
    private readonly captures: Captures,
    private readonly places: LogPlaces,
    logs: LogEditors,
  ) {
    this.subscriptions = [
      captures.onDidChange(() => this.note()),
      logs.onDidSelect(({ uri, line }) => (this.last = { uri: uri.toString(), line })),
      command("vtrace.showMessages", (uri?: vscode.Uri) => this.decoded(uri)),
      command("vtrace.showRawLine", (uri?: vscode.Uri) => this.raw(uri)),
    ];
  }

  private note(): void {
    const files = this.captures.all.flatMap(({ contents }) => contents?.info.files ?? []);
    this.add(files.filter(({ messagesUri }) => messagesUri).map(({ textUri, uri }) => textUri ?? uri));
  }

  private add(uris: readonly string[]): void {
    const before = this.files.size;
    uris.forEach((uri) => this.files.add(vscode.Uri.parse(uri).path));
    if (this.files.size > before) {
      void vscode.commands.executeCommand("setContext", CONTEXT, [...this.files]);
    }
  }

  private async decoded(clicked: vscode.Uri | undefined): Promise<void> {
    const at = this.at(clicked);
    if (!at) {
      return;
    }
    const { messagesUri } = await this.server.request("vtrace/kind", { uri: at.uri.toString() });
    if (messagesUri === null) {
      throw new Error(`${path.basename(at.uri.path)} has no messages that can be decoded.`);
    }
    await this.places.open(vscode.Uri.parse(messagesUri), at.line);
  }

  private async raw(clicked: vscode.Uri | undefined): Promise<void> {
    const at = this.at(clicked);
    if (!at) {
      return;
    }
    const places = await this.server.request("textDocument/definition", {
      textDocument: { uri: at.uri.toString() },
      position: { line: at.line, character: 0 },
    });
    const [place] = places ?? [];
    if (place) {
      this.add([place.uri]);
      await this.places.open(evidenceOf(vscode.Uri.parse(place.uri)), place.range.start.line);
    }
  }

  /** The file and the line that people look at. */
  private at(clicked: vscode.Uri | undefined): { uri: vscode.Uri; line: number } | undefined {
    const editor = vscode.window.activeTextEditor;
    const uri = clicked ? fileOf(clicked) : editor && fileOf(editor.document.uri);
    if (uri && editor && fileOf(editor.document.uri).toString() === uri.toString()) {
      return { uri, line: editor.selection.active.line };
    }
    return uri && { uri, line: this.last?.uri === uri.toString() ? this.last.line : 0 };
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}
