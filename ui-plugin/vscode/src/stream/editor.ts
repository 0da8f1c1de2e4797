// SPDX-License-Identifier: Apache-2.0
// The editor for migration streams: fields and bytes side by side. It reads nothing by itself, so a stream of
// 10 GB costs what is seen of it.
import * as vscode from "vscode";
import { messageOf } from "../failures";
import { columnBeside } from "../links";
import type { Server } from "../server";
import { watch } from "../watching";
import { setUpPage } from "../webviewPage";
import type { FromEditor, Question, Questions, ToEditor } from "./messages";
import { STREAM_PAGE } from "./page";

export const STREAM_EDITOR = "vtrace.stream";

interface Editor {
  readonly uri: string;
  readonly panel: vscode.WebviewPanel;
  ready: boolean;
  pending: ToEditor[];
}

export class StreamEditors implements vscode.CustomReadonlyEditorProvider, vscode.Disposable {
  private readonly editors = new Set<Editor>();
  private readonly shown = new vscode.EventEmitter<vscode.Uri>();
  private readonly selections = new vscode.EventEmitter<{ uri: vscode.Uri; offset: number }>();

  /** A stream came to the front. */
  readonly onDidShow = this.shown.event;
  /** Somebody selected a byte. */
  readonly onDidSelect = this.selections.event;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly server: Server,
  ) {}

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor(document: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    const editor: Editor = { uri: document.uri.toString(), panel, ready: false, pending: [] };
    this.editors.add(editor);
    panel.webview.onDidReceiveMessage((message: FromEditor) => this.receive(editor, document.uri, message));
    const watching = watch(document.uri, false, () => this.post(editor, { type: "reread" }));
    panel.onDidDispose(() => {
      watching.dispose();
      this.editors.delete(editor);
    });
    panel.onDidChangeViewState(() => panel.active && this.shown.fire(document.uri));
    setUpPage(panel.webview, this.extension, STREAM_PAGE);
    this.shown.fire(document.uri);
  }

  /** Opens a stream, marks bytes and shows the field that they belong to. */
  async showBytes(uri: vscode.Uri, offset: number): Promise<void> {
    const open = () => [...this.editors].find((editor) => editor.uri === uri.toString());
    const before = open();
    if (before) {
      before.panel.reveal(undefined, true);
    } else {
      const options = { viewColumn: columnBeside(), preview: true, preserveFocus: true };
      await vscode.commands.executeCommand("vscode.openWith", uri, STREAM_EDITOR, options);
    }
    const editor = open();
    if (editor) {
      this.post(editor, { type: "reveal", offset });
    }
  }

  private post(editor: Editor, message: ToEditor): void {
    if (editor.ready) {
      void editor.panel.webview.postMessage(message);
    } else {
      editor.pending.push(message);
    }
  }

  private async receive(editor: Editor, uri: vscode.Uri, message: FromEditor): Promise<void> {
    switch (message.type) {
      case "ready":
        editor.ready = true;
        for (const each of editor.pending.splice(0)) {
          this.post(editor, each);
        }
        return;
      case "selected":
        this.selections.fire({ uri, offset: message.offset });
        return;
      case "ask":
        try {
          const answer = await this.ask(editor.uri, message.question, message.params);
          this.post(editor, { type: "answer", id: message.id, answer });
        } catch (error) {
          this.post(editor, { type: "failed", id: message.id, message: messageOf(error) });
        }
    }
  }

  private ask<Q extends Question>(uri: string, question: Q, params: Questions[Question][0]) {
    const answers: { [K in Question]: (asked: Questions[K][0]) => Promise<Questions[K][1]> } = {
      tree: ({ node, from, count }) =>
        this.server.request("vtrace/stream/tree", {
          uri,
          from,
          count,
          ...(node === undefined ? {} : { node }),
        }),
      at: ({ offset }) => this.server.request("vtrace/stream/at", { uri, offset }),
      find: (asked) => this.server.request("vtrace/stream/find", { uri, ...asked }),
      search: ({ text, after, limit }) =>
        this.server.request("vtrace/stream/search", {
          uri,
          text,
          limit,
          ...(after === undefined ? {} : { after }),
        }),
      bytes: ({ offset, length }) => this.server.request("vtrace/stream/bytes", { uri, offset, length }),
    };
    return answers[question](params as Questions[Q][0]);
  }

  dispose(): void {
    this.shown.dispose();
    this.selections.dispose();
  }
}
