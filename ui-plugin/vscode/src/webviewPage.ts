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

/** How long a page may take until its script says something, and how often it is given then. */
const PATIENCE_MS = 20_000;
const ATTEMPTS = 3;

export function setUpPage(webview: vscode.Webview, extension: vscode.Uri, { name, title, body }: Page): void {
  const dist = vscode.Uri.joinPath(extension, "dist");
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  const asset = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(dist, file)).toString();
  const show = () => (webview.html = markup(webview, title, body, asset(name + ".css"), asset(name + ".js")));
  show();
  // The editor may fail to load the script and the style of a page, and then shows the bare markup for good.
  let attempts = 1;
  const again = setInterval(() => {
    try {
      if (attempts++ < ATTEMPTS) {
        show();
        return;
      }
    } catch {
      // The webview is gone.
    }
    clearInterval(again);
  }, PATIENCE_MS);
  const heard = webview.onDidReceiveMessage(() => {
    clearInterval(again);
    heard.dispose();
  });
}

function markup(webview: vscode.Webview, title: string, body: string, style: string, script: string): string {
  const nonce = randomBytes(16).toString("base64");
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    "img-src blob: data:",
    "form-action 'none'",
    "base-uri 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${style}">
</head>
<body>
${body}
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
