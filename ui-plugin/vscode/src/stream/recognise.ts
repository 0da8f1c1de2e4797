// SPDX-License-Identifier: Apache-2.0
// Opens migration streams in their editor, whatever they are called: known by their first bytes.
import * as vscode from "vscode";
import { guessFile } from "../captures/recognise";
import { showFailure } from "../commands/commands";
import type { Server } from "../server";
import { STREAM_EDITOR } from "./editor";

// Where the editor runs in a browser or on another machine, tabs are told as the window sees them.
const OURS = ["file", "vscode-remote"];
const ATTEMPTS = 5;
const PAUSE = 100;

export function recogniseStreams(server: Server): vscode.Disposable {
  // A tab that people moved back to another editor stays there.
  const offered = new Set<string>();
  return vscode.window.tabGroups.onDidChangeTabs(async ({ opened, changed }) => {
    if (!vscode.workspace.getConfiguration("vtrace").get("streams.recognise", true)) {
      return;
    }
    for (const tab of [...opened, ...changed]) {
      const uri = fileOf(tab);
      if (uri && !offered.has(uri.path) && (await isStream(server, uri)) && !offered.has(uri.path)) {
        offered.add(uri.path);
        await reopen(tab, uri).catch(showFailure);
      }
    }
  });
}

/** The file of a tab that shows text, or would if it were text. */
function fileOf(tab: vscode.Tab): vscode.Uri | undefined {
  if (tab.input instanceof vscode.TabInputText && OURS.includes(tab.input.uri.scheme)) {
    return vscode.Uri.file(tab.input.uri.path);
  }
  return undefined;
}

/**
 * Opens a stream in its editor, in place of a tab. The first editor may still be opening, and then wins: so this
 * is tried until the stream is there.
 */
async function reopen(tab: vscode.Tab, uri: vscode.Uri): Promise<void> {
  const options = { viewColumn: tab.group.viewColumn, preview: tab.isPreview };
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    await new Promise((resolve) => setTimeout(resolve, attempt * PAUSE));
    await vscode.commands.executeCommand("vscode.openWith", uri, STREAM_EDITOR, options);
    const tabs = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter((each) => pathOf(each) === uri.path);
    const ours = tabs.filter(({ input, isActive }) => input instanceof vscode.TabInputCustom && isActive);
    if (ours.length > 0) {
      await vscode.window.tabGroups.close(tabs.filter(({ input }) => input instanceof vscode.TabInputText));
      return;
    }
  }
}

function pathOf({ input }: vscode.Tab): string | undefined {
  const file = input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom;
  return file ? input.uri.path : undefined;
}

async function isStream(server: Server, uri: vscode.Uri): Promise<boolean> {
  const kind = await guessFile(uri.fsPath);
  if (kind !== "packed") {
    return kind === "stream";
  }
  try {
    return (await server.request("vtrace/kind", { uri: uri.toString() })).role === "stream";
  } catch {
    return false;
  }
}
