// SPDX-License-Identifier: Apache-2.0
// How commands are registered: whatever goes wrong in one is told in a sentence, with a way out.
import * as vscode from "vscode";
import { showFailure } from "../failures";

/** Registers a command whose failures are shown to people. */
export function command<A extends unknown[]>(name: string, run: (...args: A) => unknown): vscode.Disposable {
  return vscode.commands.registerCommand(name, async (...args: A) => {
    try {
      return await run(...args);
    } catch (error) {
      await showFailure(error);
      return undefined;
    }
  });
}

/** Recording and attaching start programs and change a running QEMU: only where people trust the folder. */
export async function requireTrust(what: string): Promise<boolean> {
  if (vscode.workspace.isTrusted) {
    return true;
  }
  const manage = "Manage Trust";
  const choice = await vscode.window.showWarningMessage(
    `${what} needs a trusted workspace: it starts programs and talks to a running QEMU.`,
    manage,
  );
  if (choice === manage) {
    await vscode.commands.executeCommand("workbench.trust.manage");
  }
  return false;
}
