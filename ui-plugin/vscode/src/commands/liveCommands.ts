// SPDX-License-Identifier: Apache-2.0
// Commands about what runs now. They only put a command line together, and run it in a terminal, where people
// see it and can stop it. What was recorded is opened.
import * as path from "node:path";
import * as vscode from "vscode";
import type { Captures } from "../captures/captures";
import type { Program } from "../program";
import { requireTrust } from "./commands";

export async function attachQemu(program: Program, captures: Captures): Promise<void> {
  if (!(await requireTrust("Attaching to QEMU"))) {
    return;
  }
  const qmp = await ask("QMP socket of QEMU", "/run/qemu/qmp.sock, or tcp:127.0.0.1:4444");
  const folder = qmp && (await askForNewFolder("attach"));
  if (qmp && folder) {
    await run(program, captures, "Attach to QEMU", ["attach", "--qmp", qmp, "-o", folder], folder);
  }
}

export async function recordMigration(program: Program, captures: Captures): Promise<void> {
  if (!(await requireTrust("Recording a migration"))) {
    return;
  }
  const [description] =
    (await vscode.window.showOpenDialog({
      title: "Description of the migration to record (see: vtrace help record)",
      openLabel: "Record",
      canSelectMany: false,
    })) ?? [];
  const folder = description && (await askForNewFolder("record"));
  if (description && folder) {
    const args = ["record", description.fsPath, "-o", folder];
    await run(program, captures, "Record migration", args, folder);
  }
}

async function run(
  program: Program,
  captures: Captures,
  name: string,
  args: string[],
  folder: string,
): Promise<void> {
  await program.runInTerminal(name, args);
  const uri = vscode.Uri.file(folder);
  // Also what failed, or was ended half-way, can be looked at; where nothing was recorded there is no folder.
  const exists = await vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
  await (exists && captures.open(uri));
}

function ask(prompt: string, placeHolder: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    prompt,
    placeHolder,
    ignoreFocusOut: true,
    // What begins with a dash would be read as an option.
    validateInput: (value) =>
      value.trim() === "" || value.startsWith("-") ? "A path or tcp:HOST:PORT, please." : undefined,
  });
}

async function askForNewFolder(name: string): Promise<string | undefined> {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri;
  const stamp = new Date().toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
  return vscode.window.showInputBox({
    prompt: "New folder for the capture. It holds secrets of the guest: only you can read it.",
    value: root ? vscode.Uri.joinPath(root, `${name}-${stamp}`).fsPath : "",
    ignoreFocusOut: true,
    validateInput: (value) =>
      path.isAbsolute(value) ? undefined : "The whole path of a folder, please, beginning with /.",
  });
}
