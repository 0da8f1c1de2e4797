// SPDX-License-Identifier: Apache-2.0
// What extension and overview tell each other.

export interface OverviewRow {
  /** The URI of the capture. */
  readonly id: string;
  readonly name: string;
  readonly place: string;
  readonly state: "unread" | "read" | "failed";
  /** How its migrations ended, in their order; of one that cannot be read, why. */
  readonly outcome: string;
  /** Nanoseconds, of all migrations together; null if not known. */
  readonly downtime: number | null;
  /** The downtime was at least that long. */
  readonly atLeast: boolean;
  readonly skipped: number;
  readonly violations: number;
  readonly errors: number;
  /** The first finding that is an error or a warning, and follows from no other. */
  readonly cause: string;
  readonly code: string;
}

export type ToOverview = {
  readonly type: "rows";
  readonly rows: readonly OverviewRow[];
  /** How many are still to be read. */
  readonly left: number;
};

export type FromOverview =
  | { readonly type: "ready" }
  | { readonly type: "stop" }
  | { readonly type: "open" | "timeline"; readonly id: string }
  | { readonly type: "compare"; readonly a: string; readonly b: string };
