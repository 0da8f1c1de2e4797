// SPDX-License-Identifier: Apache-2.0
// Trace logs: known by their content, and binary ones as text.
import * as vscode from "vscode";
import { isTraceLog } from "./captures/recognise";
import { EVIDENCE } from "./evidence";
import { LANGUAGE, PLAN, type Server } from "./server";

const TEXTS = ["log", "plaintext"];
const LINES = 200;

/** Sets the language of trace logs, whatever their names are; the server starts for them and for plans. */
export function recogniseLogs(server: Server): vscode.Disposable {
  const look = async (document: vscode.TextDocument) => {
    const wanted = vscode.workspace.getConfiguration("vtrace").get("logs.recognise", true);
    if (wanted && TEXTS.includes(document.languageId) && isOurs(document)) {
      await vscode.languages.setTextDocumentLanguage(document, LANGUAGE);
    }
    if (document.languageId === LANGUAGE || document.languageId === PLAN) {
      await server.start().catch(() => undefined);
    }
  };
  vscode.workspace.textDocuments.forEach((document) => void look(document));
  return vscode.workspace.onDidOpenTextDocument((document) => void look(document));
}

function isOurs(document: vscode.TextDocument): boolean {
  if (document.uri.scheme === "vtrace") {
    return /^\/(text|messages)\//.test(document.uri.path);
  }
  const head = document.getText(new vscode.Range(0, 0, LINES, 0));
  return ["file", EVIDENCE].includes(document.uri.scheme) && isTraceLog(head);
}

/** Texts that the server makes: of binary files, and the pages about rules. */
export function serveTexts(server: Server): vscode.Disposable {
  const provider: vscode.TextDocumentContentProvider = {
    provideTextDocumentContent: async (uri, token) =>
      (await server.request("vtrace/text", { uri: uri.toString() }, token)).text,
  };
  return vscode.workspace.registerTextDocumentContentProvider("vtrace", provider);
}
