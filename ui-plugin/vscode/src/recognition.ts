// SPDX-License-Identifier: Apache-2.0
// Opens what the text editor cannot show, whatever it is called: streams in their editor, traces and messages in
// binary files as text. All are known by their first bytes.
import * as vscode from "vscode";
import { guessFile } from "./captures/recognise";
import { evidenceOf } from "./evidence";
import { showFailure } from "./failures";
import { LOG_EDITOR } from "./log/editor";
import { isLarge, isMade } from "./logPlaces";
import type { Server } from "./server";
import { STREAM_EDITOR } from "./stream/editor";

// Where the editor runs in a browser or on another machine, tabs are told as the window sees them.
const OURS = ["file", "vscode-remote"];
// Kinds of logs that are no evidence by themselves.
const LOGS = /\blog\b/i;
const ATTEMPTS = 5;
const PAUSE = 100;

/** How something is shown in place of a tab. */
interface Showing {
  show(options: vscode.TextDocumentShowOptions): Thenable<unknown>;
  /** True for the tab that it is shown in. */
  isIn(tab: vscode.Tab): boolean;
}

export function recogniseFiles(server: Server): vscode.Disposable {
  // A tab that people moved back to another editor stays there.
  const offered = new Set<string>();
  const look = async (tabs: readonly vscode.Tab[]) => {
    for (const tab of tabs) {
      const uri = fileOf(tab);
      if (uri && !offered.has(uri.path)) {
        const showing = await showingOf(server, uri);
        if (showing && !offered.has(uri.path)) {
          offered.add(uri.path);
          await reopen(tab, uri, showing).catch(showFailure);
        }
      }
    }
  };
  // Tabs that were opened before the extension was.
  void look(vscode.window.tabGroups.all.flatMap(({ activeTab }) => activeTab ?? []));
  return vscode.window.tabGroups.onDidChangeTabs(({ opened, changed }) => look([...opened, ...changed]));
}

/** The file of a tab that shows text, or would if it were text. */
function fileOf(tab: vscode.Tab): vscode.Uri | undefined {
  if (tab.input instanceof vscode.TabInputText && OURS.includes(tab.input.uri.scheme)) {
    return vscode.Uri.file(tab.input.uri.path);
  }
  return undefined;
}

/** A log that the text editor would not let us say anything about, if it opened it at all. */
async function largeLogOf(server: Server, uri: vscode.Uri): Promise<Showing | undefined> {
  if (!wanted("logs.recognise") || !(await isLarge(uri, server).catch(() => false))) {
    return undefined;
  }
  const { kind, role, textUri } = await server.request("vtrace/kind", { uri: uri.toString() });
  const isText = textUri === null || textUri === uri.toString();
  return isText && role !== "stream" && (role !== "other" || LOGS.test(kind)) ? asLog(uri) : undefined;
}

/** How a file is to be shown; undefined where it is text, or nothing of ours. */
async function showingOf(server: Server, uri: vscode.Uri): Promise<Showing | undefined> {
  const guess = await guessFile(uri.fsPath);
  if (guess === "stream") {
    return asStream(uri);
  }
  // .vtrace files have an editor of their own.
  if (guess === "capture") {
    return undefined;
  }
  try {
    const large = await largeLogOf(server, uri);
    if (large || guess === undefined) {
      return large;
    }
    const { role, textUri, messagesUri } = await server.request("vtrace/kind", { uri: uri.toString() });
    if (role === "stream") {
      return asStream(uri);
    }
    const text = messagesUri ?? textUri;
    return text !== null && wanted("logs.recognise") ? asText(server, vscode.Uri.parse(text)) : undefined;
  } catch {
    return undefined;
  }
}

function wanted(setting: string): boolean {
  return vscode.workspace.getConfiguration("vtrace").get(setting, true);
}

function asStream(uri: vscode.Uri): Showing | undefined {
  return wanted("streams.recognise")
    ? {
        show: (options) => vscode.commands.executeCommand("vscode.openWith", uri, STREAM_EDITOR, options),
        isIn: ({ input }) => input instanceof vscode.TabInputCustom && input.uri.path === uri.path,
      }
    : undefined;
}

function asLog(uri: vscode.Uri): Showing {
  const evidence = evidenceOf(uri);
  return {
    show: (options) => vscode.commands.executeCommand("vscode.openWith", evidence, LOG_EDITOR, options),
    isIn: ({ input }) => input instanceof vscode.TabInputCustom && input.uri.path === uri.path,
  };
}

async function asText(server: Server, uri: vscode.Uri): Promise<Showing | undefined> {
  if (!isMade(uri)) {
    return undefined;
  }
  return (await isLarge(uri, server))
    ? asLog(uri)
    : {
        show: (options) => vscode.window.showTextDocument(uri, options),
        isIn: ({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString(),
      };
}

/**
 * Shows something in place of a tab. The first editor may still be opening, and then wins: so this is tried until
 * it is there.
 */
async function reopen(tab: vscode.Tab, uri: vscode.Uri, showing: Showing): Promise<void> {
  const options = { viewColumn: tab.group.viewColumn, preview: tab.isPreview };
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    await new Promise((resolve) => setTimeout(resolve, attempt * PAUSE));
    await showing.show(options);
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    if (tabs.some((each) => each.isActive && showing.isIn(each))) {
      await vscode.window.tabGroups.close(tabs.filter((each) => fileOf(each)?.path === uri.path));
      return;
    }
  }
}
