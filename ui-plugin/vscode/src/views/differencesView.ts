// SPDX-License-Identifier: Apache-2.0
// What two captures differ in: operations by device and by what became of them, then counts, then lengths of time.
import * as vscode from "vscode";
import type { Compared } from "../compare/comparison";
import { nameOf } from "../compare/differences";
import type { Side } from "../compare/messages";
import type { OperationDifference, RunDifference } from "../protocol";
import type { Server } from "../server";
import { duration } from "../timeline/duration";
import { severityIcon, verdictIcon } from "./icons";
import { evidenceRows, type Row } from "./node";

const icon = (name: string) => new vscode.ThemeIcon(name);

export function differenceRows(server: Server, compared: Compared | undefined): Row[] {
  if (!compared) {
    return [];
  }
  const { difference } = compared;
  const rows = [
    ...outcomeRows(difference),
    ...operationRows(server, compared),
    ...countRows("messages", "Messages", "mail", difference.messages),
    ...countRows("descriptors", "Descriptors", "link", difference.descriptors),
    ...findingRows(difference),
  ];
  const none: Row = { label: "Nothing differs", icon: icon("pass"), kind: "nothing" };
  return [...(rows.length > 0 ? rows : [none]), ...downtimeRows(difference)];
}

function outcomeRows({ a, b }: RunDifference): Row[] {
  const [one, other] = [a.outcomes.join(", "), b.outcomes.join(", ")];
  return one === other
    ? []
    : [{ label: `Outcome: ${one || "none"} \u2192 ${other || "none"}`, icon: icon("flag"), kind: "outcome" }];
}

/** An operation with its number, by which the page knows it. */
type Numbered = readonly [OperationDifference, number];

function operationRows(server: Server, compared: Compared): Row[] {
  const numbered = compared.difference.operations.map((each, index): Numbered => [each, index]);
  const several = new Set(numbered.map(([{ migration }]) => migration)).size > 1;
  const places = grouped(numbered, ([each]) => {
    const migration = several ? `migration ${each.migration}, ` : "";
    return `${migration}${each.role}, ${each.kind} (${each.phase})\t${each.device}`;
  });
  return [...places].map(([place, inPlace]) => {
    const [label = "", device = ""] = place.split("\t");
    return {
      label,
      description: `${inPlace.length} of ${device.split("/").pop() ?? device}`,
      tooltip: device,
      icon: icon("circuit-board"),
      kind: "differences",
      key: place,
      expanded: true,
      children: () => changeRows(server, compared, inPlace),
    };
  });
}

function changeRows(server: Server, compared: Compared, inPlace: readonly Numbered[]): Row[] {
  const changes = grouped(inPlace, ([{ a, b }]) => `${a ?? "absent"} \u2192 ${b ?? "absent"}`);
  return [...changes].map(([label, inChange]) => ({
    label,
    description: String(inChange.length),
    icon: verdictIcon(inChange[0]![0].b ?? ""),
    kind: "change",
    children: () => inChange.map((each) => operationRow(server, compared, each)),
  }));
}

function operationRow(server: Server, compared: Compared, [operation, index]: Numbered): Row {
  return {
    label: nameOf(operation),
    description: operation.why,
    icon: verdictIcon(operation.b ?? ""),
    kind: "difference",
    key: `difference ${index}`,
    command: { command: "vtrace.selectDifference", title: "Show in Both Timelines", arguments: [index] },
    children: async () => [
      ...(await sideRows(server, compared, operation, "a")),
      ...(await sideRows(server, compared, operation, "b")),
    ],
  };
}

/** What proves the verdict in one of the runs. */
async function sideRows(
  server: Server,
  { captures }: Compared,
  operation: OperationDifference,
  side: Side,
): Promise<Row[]> {
  const capture = captures[side];
  const item = operation.places[side]?.item;
  const { items } =
    item === undefined
      ? { items: [] }
      : await server.request("vtrace/items", { capture: capture.id, ids: [item] });
  const evidence = items[0]?.evidence ?? [];
  return [
    {
      label: capture.name,
      description: operation[side] ?? "absent",
      icon: verdictIcon(operation[side] ?? ""),
      kind: "side",
      key: side,
      capture,
      item,
      evidence,
      expanded: true,
      ...(evidence.length > 0 ? { children: () => evidenceRows(capture, evidence) } : {}),
    },
  ];
}

function countRows(kind: string, title: string, sign: string, counts: RunDifference["messages"]): Row[] {
  return [...grouped(counts, ({ side }) => side)].map(([side, all]) => ({
    label: `${title}, ${side}`,
    description: String(all.length),
    icon: icon(sign),
    kind,
    children: () =>
      all.map(({ what, a, b }) => ({ label: what, description: `${a} \u2192 ${b}`, kind: "count" })),
  }));
}

function findingRows({ findings }: RunDifference): Row[] {
  return findings.map(({ code, severity, message, a, b }) => ({
    label: message,
    description: `${code}, ${a} \u2192 ${b}`,
    icon: severityIcon(severity),
    kind: "finding",
    key: `${code} ${message}`,
  }));
}

/** No two runs take the same time, so this is no difference. */
function downtimeRows({ a, b }: RunDifference): Row[] {
  const parts = [...new Set([...Object.keys(a.downtime), ...Object.keys(b.downtime)])];
  const sum = (of: Record<string, number>) => Object.values(of).reduce((one, other) => one + other, 0);
  const said = (of: Record<string, number>, part: string) =>
    of[part] === undefined ? "none" : duration(of[part]);
  return parts.length === 0
    ? []
    : [
        {
          label: "Downtime",
          description: `${duration(sum(a.downtime))} \u2192 ${duration(sum(b.downtime))}`,
          icon: icon("clock"),
          kind: "downtime",
          children: () =>
            parts.map((part) => ({
              label: part,
              description: `${said(a.downtime, part)} \u2192 ${said(b.downtime, part)}`,
              kind: "part",
            })),
        },
      ];
}

function grouped<T>(all: readonly T[], by: (each: T) => string): Map<string, T[]> {
  const out = new Map<string, T[]>();
  for (const each of all) {
    const key = by(each);
    const list = out.get(key);
    if (list) {
      list.push(each);
    } else {
      out.set(key, [each]);
    }
  }
  return out;
}
