// SPDX-License-Identifier: Apache-2.0
// "Open as One Capture" on files that lie in several folders.
import * as path from "node:path";
import * as vscode from "vscode";
import type { Capture, Captures } from "../captures/captures";
import { guessSide, sorted, type Side, type Sorted } from "../captures/loose";
import { fileOf } from "../evidence";
import type { FileKind } from "../protocol";
import type { Server } from "../server";

/** Opens what is selected in the explorer, or is chosen in a dialog, as one capture. */
export async function openAsOne(
  server: Server,
  captures: Captures,
  clicked: vscode.Uri | undefined,
  selected: readonly vscode.Uri[] | undefined,
): Promise<Capture | undefined> {
  const chosen = selected ?? (clicked ? [clicked] : await askForFiles());
  const files = chosen && (await filesIn(chosen.map(fileOf)));
  if (!files || files.length === 0) {
    return undefined;
  }
  const kinds = await Promise.all(
    files.map((uri) => server.request("vtrace/kind", { uri: uri.toString() }).catch(() => undefined)),
  );
  const known = kinds.filter((kind): kind is FileKind => kind !== undefined && kind.role !== "other");
  if (known.length === 0) {
    throw new Error("None of these files has evidence of a migration.");
  }
  const sides = await askForSides(known.filter(({ role }) => role === "trace"));
  if (!sides) {
    return undefined;
  }
  const { files: loose, left } = sorted(known.map((kind) => ({ kind, side: sides.get(kind.uri) })));
  const capture = await captures.openFiles(loose);
  const unused = [...left.map((uri) => vscode.Uri.parse(uri)), ...files.filter((_, i) => !isKnown(kinds[i]))];
  if (unused.length > 0) {
    const names = unused.map(({ path: file }) => path.basename(file)).join(", ");
    void vscode.window.showInformationMessage(`Not part of the capture: ${names}.`);
  }
  return capture;
}

function isKnown(kind: FileKind | undefined): boolean {
  return kind !== undefined && kind.role !== "other";
}

function askForFiles(): Thenable<vscode.Uri[] | undefined> {
  return vscode.window.showOpenDialog({
    title: "Logs of both sides, and what else there is of one migration",
    openLabel: "Open as One Capture",
    canSelectMany: true,
  });
}

/** The files that are selected, and those in folders that are. */
async function filesIn(selected: readonly vscode.Uri[]): Promise<vscode.Uri[]> {
  const out: vscode.Uri[] = [];
  for (const uri of selected) {
    const { type } = await vscode.workspace.fs.stat(uri);
    if (type & vscode.FileType.Directory) {
      const entries = await vscode.workspace.fs.readDirectory(uri);
      const inside = entries.filter(([, kind]) => kind & vscode.FileType.File);
      out.push(...inside.map(([name]) => vscode.Uri.joinPath(uri, name)));
    } else {
      out.push(uri);
    }
  }
  return out;
}

interface SideItem extends vscode.QuickPickItem {
  readonly side: Side | "other";
}

/** Asks of each log whose it is, with the guess first; undefined if somebody gives up. */
async function askForSides(logs: readonly FileKind[]): Promise<Map<string, Sorted["side"]> | undefined> {
  const out = new Map<string, Sorted["side"]>();
  for (const [index, { uri }] of logs.entries()) {
    const file = vscode.Uri.parse(uri).fsPath;
    const taken = [...out.values()];
    const guess =
      guessSide(file) ?? (["source", "destination"] as const).find((side) => !taken.includes(side));
    const items: SideItem[] = [
      { label: "Source", description: "the QEMU that migrates away", side: "source" },
      { label: "Destination", description: "the QEMU that takes over", side: "destination" },
      { label: "A further QEMU", description: "in a chain of migrations", side: "other" },
    ];
    const first = items.filter(({ side }) => side === guess);
    const picked = await vscode.window.showQuickPick([...first, ...items.filter((i) => !first.includes(i))], {
      title: `Log ${index + 1} of ${logs.length}: ${file}`,
      placeHolder: `Whose log is ${path.basename(file)}?`,
      ignoreFocusOut: true,
    });
    if (!picked) {
      return undefined;
    }
    out.set(uri, picked.side === "other" ? { name: `qemu${index + 1}` } : picked.side);
  }
  return out;
}
