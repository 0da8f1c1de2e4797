// SPDX-License-Identifier: Apache-2.0
// The one way to a place in a log: the text editor where that takes it, and the editor for logs of any size.
import * as vscode from "vscode";
import { fileOf } from "./evidence";
import { LOG_EDITOR, type LogEditors } from "./log/editor";
import type { Server } from "./server";

/** What the text editor hides from extensions, so that there would be no hovers and no jumps. */
export const LARGEST_TEXT = 50 << 20;

export interface LogPlaceOptions {
  readonly viewColumn: vscode.ViewColumn;
  readonly preserveFocus?: boolean;
  readonly selection?: vscode.Range;
}

/** Whether a file, or a text that the server makes of one, is too large for the text editor. */
export async function isLarge(uri: vscode.Uri, server: Server): Promise<boolean> {
  const file = fileOf(uri);
  if (isMade(file)) {
    const text = { uri: file.toString(), from: 0, count: 0 };
    return (await server.request("vtrace/log/lines", text)).size > LARGEST_TEXT;
  }
  if (file.scheme !== "file") {
    return false;
  }
  const { size } = await vscode.workspace.fs.stat(file);
  return size > LARGEST_TEXT;
}

/** Whether the server makes a text of a file: of a packed or a binary one, or of its messages. */
export function isMade(uri: vscode.Uri): boolean {
  return uri.scheme === "vtrace" && /^\/(text|messages)\//.test(uri.path);
}

export class LogPlaces {
  constructor(
    private readonly logs: LogEditors,
    private readonly server: Server,
  ) {}

  /** Opens a log in the group that people are in. */
  async open(uri: vscode.Uri, line?: number): Promise<void> {
    const at = line === undefined ? undefined : new vscode.Range(line, 0, line, 0);
    const viewColumn = vscode.window.tabGroups.activeTabGroup.viewColumn;
    await this.show(uri, { viewColumn, ...(at ? { selection: at } : {}) });
  }

  /** Shows a log, in the editor that it is in already; with a selection at that place. */
  async show(uri: vscode.Uri, options: LogPlaceOptions): Promise<void> {
    const { selection, preserveFocus = false, viewColumn } = options;
    if ((await isLarge(uri, this.server)) || this.isInLogEditor(uri)) {
      await this.logs.showLine(uri, selection?.start.line ?? 0, { viewColumn, preserveFocus });
      return;
    }
    const editor = await vscode.window.showTextDocument(uri, {
      preview: true,
      preserveFocus,
      viewColumn,
      ...(selection ? { selection } : {}),
    });
    if (selection) {
      editor.revealRange(selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    }
  }

  /** Somebody looks at it in the editor for logs. */
  private isInLogEditor(uri: vscode.Uri): boolean {
    const tabs = vscode.window.tabGroups.all.map(({ activeTab }) => activeTab?.input);
    return tabs.some(
      (input) =>
        input instanceof vscode.TabInputCustom &&
        input.viewType === LOG_EDITOR &&
        fileOf(input.uri).toString() === fileOf(uri).toString(),
    );
  }
}
