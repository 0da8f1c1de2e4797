// SPDX-License-Identifier: Apache-2.0
// Evidence as documents that no key can change: the files of captures, under a scheme of their own.
import * as fs from "node:fs/promises";
import * as vscode from "vscode";
import { watch } from "./watching";

/** The scheme of a file of a capture that is shown; its path is that of the file. */
export const EVIDENCE = "vtrace-evidence";

/** The document that shows a file of a capture; others stay what they are. */
export function evidenceOf(uri: vscode.Uri): vscode.Uri {
  return uri.scheme === "file" ? uri.with({ scheme: EVIDENCE }) : uri;
}

/** The file that a document shows. */
export function fileOf(uri: vscode.Uri): vscode.Uri {
  return uri.scheme === EVIDENCE ? uri.with({ scheme: "file" }) : uri;
}

export class EvidenceFiles implements vscode.FileSystemProvider, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  private readonly known = new Set<string>();
  private readonly locked = new Set<string>();
  private readonly subscriptions: vscode.Disposable[];
  readonly onDidChangeFile = this.changes.event;

  constructor() {
    this.subscriptions = [
      vscode.workspace.registerFileSystemProvider(EVIDENCE, this, {
        isReadonly: true,
        isCaseSensitive: true,
      }),
      vscode.window.onDidChangeActiveTextEditor(() => void this.lock()),
    ];
  }

  /** Says that files are evidence of a capture. */
  add(uris: readonly string[]): void {
    uris.forEach((uri) => this.known.add(vscode.Uri.parse(uri).toString()));
    void this.lock();
  }

  /** Whether a file is evidence of a capture that was read. */
  has(uri: vscode.Uri): boolean {
    return this.known.has(uri.toString());
  }

  /** Makes evidence read-only that somebody opened as a file; whoever wants to change it can still say so. */
  private async lock(): Promise<void> {
    const uri = vscode.window.activeTextEditor?.document.uri;
    if (uri?.scheme === "file" && this.has(uri) && !this.locked.has(uri.toString())) {
      this.locked.add(uri.toString());
      await vscode.commands.executeCommand("workbench.action.files.setActiveEditorReadonlyInSession");
    }
  }

  watch(uri: vscode.Uri): vscode.Disposable {
    const changed = () => this.changes.fire([{ type: vscode.FileChangeType.Changed, uri }]);
    return watch(fileOf(uri), false, changed);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    return vscode.workspace.fs.stat(fileOf(uri));
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    try {
      return await fs.readFile(uri.fsPath);
    } catch {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    return vscode.workspace.fs.readDirectory(fileOf(uri));
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions, this.changes).dispose();
  }
}
