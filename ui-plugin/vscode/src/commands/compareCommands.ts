// SPDX-License-Identifier: Apache-2.0
// Commands that compare: two captures beside each other, or as text.
import * as path from "node:path";
import * as vscode from "vscode";
import type { Captures } from "../captures/captures";
import type { Comparison } from "../compare/comparison";
import { plain } from "../plain";
import type { Program } from "../program";
import { askForCapture, busy, captureOf, resultOf } from "./captureCommands";
import type { Results } from "./results";
import type { Target } from "./target";

export async function compareWith(captures: Captures, comparison: Comparison, target: Target): Promise<void> {
  const one = await captureOf(captures, target);
  if (!one) {
    return;
  }
  const others = captures.all.filter((capture) => capture !== one);
  const dialog = { label: "Other Capture...", description: "", capture: undefined };
  const picked = await vscode.window.showQuickPick(
    [
      ...others.map((capture) => ({
        label: capture.name,
        description: plain(capture.uri.fsPath),
        capture,
      })),
      dialog,
    ],
    { placeHolder: `Compare ${one.name} with`, ignoreFocusOut: true },
  );
  const uri = picked && !picked.capture ? await askForCapture("Compare with") : undefined;
  const other = picked?.capture ?? (uri && captures.add(uri));
  if (other) {
    await comparison.show(one, other);
  }
}

/** What is compared now, as `vtrace diff` prints it. */
export async function compareAsText(
  program: Program,
  comparison: Comparison,
  results: Results,
): Promise<void> {
  const captures = comparison.current?.captures;
  if (!captures) {
    throw new Error("Nothing is compared now.");
  }
  const { a, b } = captures;
  if (a.loose || b.loose) {
    throw new Error("Files that were put together cannot be compared as text; put them into one folder.");
  }
  const run = await busy("comparing", (token) =>
    program.run(["diff", ...program.keeping(), a.uri.fsPath, b.uri.fsPath], token),
  );
  await results.show(`${a.name} and ${path.basename(b.uri.fsPath)}.txt`, resultOf(run));
}
