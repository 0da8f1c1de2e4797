// SPDX-License-Identifier: Apache-2.0
// Tells of changes to files that are looked at, wherever they lie.
import * as path from "node:path";
import * as vscode from "vscode";

// A log that grows changes all the time; nobody needs to know more often.
const PAUSE = 500;

/** Calls back soon after a file, or something in a folder, has changed. */
export function watch(uri: vscode.Uri, isFolder: boolean, changed: () => void): vscode.Disposable {
  const pattern = isFolder
    ? new vscode.RelativePattern(uri, "*")
    : new vscode.RelativePattern(vscode.Uri.joinPath(uri, ".."), escaped(path.basename(uri.fsPath)));
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  let timer: NodeJS.Timeout | undefined;
  const later = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      changed();
    }, PAUSE);
  };
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange(later),
    watcher.onDidCreate(later),
    watcher.onDidDelete(later),
    { dispose: () => clearTimeout(timer) },
  );
}

/** A name as a pattern that matches it alone. */
function escaped(name: string): string {
  return name.replace(/[[\]{}*?]/g, "[$&]");
}
