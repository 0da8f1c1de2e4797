// SPDX-License-Identifier: Apache-2.0
// Finds the captures in a workspace, so that nothing has to be configured.
import * as path from "node:path";
import * as vscode from "vscode";
import { guessFile } from "./recognise";

const CANDIDATES = "**/*.{log,txt,trace,simpletrace,strace,bin,stream,jsonl,json,pcapng,vtrace,gz,xz}";
const NEVER = "**/{node_modules,.git,target,build,dist}/**";
const MOST_FILES = 500;

/** Folders and .vtrace files that hold at least a trace, a stream or recorded messages. */
export async function findCaptures(token: vscode.CancellationToken): Promise<vscode.Uri[]> {
  const files = await vscode.workspace.findFiles(CANDIDATES, NEVER, MOST_FILES, token);
  const found = new Map<string, vscode.Uri>();
  for (const file of files.sort((a, b) => a.path.localeCompare(b.path))) {
    const archive = file.path.endsWith(".vtrace");
    const capture = archive ? file : vscode.Uri.joinPath(file, "..");
    if (file.scheme !== "file" || found.has(capture.toString()) || token.isCancellationRequested) {
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
