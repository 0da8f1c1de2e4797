// SPDX-License-Identifier: Apache-2.0
// "Query the Run": asks a condition, and shows in the timeline what it matches.
import * as vscode from "vscode";
import type { Captures } from "../captures/captures";
import { messageOf } from "../failures";
import type { Queries } from "../queries";
import type { TimelinePanels } from "../timeline/panels";
import { captureOf } from "./captureCommands";
import type { Target } from "./target";

export async function queryRun(
  captures: Captures,
  queries: Queries,
  timelines: TimelinePanels,
  target: Target,
): Promise<void> {
  const capture = await captureOf(captures, target);
  if (!capture) {
    return;
  }
  const where = await vscode.window.showInputBox({
    title: `Steps of ${capture.name} at which a condition holds`,
    prompt:
      "As in breakpoints: kind, event, operation, queue, verdict, arg.NAME, source.queue[0].state; == != < > =~ && || !",
    placeHolder: 'verdict == "skipped" && queue == 1',
    value: queries.of(capture)?.where ?? "",
    ignoreFocusOut: true,
  });
  if (where === undefined) {
    return;
  }
  try {
    const matches = await queries.ask(capture, where);
    await (matches && timelines.show(capture));
  } catch (error) {
    throw new Error(`${where}: ${messageOf(error)}`);
  }
}
