// SPDX-License-Identifier: Apache-2.0
// What the overview says of one capture.
import type { Findings, OpenCapture } from "../protocol";
import type { OverviewRow } from "./messages";

/** What is known of a capture. */
export interface Known {
  readonly id: string;
  readonly name: string;
  readonly place: string;
  readonly problem: string | undefined;
  readonly contents: { readonly info: OpenCapture; readonly findings: Findings } | undefined;
}

export function overviewRow({ id, name, place, problem, contents }: Known): OverviewRow {
  const nothing = {
    downtime: null,
    atLeast: false,
    skipped: 0,
    violations: 0,
    errors: 0,
    cause: "",
    code: "",
  };
  if (problem !== undefined) {
    return { id, name, place, state: "failed", outcome: problem, ...nothing };
  }
  if (!contents) {
    return { id, name, place, state: "unread", outcome: "", ...nothing };
  }
  const { info, findings } = contents;
  const cause = findings.diagnostics.find(({ severity, follows }) => severity !== "info" && !follows);
  return {
    id,
    name,
    place,
    state: "read",
    outcome: info.migrations.map(({ outcome }) => outcome).join(", ") || "no migration",
    downtime: info.downtime.length > 0 ? info.downtime.reduce((sum, { length }) => sum + length, 0) : null,
    atLeast: info.downtime.some(({ beginKnown, endKnown }) => !beginKnown || !endKnown),
    skipped: info.totals.skipped ?? 0,
    violations: info.totals.violation ?? 0,
    errors: info.problems.error,
    cause: cause?.message ?? "",
    code: cause?.code ?? "",
  };
}

export type Column = keyof Pick<
  OverviewRow,
  "name" | "outcome" | "downtime" | "skipped" | "violations" | "errors" | "cause"
>;

/** Rows that have all words, sorted; what is not known comes last, either way. */
export function arranged(
  rows: readonly OverviewRow[],
  words: string,
  by: Column,
  descending: boolean,
): OverviewRow[] {
  const parts = words.toLowerCase().split(/\s+/).filter(Boolean);
  const kept = rows.filter((row) => {
    const text = `${row.name} ${row.place} ${row.outcome} ${row.code} ${row.cause}`.toLowerCase();
    return parts.every((part) => text.includes(part));
  });
  const unknown = (row: OverviewRow) => row.state !== "read" || row[by] === null || row[by] === "";
  return kept.sort((one, other) => {
    const last = Number(unknown(one)) - Number(unknown(other));
    const order = compare(one[by], other[by]) || compare(one.name, other.name);
    return by === "name" ? (descending ? -order : order) : last || (descending ? -order : order);
  });
}

function compare(one: string | number | null, other: string | number | null): number {
  return typeof one === "number" && typeof other === "number"
    ? one - other
    : String(one ?? "").localeCompare(String(other ?? ""), "en", { numeric: true });
}
