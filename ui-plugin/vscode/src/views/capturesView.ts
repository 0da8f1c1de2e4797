// SPDX-License-Identifier: Apache-2.0
// Captures, their participants, devices, windows and operations.
import * as vscode from "vscode";
import type { Capture, Captures, Contents } from "../captures/captures";
import type { Progress } from "../captures/discovery";
import { evidenceOf } from "../evidence";
import type { CaptureFile, LedgerWindow, Operation, Participant } from "../protocol";
import type { Matches, Queries } from "../queries";
import { countsText, outcomeIcon, verdictIcon } from "./icons";
import { evidenceRows, type Row } from "./node";

const theme = (name: string) => new vscode.ThemeIcon(name);

export function captureRows(captures: Captures, progress: Progress | undefined, queries: Queries): Row[] {
  return [
    ...captures.all.map((capture) => captureRow(capture, queries.of(capture))),
    ...searchRows(progress),
  ];
}

function captureRow(capture: Capture, matches: Matches | undefined): Row {
  const { problem, altered, unfinished, contents } = capture;
  const growing = unfinished ? "still being recorded, or never completed" : undefined;
  const headline = contents?.info.timeline.headline ?? [];
  return {
    label: capture.name,
    description: problem ?? altered[0] ?? [growing, headline[0]].filter(Boolean).join("; "),
    tooltip: [capture.uri.fsPath, problem, ...altered, growing, ...headline].filter(Boolean).join("\n"),
    icon: theme(problem ? "error" : altered.length > 0 ? "warning" : "archive"),
    kind: "capture",
    key: capture.uri.toString(),
    capture,
    expanded: contents !== undefined,
    children: () => childrenOf(capture, matches),
  };
}

/** What is in a capture; of one that cannot be read, why. The rows of others do not suffer from it. */
async function childrenOf(capture: Capture, matches: Matches | undefined): Promise<Row[]> {
  if (capture.problem === undefined) {
    try {
      return contentRows(capture, await capture.read(), matches);
    } catch {
      // The reason is kept in the capture.
    }
  }
  return [
    {
      label: capture.problem ?? "cannot be read",
      icon: theme("error"),
      kind: "problem",
      key: "problem",
      capture,
    },
    {
      label: "Read it again",
      icon: theme("refresh"),
      kind: "retry",
      capture,
      command: { command: "vtrace.openCapture", title: "Read It Again", arguments: [capture.uri] },
    },
  ];
}

/** How far the search is, and what it left out. */
function searchRows(progress: Progress | undefined): Row[] {
  if (!progress || progress.state === "ended") {
    return [];
  }
  const { files, folders, read, folder } = progress.walked;
  const numbers = [files, folders, read].map((number) => number.toLocaleString("en"));
  const far = `${numbers[0]} files in ${numbers[1]} folders, ${numbers[2]} looked into`;
  const where = vscode.workspace.asRelativePath(folder, true);
  const [label, icon, title, command] =
    progress.state === "searching"
      ? ["Looking for captures", "loading~spin", "Stop", "vtrace.stopSearch"]
      : [
          progress.state === "stopped" ? "The search was stopped" : "Not all folders were searched",
          "warning",
          "Search All of Them",
          "vtrace.searchAll",
        ];
  return [
    {
      label,
      description: progress.state === "searching" ? `${far}; in ${where}` : far,
      tooltip: `${far}, up to ${folder}\nA click: ${title}`,
      icon: theme(icon),
      kind: "search",
      key: "search",
      command: { command, title },
    },
  ];
}

function contentRows(capture: Capture, contents: Contents, matches: Matches | undefined): Row[] {
  const { info, ledger } = contents;
  const altered: Row[] = capture.altered.map((label) => ({
    label,
    icon: theme("warning"),
    kind: "altered",
    capture,
  }));
  const migrations: Row[] = ledger.migrations.map(({ attempt, outcome, why, source, destination }) => ({
    label: `Migration ${attempt}: ${outcome}`,
    description: source && destination ? `${source} to ${destination}` : undefined,
    tooltip: why,
    icon: outcomeIcon(outcome),
    kind: "migration",
    key: `migration ${attempt}`,
    capture,
  }));
  const participants = info.participants.map((each) => participantRow(capture, contents, each, matches));
  const files: Row = {
    label: "Files",
    description: String(info.files.length),
    icon: theme("files"),
    kind: "files",
    children: () => info.files.map((file) => fileRow(capture, file)),
  };
  return [...altered, ...migrations, ...participants, files];
}

