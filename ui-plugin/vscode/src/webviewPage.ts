// SPDX-License-Identifier: Apache-2.0
// The page of a webview. Its policy lets it run one script, ours, and reach no network.
import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

/** The page of a webview: dist/NAME.js and dist/NAME.css, and our own markup, never data. */
export interface Page {
  readonly name: string;
  readonly title: string;
  readonly body: string;
}

export function setUpPage(webview: vscode.Webview, extension: vscode.Uri, { name, title, body }: Page): void {
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
<title>${title}</title>
<link rel="stylesheet" href="${asset(name + ".css")}">
</head>
<body>
${body}
<script nonce="${nonce}" src="${asset(name + ".js")}"></script>
</body>
</html>`;
}
