// SPDX-License-Identifier: Apache-2.0
// The page of a webview. Its policy lets it run one script, ours, and reach no network.
import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

/** Sets up a webview with dist/NAME.js and dist/NAME.css; `body` is our own markup, never data. */
export function setUpPage(webview: vscode.Webview, extension: vscode.Uri, name: string, body: string): void {
  const dist = vscode.Uri.joinPath(extension, "dist");
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  const asset = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(dist, file)).toString();
  const nonce = randomBytes(16).toString("base64");
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    "img-src blob: data:",
    "form-action 'none'",
    "base-uri 'none'",
  ].join("; ");
  webview.html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${asset(name + ".css")}">
</head>
<body>
${body}
<script nonce="${nonce}" src="${asset(name + ".js")}"></script>
</body>
</html>`;
}
