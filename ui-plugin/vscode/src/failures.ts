// SPDX-License-Identifier: Apache-2.0
// What went wrong, told to people in a sentence, with a way out.
import * as vscode from "vscode";
import { plain } from "./plain";
import { NoJava } from "./program";

const INSTALL = "Install Java...";
const CHOOSE = "Choose Folder of Java...";
const RETRY = "Try Again";

export async function showFailure(error: unknown): Promise<void> {
  if (error instanceof vscode.CancellationError) {
    return;
  }
  const message = messageOf(error);
  if (!(error instanceof NoJava)) {
    void vscode.window.showErrorMessage(message);
    return;
  }
  const choice = await vscode.window.showErrorMessage(message, INSTALL, CHOOSE, RETRY);
  if (choice === INSTALL) {
    await vscode.commands.executeCommand("vtrace.installJava");
  } else if (choice === CHOOSE) {
    await vscode.commands.executeCommand("vtrace.chooseJava");
  } else if (choice === RETRY) {
    await vscode.commands.executeCommand("vtrace.restartServer");
  }
}

export function messageOf(error: unknown): string {
  return plain(error instanceof Error ? error.message : String(error));
}
