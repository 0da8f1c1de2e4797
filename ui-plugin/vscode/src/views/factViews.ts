// SPDX-License-Identifier: Apache-2.0
// Findings and descriptors of the capture that people work with.
import * as vscode from "vscode";
import type { Capture, Captures } from "../captures/captures";
import type { Descriptor, Finding } from "../protocol";
import { severityIcon } from "./icons";
import { evidenceRows, type Row } from "./node";

export function findingRows(captures: Captures): Row[] {
  const capture = captures.current;
  return (
    capture?.contents?.findings.diagnostics.map((each) => findingRow(capture, each)) ?? unreadRows(capture)
  );
}

/** In place of what is in a capture that was not read. */
function unreadRows(capture: Capture | undefined): Row[] {
  if (!capture) {
    return [];
  }
  const { problem, name, uri } = capture;
  return [
    {
      label: problem ?? `${name} is not read yet`,
      icon: new vscode.ThemeIcon(problem ? "error" : "archive"),
      kind: "unread",
      capture,
      command: { command: "vtrace.openCapture", title: "Read It", arguments: [uri] },
    },
  ];
}

function findingRow(capture: Capture, finding: Finding): Row {
  return {
    label: finding.message,
    description: `${finding.code} ${finding.path}`,
    tooltip: [finding.message, finding.hint, `${finding.code}, ${finding.path}`].filter(Boolean).join("\n"),
    icon: severityIcon(finding.severity),
    kind: "finding",
    key: `${capture.uri.toString()} ${finding.code} ${finding.path}`,
    capture,
    evidence: finding.evidence,
    page: finding.page,
    ...(finding.evidence.length > 1 ? { children: () => evidenceRows(capture, finding.evidence) } : {}),
  };
}

export function descriptorRows(captures: Captures): Row[] {
  const capture = captures.current;
  return (
    capture?.contents?.descriptors.descriptors.map((each) => descriptorRow(capture, each)) ??
    unreadRows(capture)
  );
}

function descriptorRow(capture: Capture, descriptor: Descriptor): Row {
  const purpose = descriptor.purpose.split("/").slice(-2).join("/");
  return {
    label: `${descriptor.index}: ${descriptor.kind}`,
    description: [purpose, descriptor.state].filter(Boolean).join(", "),
    tooltip: `${descriptor.purpose}\n${descriptor.channel}, ${descriptor.state}`,
    icon: new vscode.ThemeIcon(descriptor.state === "claimed" ? "link" : "debug-disconnect"),
    kind: "descriptor",
    key: `${capture.uri.toString()} ${descriptor.index}`,
    capture,
    evidence: descriptor.sightings.map(({ evidence }) => evidence),
    children: () =>
      descriptor.sightings.map((sighting) => ({
        label: [sighting.participant, sighting.what, sighting.fd === undefined ? "" : `fd ${sighting.fd}`]
          .filter(Boolean)
          .join(" "),
        description: sighting.evidence.text,
        icon: new vscode.ThemeIcon("eye"),
        capture,
        evidence: [sighting.evidence],
      })),
  };
}
