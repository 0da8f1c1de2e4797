// SPDX-License-Identifier: Apache-2.0
// Conditions that people ask of a whole run, and what they match: marked in the timeline, in the rows and in logs.
import * as vscode from "vscode";
import type { Capture, Captures } from "./captures/captures";
import { fileOf } from "./evidence";
import type { ConditionNames, QueryResult } from "./protocol";
import type { Server } from "./server";

/** What a condition matches in one run. */
export interface Matches {
  readonly where: string;
  /** Steps of the run, of which `items` and `lines` show those that the server names. */
  readonly total: number;
  readonly items: ReadonlySet<number>;
  /** Lines from 0, by the URI of the file. */
  readonly lines: ReadonlyMap<string, readonly number[]>;
}

export class Queries implements vscode.Disposable {
  private readonly found = new Map<Capture, Matches>();
  private readonly changes = new vscode.EventEmitter<Capture>();
  private readonly subscriptions: vscode.Disposable[];
  private readonly mark = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor("editor.findMatchHighlightBackground"),
    overviewRulerColor: new vscode.ThemeColor("editorOverviewRuler.findMatchForeground"),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
  });

  /** Another condition is asked of a capture, or none. */
  readonly onDidChange = this.changes.event;

  constructor(
    private readonly server: Server,
    captures: Captures,
  ) {
    this.subscriptions = [
      this.mark,
      // What was read anew has other items.
      captures.onDidChange((capture) => {
        const before = capture && this.found.get(capture);
        if (before && capture.contents) {
          void this.ask(capture, before.where).catch(() => this.forget(capture));
        }
      }),
      vscode.window.onDidChangeVisibleTextEditors((editors) => editors.forEach((each) => this.show(each))),
    ];
  }

  of(capture: Capture): Matches | undefined {
    return this.found.get(capture);
  }

  /**
   * Asks a condition of the debugger's language of a run; an empty one marks nothing.
   *
   * @throws Error with a sentence if it cannot be read
   */
  async ask(capture: Capture, where: string): Promise<Matches | undefined> {
    if (where.trim() === "") {
      this.forget(capture);
      return undefined;
    }
    const { info } = await capture.read();
    const result = await this.server.request("vtrace/query", { capture: info.capture, where });
    const matches = { where, total: result.total, items: new Set(result.items), lines: linesOf(result) };
    this.found.set(capture, matches);
    this.changed(capture);
    return matches;
  }

  /** What a condition about a capture may name. */
  async names(capture: Capture): Promise<ConditionNames> {
    const { info } = await capture.read();
    return this.server.request("vtrace/queryNames", { capture: info.capture });
  }

  private forget(capture: Capture): void {
    if (this.found.delete(capture)) {
      this.changed(capture);
    }
  }

  private changed(capture: Capture): void {
    vscode.window.visibleTextEditors.forEach((editor) => this.show(editor));
    this.changes.fire(capture);
  }

  private show(editor: vscode.TextEditor): void {
    const file = fileOf(editor.document.uri).toString();
    const lines = [...this.found.values()].flatMap((matches) => matches.lines.get(file) ?? []);
    const { lineCount } = editor.document;
    editor.setDecorations(
      this.mark,
      lines.filter((line) => line < lineCount).map((line) => new vscode.Range(line, 0, line, 0)),
    );
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
    this.changes.dispose();
  }
}

function linesOf({ steps }: QueryResult): Map<string, number[]> {
  const out = new Map<string, Set<number>>();
  for (const { evidence } of steps) {
    if (evidence.uri && evidence.position) {
      const file = vscode.Uri.parse(evidence.uri).toString();
      const lines = out.get(file) ?? new Set();
      out.set(file, lines.add(evidence.position.line));
    }
  }
  return new Map([...out].map(([file, lines]) => [file, [...lines]]));
}
