// SPDX-License-Identifier: Apache-2.0
// Descriptors of the capture that people work with.
import * as vscode from "vscode";
import type { Capture, Captures } from "../captures/captures";
import type { Descriptor } from "../protocol";
import { unreadRows, type Row } from "./node";

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
