// SPDX-License-Identifier: Apache-2.0
// The verdicts of a capture in its logs: in the gutter, the overview ruler, and at the end of the line.
import * as vscode from "vscode";
import type { Captures } from "./captures/captures";
import { fileOf } from "./evidence";
import type { Operation, Verdict } from "./protocol";

// The gravest first: it is the one that a line shows. What ran, or was not due, needs no sign.
const SHOWN: readonly Verdict[] = ["violation", "failed", "skipped", "unknown"];
const MOST_NAMES = 3;

/** What is told of the lines of one file, by the number of the line from 0. */
type Lines = ReadonlyMap<number, readonly Operation[]>;

export class Verdicts implements vscode.Disposable {
  private readonly types: ReadonlyMap<Verdict, vscode.TextEditorDecorationType>;
  private readonly lines = new WeakMap<object, ReadonlyMap<string, Lines>>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    extension: vscode.Uri,
    private readonly captures: Captures,
  ) {
    const typeOf = (verdict: Verdict) =>
      vscode.window.createTextEditorDecorationType({
        gutterIconPath: vscode.Uri.joinPath(extension, "media", "verdicts", `${verdict}.svg`),
        gutterIconSize: "contain",
        overviewRulerColor: new vscode.ThemeColor(`vtrace.${verdict}`),
        overviewRulerLane: vscode.OverviewRulerLane.Left,
        after: { color: new vscode.ThemeColor(`vtrace.${verdict}`), margin: "0 0 0 2em" },
      });
    this.types = new Map(SHOWN.map((verdict) => [verdict, typeOf(verdict)]));
    this.subscriptions = [
      ...this.types.values(),
      captures.onDidChange(() => vscode.window.visibleTextEditors.forEach((editor) => this.show(editor))),
      vscode.window.onDidChangeVisibleTextEditors((editors) =>
        editors.forEach((editor) => this.show(editor)),
      ),
    ];
  }

  private show(editor: vscode.TextEditor): void {
    const lines = this.linesOf(editor.document.uri);
    if (!lines) {
      return;
    }
    for (const [verdict, type] of this.types) {
      const options: vscode.DecorationOptions[] = [];
      for (const [line, operations] of lines) {
        if (verdictOf(operations) === verdict && line < editor.document.lineCount) {
          const { range } = editor.document.lineAt(line);
          options.push({ range, renderOptions: { after: { contentText: textOf(operations) } } });
        }
      }
      editor.setDecorations(type, options);
    }
  }

  /** Goes to the next line with a verdict that stands out, or with -1 to the previous one. */
  goTo(by: 1 | -1): void {
    const editor = vscode.window.activeTextEditor;
    const lines = editor && this.linesOf(editor.document.uri);
    if (!lines) {
      throw new Error("This is no log of a capture that was read.");
    }
    const here = editor.selection.active.line;
    const all = [...lines.keys()].sort((a, b) => a - b);
    const next = by > 0 ? all.find((line) => line > here) : all.findLast((line) => line < here);
    if (next === undefined) {
      const where = by > 0 ? "below" : "above";
      void vscode.window.showInformationMessage(
        all.length === 0 ? "Nothing was skipped in this log." : `Nothing was skipped ${where} this line.`,
      );
      return;
    }
    editor.selection = new vscode.Selection(next, 0, next, 0);
    editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  private linesOf(document: vscode.Uri): Lines | undefined {
    const file = fileOf(document).toString();
    for (const { contents } of this.captures.all) {
      if (!contents) {
        continue;
      }
      let files = this.lines.get(contents);
      if (!files) {
        files = linesByFile(contents.ledger.windows.flatMap(({ operations }) => operations));
        this.lines.set(contents, files);
      }
      const lines = files.get(file);
      if (lines) {
        return lines;
      }
    }
    return undefined;
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}

/** The lines at which something stands out: of each operation the one that tells most, which comes first. */
function linesByFile(operations: readonly Operation[]): ReadonlyMap<string, Lines> {
  const out = new Map<string, Map<number, Operation[]>>();
  for (const operation of operations) {
    const first = operation.evidence.find(({ neighbour }) => !neighbour);
    if (!first?.uri || !first.position || !SHOWN.includes(operation.verdict)) {
      continue;
    }
    const file = vscode.Uri.parse(first.uri).toString();
    const lines = out.get(file) ?? new Map<number, Operation[]>();
    out.set(file, lines);
    const { line } = first.position;
    const told = lines.get(line);
    if (told) {
      told.push(operation);
    } else {
      lines.set(line, [operation]);
    }
  }
  return out;
}

function verdictOf(operations: readonly Operation[]): Verdict | undefined {
  return SHOWN.find((verdict) => operations.some((each) => each.verdict === verdict));
}

/** "skipped: SET_VRING_ENABLE q0, GET_VRING_BASE q0 and 2 more". */
function textOf(operations: readonly Operation[]): string {
  const parts = SHOWN.flatMap((verdict) => {
    const names = operations.filter((each) => each.verdict === verdict).map(nameOf);
    const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
    return names.length > 0 ? [`${verdict}: ${names.slice(0, MOST_NAMES).join(", ")}${more}`] : [];
  });
  return parts.join("; ");
}

function nameOf({ operation, queue }: Operation): string {
  return queue === null ? operation : `${operation} q${queue}`;
}
