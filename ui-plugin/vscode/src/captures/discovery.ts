// SPDX-License-Identifier: Apache-2.0
// Finds the captures in a workspace, so that nothing has to be configured.
import * as path from "node:path";
import * as vscode from "vscode";
import type { Captures } from "./captures";
import { guessFile } from "./recognise";

const CANDIDATES = "**/*.{log,txt,trace,simpletrace,strace,bin,stream,jsonl,json,pcapng,vtrace,gz,xz,zst}";
const NEVER = "**/{node_modules,.git,target,build,dist}/**";
const MOST_FILES = 500;

/** Finds captures in the workspace; the only one, or one that is the workspace itself, is opened. */
export function look(captures: Captures): Promise<void> {
  const options = { location: vscode.ProgressLocation.Window, title: "vtrace: looking for captures" };
  const opened = Promise.resolve(vscode.window.withProgress(options, () => search(captures)));
  captures.searched = opened.catch(() => undefined);
  return opened;
}

async function search(captures: Captures): Promise<void> {
  if (!vscode.workspace.getConfiguration("vtrace").get("captures.find", true)) {
    return;
  }
  const found = await findCaptures();
  found.forEach((uri) => captures.add(uri));
  const roots = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString());
  const first =
    found.find((uri) => roots.includes(uri.toString())) ?? (found.length === 1 ? found[0] : undefined);
  await (first && captures.open(first));
}

/** Folders and .vtrace files that hold at least a trace, a stream or recorded messages. */
async function findCaptures(): Promise<vscode.Uri[]> {
  const files = await vscode.workspace.findFiles(CANDIDATES, NEVER, MOST_FILES);
  const found = new Map<string, vscode.Uri>();
  for (const file of files.sort((a, b) => a.path.localeCompare(b.path))) {
    const archive = file.path.endsWith(".vtrace");
    const capture = archive ? file : vscode.Uri.joinPath(file, "..");
    if (file.scheme !== "file" || found.has(capture.toString())) {
      continue;
    }
    const kind = await guessFile(file.fsPath);
    if (
      kind === "packed"
        ? path.basename(file.path).startsWith("stream")
        : kind && (archive || kind !== "capture" || file.path.endsWith("capture.json"))
    ) {
      found.set(capture.toString(), capture);
    }
  }
  return [...found.values()];
}
