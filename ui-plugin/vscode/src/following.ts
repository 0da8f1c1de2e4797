// SPDX-License-Identifier: Apache-2.0
// Keeps open timelines at what people look at: the line of a log, or bytes of a stream.
import * as vscode from "vscode";
import type { Captures } from "./captures/captures";
import { fileOf } from "./evidence";
import type { LogEditors } from "./log/editor";
import type { Requests } from "./protocol";
import { LANGUAGE, type Server } from "./server";
import type { StreamEditors } from "./stream/editor";
import type { TimelinePanels } from "./timeline/panels";

// Long enough not to ask for each line on the way when an arrow key is held.
const CALM = 120;

export class Following implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly server: Server,
    private readonly captures: Captures,
    private readonly timelines: TimelinePanels,
    streams: StreamEditors,
    logs: LogEditors,
  ) {
    this.subscriptions = [
      vscode.window.onDidChangeTextEditorSelection(
        ({ textEditor: { document }, selections: [selection], kind }) => {
          // Moves by a program are our own: following them would go in circles.
          const ours = document.languageId === LANGUAGE || document.uri.scheme === "vtrace";
          if (
            ours &&
            selection &&
            kind !== undefined &&
            kind !== vscode.TextEditorSelectionChangeKind.Command
          ) {
            this.follow({ uri: fileOf(document.uri).toString(), position: selection.active });
          }
        },
      ),
      logs.onDidSelect(({ uri, line }) =>
        this.follow({ uri: uri.toString(), position: { line, character: 0 } }),
      ),
      streams.onDidSelect(({ uri, offset }) => this.follow({ uri: uri.toString(), offset })),
    ];
  }

  private follow(place: Requests["vtrace/at"][0]): void {
    clearTimeout(this.timer);
    if (
      this.timelines.all.length > 0 &&
      vscode.workspace.getConfiguration("vtrace").get("timeline.followEditor", true)
    ) {
      this.timer = setTimeout(() => void this.select(place).catch(() => undefined), CALM);
    }
  }

  private async select(place: Requests["vtrace/at"][0]): Promise<void> {
    const at = await this.server.request("vtrace/at", place);
    const capture = this.captures.byId(at.capture);
    if (capture && at.items.length > 0) {
      await this.timelines.of(capture)?.select(at.items);
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}
