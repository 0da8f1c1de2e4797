// SPDX-License-Identifier: Apache-2.0
// Shows a report. A page of it runs no script here; it can be read without.
import * as path from "node:path";
import * as vscode from "vscode";

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'";

export async function showReport(file: vscode.Uri): Promise<void> {
  if (path.extname(file.fsPath) !== ".html") {
    await vscode.commands.executeCommand("vscode.open", file);
    return;
  }
  const bytes = await vscode.workspace.fs.readFile(file);
  const panel = vscode.window.createWebviewPanel(
    "vtrace.report",
    path.basename(file.fsPath),
    vscode.ViewColumn.Active,
    { enableScripts: false, enableForms: false, localResourceRoots: [], enableFindWidget: true },
  );
  const policy = `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`;
  panel.webview.html = Buffer.from(bytes)
    .toString("utf8")
    .replace(/<head>/i, (head) => head + policy);
}
