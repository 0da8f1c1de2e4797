// SPDX-License-Identifier: Apache-2.0
// How commands are registered: whatever goes wrong in one is told in a sentence, with a way out.
import * as vscode from "vscode";
import { NoJava } from "../program";

const CHOOSE = "Choose Folder of Java...";
const RETRY = "Try Again";

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

export async function showFailure(error: unknown): Promise<void> {
  if (error instanceof vscode.CancellationError) {
    return;
  }
  const message = messageOf(error);
  if (!(error instanceof NoJava)) {
    void vscode.window.showErrorMessage(message);
    return;
  }
  const choice = await vscode.window.showErrorMessage(message, CHOOSE, RETRY);
  if (choice === CHOOSE) {
    await vscode.commands.executeCommand("vtrace.chooseJava");
  } else if (choice === RETRY) {
    await vscode.commands.executeCommand("vtrace.restartServer");
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
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
