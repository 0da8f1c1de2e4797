// SPDX-License-Identifier: Apache-2.0
// What a run of vtrace printed, as a document that cannot be edited and need not be saved.
import * as vscode from "vscode";
import { columnBeside } from "../links";

const SCHEME = "vtrace-result";

export class Results implements vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changes = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscriptions: vscode.Disposable[];

  constructor() {
    const provider: vscode.TextDocumentContentProvider = {
      onDidChange: this.changes.event,
      provideTextDocumentContent: (uri) => this.texts.get(uri.path) ?? "This is gone; run the command again.",
    };
    this.subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, provider),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === SCHEME) {
          this.texts.delete(uri.path);
        }
      }),
    ];
  }

  /** Shows a text; the same name again replaces it. */
  async show(name: string, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}` });
    this.texts.set(uri.path, text);
    this.changes.fire(uri);
    await vscode.window.showTextDocument(uri, { viewColumn: columnBeside() });
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions, this.changes).dispose();
  }
}
