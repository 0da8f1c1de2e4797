// SPDX-License-Identifier: Apache-2.0
// Commands about captures: open, report, export.
import * as path from "node:path";
import * as vscode from "vscode";
import type { Capture, Captures } from "../captures/captures";
import { plain } from "../plain";
import type { Program, Run } from "../program";
import { Node } from "../views/node";
import { showReport } from "./reportPanel";
import { isPlace, type Target } from "./target";

/** The capture that is meant, asking where that is not clear. */
export async function captureOf(captures: Captures, target: Target): Promise<Capture | undefined> {
  if (target instanceof Node && target.row.capture) {
    return target.row.capture;
  }
  if (typeof target === "string") {
    return captures.named(target);
  }
  if (isPlace(target) && target.webviewSection === "item") {
    return captures.byId(target.capture);
  }
  // What is in the folders is known once they have been searched.
  await captures.searched();
  if (target instanceof vscode.Uri) {
    const holding = await captures.holding(target);
    if (!holding) {
      throw new Error(`${target.fsPath} tells nothing of a migration`);
    }
    return holding;
  }
  if (captures.all.length <= 1 || captures.chosen || captures.current?.contents) {
    return captures.current ?? openCapture(captures, undefined);
  }
  const picked = await vscode.window.showQuickPick(
    captures.all.map((capture) => ({
      label: capture.name,
      description: plain(capture.uri.fsPath),
      capture,
    })),
    { placeHolder: "Which capture?", ignoreFocusOut: true },
  );
  return picked?.capture;
}

export async function openCapture(captures: Captures, target: Target): Promise<Capture | undefined> {
  const uri = target instanceof vscode.Uri ? target : await askForCapture("Open Capture");
  if (!uri) {
    return undefined;
  }
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: "vtrace: reading the capture" },
    () => captures.open(uri),
  );
}

export async function askForCapture(title: string): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title,
    openLabel: "Open",
    canSelectFiles: true,
    canSelectFolders: true,
    canSelectMany: false,
  });
  return chosen?.[0];
}

/** What is written, and how. */
interface Form extends vscode.QuickPickItem {
  readonly name: string;
  readonly args: readonly string[];
}

const REPORTS: Form[] = [
  {
    label: "Bundle",
    detail: "To attach: the page and the evidence in one file, without secrets",
    name: "report.vtrace",
    args: ["report", "-f", "vtrace"],
  },
  {
    label: "Web page",
    detail: "To look at, in any browser",
    name: "report.html",
    args: ["report", "-f", "html"],
  },
  {
    label: "Text",
    detail: "To paste into a bug tracker or a mail",
    name: "report.md",
    args: ["report", "-f", "md"],
  },
];

export async function createReport(program: Program, captures: Captures, target: Target): Promise<void> {
  const capture = await captureOf(captures, target);
  const form =
    capture &&
    (await vscode.window.showQuickPick(REPORTS, {
      placeHolder: `Report about ${capture.name}, as`,
      ignoreFocusOut: true,
    }));
  const file = form && (await askForFile(capture, form.name));
  if (!capture || !file) {
    return;
  }
  const run = await busy("writing the report", (token) =>
    program.run([...form.args, ...program.keeping(), "-o", file.fsPath, ...capture.inputs], token),
  );
  resultOf(run);
  if (form.name.endsWith(".vtrace")) {
    await offerToOpen(file, () => vscode.commands.executeCommand("vtrace.openCapture", file));
  } else {
    await showReport(file);
  }
}

interface Export extends Form {
  /** It prints what others write to a file. */
  readonly prints?: true;
}

const EXPORTS: Export[] = [
  { label: "Timeline as web page", args: ["timeline", "-f", "html"], name: "timeline.html" },
  { label: "Timeline as SVG", args: ["timeline", "-f", "svg"], name: "timeline.svg" },
  { label: "Timeline as PNG", args: ["timeline", "-f", "png"], name: "timeline.png" },
  { label: "Timeline as JSON", args: ["timeline", "-f", "json"], name: "timeline.json" },
  { label: "Ledger as JSON", args: ["skips", "-f", "json"], name: "ledger.json", prints: true },
  { label: "Descriptors as JSON", args: ["fds", "-f", "json"], name: "fds.json", prints: true },
  { label: "Findings as SARIF", args: ["check", "-f", "sarif"], name: "findings.sarif", prints: true },
];

export async function exportCapture(program: Program, captures: Captures, target: Target): Promise<void> {
  const capture = await captureOf(captures, target);
  const form =
    capture &&
    (await vscode.window.showQuickPick(EXPORTS, {
      placeHolder: `Export ${capture.name}, as`,
      ignoreFocusOut: true,
    }));
  const file = form && (await askForFile(capture, form.name));
  if (!capture || !form || !file) {
    return;
  }
  const output = form.prints ? [] : ["-o", file.fsPath];
  const run = await busy("exporting", (token) =>
    program.run([...form.args, ...program.keeping(), ...output, ...capture.inputs], token),
  );
  const text = resultOf(run);
  if (form.prints) {
    await vscode.workspace.fs.writeFile(file, Buffer.from(text));
  }
  await offerToOpen(file, () => vscode.commands.executeCommand("vscode.open", file));
}

async function offerToOpen(file: vscode.Uri, show: () => Thenable<unknown>): Promise<void> {
  const open = "Open";
  const choice = await vscode.window.showInformationMessage(`Wrote ${path.basename(file.fsPath)}.`, open);
  await (choice === open && show());
}

function askForFile(capture: Capture, name: string): Thenable<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.joinPath(capture.uri, "..");
  return vscode.window.showSaveDialog({ defaultUri: vscode.Uri.joinPath(folder, name) });
}

export function busy<T>(what: string, run: (token: vscode.CancellationToken) => Promise<T>): Thenable<T> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `vtrace: ${what}`,
    cancellable: true,
  };
  return vscode.window.withProgress(options, (_, token) => run(token));
}

/** What a run printed. Status 1 tells of the capture, not of the run: it is no failure. */
export function resultOf(run: Run): string {
  if (run.status > 1) {
    throw new Error(run.stderr.trim() || `vtrace ended with status ${run.status}`);
  }
  return run.stdout;
}
