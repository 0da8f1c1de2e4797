// SPDX-License-Identifier: Apache-2.0
// The editor for logs of any size. It reads nothing by itself: the server tells the lines that are seen.
import * as path from "node:path";
import * as vscode from "vscode";
import { fileOf } from "../evidence";
import { messageOf } from "../failures";
import type { LogLines } from "../protocol";
import type { Server } from "../server";
import { watch } from "../watching";
import { setUpPage } from "../webviewPage";
import type { FromLog, OutlineRow, Question, Questions, ToLog } from "./messages";
import { LOG_PAGE } from "./page";

export const LOG_EDITOR = "vtrace.log";

// What is copied is text in memory.
const MOST_COPIED = 200_000;
const AT_ONCE = 2_000;

interface Editor {
  readonly uri: string;
  readonly panel: vscode.WebviewPanel;
  readonly asked: Map<number, vscode.CancellationTokenSource>;
  ready: boolean;
  pending: ToLog[];
}

interface Symbol {
  readonly name: string;
  readonly detail?: string;
  readonly range: { readonly start: { readonly line: number } };
  readonly children?: readonly Symbol[];
}

export class LogEditors implements vscode.CustomReadonlyEditorProvider, vscode.Disposable {
  private readonly editors = new Set<Editor>();
  private readonly selections = new vscode.EventEmitter<{ uri: vscode.Uri; line: number }>();
  private readonly subscriptions: vscode.Disposable[];

  /** Somebody went to a line. */
  readonly onDidSelect = this.selections.event;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly server: Server,
  ) {
    this.subscriptions = [
      this.selections,
      server.onDidChangeCapture(() => this.editors.forEach((each) => this.post(each, { type: "reread" }))),
    ];
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor(document: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    const file = fileOf(document.uri);
    const editor: Editor = { uri: file.toString(), panel, asked: new Map(), ready: false, pending: [] };
    this.editors.add(editor);
    panel.webview.onDidReceiveMessage((message: FromLog) => this.receive(editor, file, message));
    // Of a text that the server makes it says itself when it is another one.
    const changed = () => this.post(editor, { type: "reread" });
    const watching = file.scheme === "file" ? watch(file, false, changed) : undefined;
    panel.onDidDispose(() => {
      watching?.dispose();
      editor.asked.forEach((token) => token.cancel());
      this.editors.delete(editor);
    });
    setUpPage(panel.webview, this.extension, LOG_PAGE);
    const name = path.basename(file.path).replace(/\.txt$/, file.scheme === "vtrace" ? "" : ".txt");
    this.post(editor, { type: "name", name, path: vscode.workspace.asRelativePath(file) });
    // Verdicts come with the run that the log belongs to; lines are there before.
    const told = () => this.post(editor, { type: "reread" });
    this.server.request("vtrace/open", { uri: editor.uri }).then(told, () => undefined);
  }

  /** Opens a log, or the editor that shows it already, at a line. */
  async showLine(
    uri: vscode.Uri,
    line: number,
    options: { viewColumn: vscode.ViewColumn; preserveFocus: boolean; preview?: boolean },
  ): Promise<void> {
    const file = fileOf(uri).toString();
    const open = () => [...this.editors].find((editor) => editor.uri === file);
    const before = open();
    if (before) {
      before.panel.reveal(before.panel.viewColumn, options.preserveFocus);
    } else {
      await vscode.commands.executeCommand("vscode.openWith", uri, LOG_EDITOR, {
        preview: true,
        ...options,
      });
    }
    const editor = open();
    if (editor) {
      this.post(editor, { type: "reveal", line, focus: !options.preserveFocus });
    }
  }

  private post(editor: Editor, message: ToLog): void {
    if (editor.ready) {
      void editor.panel.webview.postMessage(message);
    } else {
      editor.pending.push(message);
    }
  }

  private async receive(editor: Editor, uri: vscode.Uri, message: FromLog): Promise<void> {
    switch (message.type) {
      case "ready":
        editor.ready = true;
        editor.pending.splice(0).forEach((each) => this.post(editor, each));
        return;
      case "selected":
        this.selections.fire({ uri, line: message.line });
        return;
      case "copy":
        await this.copy(editor, message.from, message.to);
        return;
      case "timeline":
        await vscode.commands.executeCommand("vtrace.openTimeline", uri, message.item);
        return;
      case "cancel":
        editor.asked.get(message.id)?.cancel();
        return;
      case "ask":
        await this.answer(editor, message.id, message.question, message.params);
    }
  }

  private async answer(
    editor: Editor,
    id: number,
    question: Question,
    params: Questions[Question][0],
  ): Promise<void> {
    const token = new vscode.CancellationTokenSource();
    editor.asked.set(id, token);
    try {
      const answer = await this.ask(editor, id, token.token, question, params);
      this.post(editor, { type: "answer", id, answer });
    } catch (error) {
      const message = token.token.isCancellationRequested ? "cancelled" : messageOf(error);
      this.post(editor, { type: "failed", id, message });
    } finally {
      editor.asked.delete(id);
      token.dispose();
    }
  }

  private ask<Q extends Question>(
    editor: Editor,
    id: number,
    token: vscode.CancellationToken,
    question: Q,
    params: Questions[Question][0],
  ) {
    const { uri } = editor;
    const answers: { [K in Question]: (asked: Questions[K][0]) => Promise<Questions[K][1]> } = {
      lines: ({ from, count }) => this.lines(uri, from, count, token),
      search: ({ query, from }) =>
        this.server.requestWithProgress("vtrace/log/search", { uri, from, ...query }, token, (percent) =>
          this.post(editor, { type: "progress", id, percent }),
        ),
      hover: async ({ line }) => {
        const position = { line, character: 0 };
        const hover = await this.server.request(
          "textDocument/hover",
          { textDocument: { uri }, position },
          token,
        );
        return { text: hover?.contents.value ?? "" };
      },
      outline: async () => {
        const symbols = await this.server.request(
          "textDocument/documentSymbol",
          { textDocument: { uri } },
          token,
        );
        return { rows: rowsOf(symbols ?? [], 0) };
      },
      verdict: ({ line, back }) => this.server.request("vtrace/log/verdict", { uri, line, back }, token),
    };
    return answers[question](params as Questions[Q][0]);
  }

  private lines(
    uri: string,
    from: number,
    count: number,
    token?: vscode.CancellationToken,
  ): Promise<LogLines> {
    return this.server.request("vtrace/log/lines", { uri, from, count }, token);
  }

  /** Puts lines on the clipboard, as they are in the file. */
  private async copy(editor: Editor, from: number, to: number): Promise<void> {
    const until = Math.min(to, from + MOST_COPIED);
    const out: string[] = [];
    for (let at = from; at < until; at += AT_ONCE) {
      const { lines } = await this.lines(editor.uri, at, Math.min(AT_ONCE, until - at));
      out.push(...lines.map(({ text }) => text));
      if (lines.length === 0) {
        break;
      }
    }
    await vscode.env.clipboard.writeText(out.join("\n"));
    if (until < to) {
      void vscode.window.showWarningMessage(`Only the first ${MOST_COPIED} lines were copied.`);
    }
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}

function rowsOf(symbols: readonly Symbol[], depth: number): OutlineRow[] {
  return symbols.flatMap(({ name, detail = "", range, children = [] }) => [
    { name, detail, line: range.start.line, depth },
    ...rowsOf(children, depth + 1),
  ]);
}
