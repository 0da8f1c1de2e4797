// SPDX-License-Identifier: Apache-2.0
// One sign for each verdict and severity, in all views.
import * as vscode from "vscode";

const icon = (name: string, color?: string) =>
  new vscode.ThemeIcon(name, color === undefined ? undefined : new vscode.ThemeColor(color));

const VERDICTS: Record<string, vscode.ThemeIcon> = {
  executed: icon("pass-filled", "vtrace.executed"),
  skipped: icon("debug-step-over", "vtrace.skipped"),
  "not-due": icon("dash", "vtrace.unknown"),
  failed: icon("close", "vtrace.failed"),
  violation: icon("warning", "vtrace.violation"),
  unknown: icon("question", "vtrace.unknown"),
};

const SEVERITIES: Record<string, vscode.ThemeIcon> = {
  error: icon("error", "list.errorForeground"),
  warning: icon("warning", "list.warningForeground"),
  info: icon("info"),
};

const OUTCOMES: Record<string, vscode.ThemeIcon> = {
  completed: icon("pass-filled"),
  failed: icon("error", "list.errorForeground"),
  cancelled: icon("circle-slash"),
};

export function verdictIcon(verdict: string): vscode.ThemeIcon {
  return VERDICTS[verdict] ?? icon("circle-outline");
}

export function severityIcon(severity: string): vscode.ThemeIcon {
  return SEVERITIES[severity] ?? icon("info");
}

export function outcomeIcon(outcome: string): vscode.ThemeIcon {
  return OUTCOMES[outcome] ?? icon("question");
}

/** "27 skipped, 1 violation": what stands out, the worst first. */
export function countsText(counts: Partial<Record<string, number>>): string {
  return ["violation", "failed", "skipped", "unknown", "executed"]
    .filter((verdict) => (counts[verdict] ?? 0) > 0)
    .map((verdict) => `${counts[verdict]} ${verdict}`)
    .join(", ");
}