function participantRow(
  capture: Capture,
  { ledger }: Contents,
  participant: Participant,
  matches: Matches | undefined,
): Row {
  const windows = ledger.windows.filter(({ participant: name }) => name === participant.name);
  const devices = [...new Set(windows.map(({ device }) => device))];
  const row: Row = {
    label: `${participant.role} (${participant.name})`,
    description: countsText(count(windows)) || participant.evidence.join(", "),
    tooltip: `clock: ${participant.clock}\nevidence: ${participant.evidence.join(", ")}`,
    icon: theme(participant.role === "backend" ? "server-process" : "vm"),
    kind: "participant",
    key: `participant ${participant.name}`,
    capture,
  };
  if (devices.length > 0) {
    row.expanded = true;
    row.children = () =>
      devices.map((device) =>
        deviceRow(
          capture,
          device,
          windows.filter((w) => w.device === device),
          matches,
        ),
      );
  }
  return row;
}

function deviceRow(
  capture: Capture,
  device: string,
  windows: LedgerWindow[],
  matches: Matches | undefined,
): Row {
  return {
    label: device.split("/").pop() ?? device,
    description: countsText(count(windows)),
    tooltip: device,
    icon: theme("circuit-board"),
    kind: "device",
    key: device,
    capture,
    expanded: true,
    children: () => windows.map((window) => windowRow(capture, window, matches)),
  };
}

function windowRow(capture: Capture, window: LedgerWindow, matches: Matches | undefined): Row {
  const found = window.operations.filter(({ item }) => item !== undefined && matches?.items.has(item)).length;
  return {
    label: window.phase === "ordinary" ? window.kind : `${window.kind} (${window.phase})`,
    // What it came to tells more than when it was.
    description: [
      found > 0 ? `${found} found` : "",
      countsText(count([window])),
      window.beginTime?.slice(11, 26),
    ]
      .filter(Boolean)
      .join("  "),
    tooltip: `${window.id}, transfer: ${window.transfer}\n${window.why}`,
    icon: theme(window.kind === "stop" ? "primitive-square" : window.kind === "start" ? "play" : "plug"),
    kind: "window",
    key: window.id,
    capture,
    item: window.item,
    marked: found > 0,
    children: () =>
      window.operations.map((operation) => ({
        ...operationRow(capture, operation),
        marked: operation.item !== undefined && matches?.items.has(operation.item) === true,
      })),
  };
}

function operationRow(capture: Capture, operation: Operation): Row {
  const queue = operation.queue === null ? "" : ` q${operation.queue}`;
  return {
    label: operation.operation + queue,
    description: `${operation.verdict}: ${operation.why}`,
    tooltip: `${operation.operation}${queue}\n${operation.verdict}: ${operation.why}`,
    icon: verdictIcon(operation.verdict),
    kind: "operation",
    capture,
    item: operation.item,
    evidence: operation.evidence,
    ...(operation.evidence.length > 1 ? { children: () => evidenceRows(capture, operation.evidence) } : {}),
  };
}

function fileRow(capture: Capture, file: CaptureFile): Row {
  const uri = vscode.Uri.parse(file.uri);
  const stream = file.role === "stream";
  const open = stream
    ? { command: "vscode.openWith", title: "Open", arguments: [uri, "vtrace.stream"] }
    : {
        command: "vscode.open",
        title: "Open",
        arguments: [evidenceOf(vscode.Uri.parse(file.textUri ?? file.uri))],
      };
  return {
    label: file.name,
    description: [file.kind, file.participant].filter(Boolean).join(", "),
    tooltip: `${uri.fsPath}\n${file.kind}, ${file.size.toLocaleString("en")} bytes`,
    icon: theme(stream ? "file-binary" : "file"),
    kind: "file",
    key: file.name,
    capture,
    text: file.textUri,
    command: open,
  };
}

function count(windows: readonly LedgerWindow[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { verdict } of windows.flatMap(({ operations }) => operations)) {
    counts[verdict] = (counts[verdict] ?? 0) + 1;
  }
  return counts;
}
