// SPDX-License-Identifier: Apache-2.0
// "Query the Run": asks a condition, and shows in the timeline what it matches.
import * as vscode from "vscode";
import type { Captures } from "../captures/captures";
import { messageOf } from "../failures";
import type { ConditionNames } from "../protocol";
import type { Queries } from "../queries";
import type { TimelinePanels } from "../timeline/panels";
import { captureOf } from "./captureCommands";
import { completions } from "./conditions";
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
  const where = await condition(
    `Steps of ${capture.name} at which a condition holds`,
    queries.of(capture)?.where ?? "",
    queries.names(capture).catch(() => ({ names: [], values: {} })),
  );
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

interface ConditionItem extends vscode.QuickPickItem {
  /** Whether it ends the writing; the others complete what was written. */
  readonly whole: boolean;
}

/** A box to write a condition in, which offers what may follow; undefined if it was left. */
function condition(
  title: string,
  before: string,
  names: Promise<ConditionNames>,
): Promise<string | undefined> {
  const box = vscode.window.createQuickPick<ConditionItem>();
  box.title = title;
  box.placeholder = 'such as verdict == "skipped" && queue == 1; operators == != < > =~ && || !';
  box.value = before;
  box.ignoreFocusOut = true;
  let known: ConditionNames = { names: [], values: {} };
  const offer = () => {
    const whole = box.value.trim() || "(no condition: no marks)";
    box.items = [
      { label: whole, description: "Enter marks what matches", whole: true, alwaysShow: true },
      ...completions(box.value, known).map((label) => ({ label, whole: false, alwaysShow: true })),
    ];
    box.activeItems = box.items.slice(0, 1);
  };
  return new Promise((resolve) => {
    void names.then((all) => {
      known = all;
      offer();
    });
    box.onDidChangeValue(offer);
    box.onDidAccept(() => {
      const [chosen] = box.activeItems;
      if (chosen && !chosen.whole) {
        box.value = chosen.label;
        offer();
        return;
      }
      resolve(box.value);
      box.hide();
    });
    box.onDidHide(() => {
      resolve(undefined);
      box.dispose();
    });
    offer();
    box.show();
  });
}
