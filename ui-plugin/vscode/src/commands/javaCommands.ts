// SPDX-License-Identifier: Apache-2.0
import * as vscode from "vscode";
import { findJava, noJavaMessage } from "../java";

/** Lets people choose a Java; only one that serves is kept. */
export async function chooseJava(): Promise<void> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: "Folder of a Java (17 or newer), the one that has bin/java in it",
      openLabel: "Use This Java",
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  if (!folder) {
    return;
  }
  const { java, rejected } = await findJava(folder.fsPath, {});
  if (!java) {
    throw new Error(noJavaMessage(rejected));
  }
  const settings = vscode.workspace.getConfiguration("vtrace");
  await settings.update("java.home", folder.fsPath, vscode.ConfigurationTarget.Global);
}
