// SPDX-License-Identifier: Apache-2.0
// The findings of the capture that people work with: causes, with what follows from each below it.
import * as vscode from "vscode";
import type { Capture, Captures, Contents } from "../captures/captures";
import type { Finding, Findings } from "../protocol";
import { severityIcon } from "./icons";
import { evidenceRows, unreadRows, type Row } from "./node";

export function findingRows(captures: Captures): Row[] {
  const capture = captures.current;
  return capture?.contents ? rowsOf(capture, capture.contents) : unreadRows(capture);
}

/** Findings by the one that they follow from; those below undefined are causes. */
type Following = ReadonlyMap<Finding | undefined, readonly Finding[]>;

function rowsOf(capture: Capture, { findings }: Contents): Row[] {
  const following = followingOf(findings.diagnostics);
  const causes = following.get(undefined) ?? [];
  const faulty = causes.some(({ severity }) => severity !== "info");
  return [
    ...(faulty ? [] : [nothingRow(capture, findings)]),
    ...causes.map((each) => findingRow(capture, following, each, each.severity === "error")),
    ...(faulty ? [] : unreadFileRows(capture, findings)),
  ];
}

export function followingOf(diagnostics: readonly Finding[]): Following {
  const out = new Map<Finding | undefined, Finding[]>();
  for (const each of diagnostics) {
    const cause = each.follows && diagnostics[each.follows.diagnostic];
    const list = out.get(cause);
    if (list) {
      list.push(each);
    } else {
      out.set(cause, [each]);
    }
  }
  return out;
}

/** "Nothing is wrong" is said only of what was looked at. */
function nothingRow(capture: Capture, { rules, files }: Findings): Row {
  const understood = files.length === 0 || files.some((file) => file.understood > 0);
  const records = files.reduce((sum, file) => sum + file.understood, 0);
  return understood
    ? {
        label: `None of ${rules} rules found a fault`,
        description: `${records.toLocaleString("en")} records of ${files.length} files`,
        tooltip: files
          .map((each) => `${each.file}: ${each.understood} of ${each.records} records understood`)
          .join("\n"),
        icon: new vscode.ThemeIcon("pass"),
        kind: "nothing",
        capture,
      }
    : {
        label: "No evidence of a migration here",
        description: `no record of ${files.length} files was understood`,
        icon: new vscode.ThemeIcon("question"),
        kind: "nothing",
        capture,
      };
}

function unreadFileRows(capture: Capture, { notRead }: Findings): Row[] {
  const files = notRead.map(({ file, why }): Row => ({
    label: file,
    description: why,
    kind: "notRead",
    capture,
  }));
  const label = `${files.length === 1 ? "1 file was" : `${files.length} files were`} not looked at`;
  return files.length === 0
    ? []
    : [
        {
          label,
          icon: new vscode.ThemeIcon("circle-slash"),
          kind: "notReads",
          capture,
          children: () => files,
        },
      ];
}

function findingRow(capture: Capture, all: Following, finding: Finding, expanded: boolean): Row {
  const following = all.get(finding) ?? [];
  const { code, path, message, hint, evidence, severity, page } = finding;
  return {
    label: message,
    description: `${code} ${path}`,
    tooltip: [message, hint, `${severity}, ${code}, ${path}`].filter(Boolean).join("\n"),
    icon: severityIcon(severity),
    kind: "finding",
    key: `${capture.uri.toString()} ${code} ${path} ${message}`,
    capture,
    evidence,
    page,
    expanded,
    children: () => [
      ...(hint ? [hintRow(capture, hint, page)] : []),
      ...evidenceRows(capture, evidence),
      ...(following.length > 0 ? [followingRow(capture, all, following)] : []),
    ],
  };
}

/** What to do; a click leads to the page with the whole explanation. */
function hintRow(capture: Capture, hint: string, page: string | undefined): Row {
  return {
    label: hint,
    tooltip: page ? `What to do: ${hint}\nA click explains the rule` : `What to do: ${hint}`,
    icon: new vscode.ThemeIcon("lightbulb"),
    kind: "hint",
    key: "hint",
    capture,
    page,
    ...(page
      ? { command: { command: "vtrace.openPage", title: "Explain This Rule", arguments: [page] } }
      : {}),
  };
}

function followingRow(capture: Capture, all: Following, following: readonly Finding[]): Row {
  return {
    label: "What follows from it",
    description: String(following.length),
    icon: new vscode.ThemeIcon("arrow-small-right"),
    kind: "following",
    key: "following",
    capture,
    expanded: true,
    children: () => following.map((each) => findingRow(capture, all, each, false)),
  };
}
