// SPDX-License-Identifier: Apache-2.0
import * as vscode from "vscode";
import { findJava, noJavaMessage } from "../java";
import { commandOf, installers, onPath } from "../javaInstall";
import { runInTerminal } from "../terminal";

// Of the Eclipse Foundation; has packages for all systems.
const DOWNLOADS = "https://adoptium.net/temurin/releases/";

/** Installs a Java by the package manager of this machine, which is asked for first; leads to a page where there is none. */
export async function installJava(): Promise<void> {
  const [installer] = installers(process.platform, process.getuid?.() === 0).filter(({ program }) =>
    onPath(program, process.env),
  );
  if (!installer) {
    await vscode.env.openExternal(vscode.Uri.parse(DOWNLOADS));
    return;
  }
  const [program, ...args] = await commandOf(installer);
  const line = [program, ...args].join(" ");
  const chosen = await vscode.window.showInformationMessage(
    "Install Java on the machine that runs the extension?",
    { modal: true, detail: line },
    "Install",
    "Open Downloads",
  );
  if (chosen === "Open Downloads") {
    await vscode.env.openExternal(vscode.Uri.parse(DOWNLOADS));
  } else if (chosen === "Install") {
    const status = await runInTerminal("Install Java", program!, args);
    if (status !== 0) {
      throw new Error(`"${line}" did not install Java; its terminal says why`);
    }
    await vscode.commands.executeCommand("vtrace.restartServer");
  }
}

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
