// SPDX-License-Identifier: Apache-2.0
// Commands in a terminal, where people can watch them, answer them and stop them with Ctrl-C.
import * as vscode from "vscode";

/**
 * Runs a command to its end. No shell reads the arguments.
 *
 * @returns its exit status; undefined if it could not be started
 */
export async function runInTerminal(
  name: string,
  command: string,
  args: readonly string[],
): Promise<number | undefined> {
  const task = new vscode.Task(
    { type: "vtrace" },
    vscode.TaskScope.Workspace,
    name,
    "vtrace",
    new vscode.ProcessExecution(command, [...args]),
  );
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, focus: true };
  const execution = await vscode.tasks.executeTask(task);
  return new Promise((resolve) => {
    const subscription = vscode.tasks.onDidEndTaskProcess((ended) => {
      if (ended.execution === execution) {
        subscription.dispose();
        resolve(ended.exitCode);
      }
    });
  });
}
