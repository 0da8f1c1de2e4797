// SPDX-License-Identifier: Apache-2.0
// What extension and comparison tell each other.
import type { TimelineModel } from "../timeline/messages";

export type Side = "a" | "b";

/** An operation that the two runs differ in. */
export interface Difference {
  readonly label: string;
  /** Its items in the timelines; null where a run has none. */
  readonly items: Readonly<Record<Side, number | null>>;
  readonly states: Readonly<Record<Side, string>>;
  readonly why: string;
}

export type ToComparison =
  | {
      readonly type: "models";
      readonly models: Readonly<Record<Side, TimelineModel>>;
      readonly differences: readonly Difference[];
      /** How many operations were compared. */
      readonly compared: number;
    }
  | { readonly type: "select"; readonly difference: number }
  | { readonly type: "failed"; readonly message: string };

export type FromComparison =
  | { readonly type: "ready" }
  /** Somebody selected a difference. */
  | { readonly type: "selected"; readonly difference: number };
