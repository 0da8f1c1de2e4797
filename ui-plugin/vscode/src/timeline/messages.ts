// SPDX-License-Identifier: Apache-2.0
// What extension and timeline panel tell each other. Times are nanoseconds since the begin of the run,
// which a double holds exactly for 104 days.
import type { Downtime, Evidence, Lane } from "../protocol";

export interface ItemModel {
  readonly id: number;
  readonly kind: string;
  readonly lane: number;
  readonly to: number;
  readonly begin: number;
  readonly end: number;
  readonly name: string;
  readonly state: string;
  readonly why: string;
  readonly queue: number;
  readonly within: number;
  readonly estimated: boolean;
  /** How many items it stands for. */
  readonly count: number;
}

export interface SegmentModel {
  readonly begin: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

export interface TimelineModel {
  readonly name: string;
  /** False if the evidence has no times, only an order. */
  readonly timed: boolean;
  readonly begin: string;
  readonly length: number;
  readonly headline: readonly string[];
  readonly lanes: readonly Lane[];
  readonly segments: readonly SegmentModel[];
  readonly downtime: readonly Downtime[];
  readonly items: readonly ItemModel[];
  /** Items in the whole timeline; more than `items` where some are merged. */
  readonly total: number;
}

export interface Details {
  readonly id: number;
  readonly why: string;
  readonly links: readonly { id: number; label: string }[];
  readonly evidence: readonly Evidence[];
}

export interface MatchModel {
  readonly where: string;
  /** Steps of the run. */
  readonly total: number;
  /** Items that show one. */
  readonly ids: readonly number[];
}

export type ToPanel =
  | { readonly type: "model"; readonly capture: string; readonly model: TimelineModel }
  | { readonly type: "select"; readonly ids: readonly number[] }
  | { readonly type: "details"; readonly details: Details }
  /** What the condition in the search box matches; null: there is none. */
  | { readonly type: "matches"; readonly matches: MatchModel | null }
  /** Why a condition cannot be asked. */
  | { readonly type: "refused"; readonly message: string }
  | { readonly type: "debug"; readonly time: number | null }
  | { readonly type: "failed"; readonly message: string };

export type FromPanel =
  | { readonly type: "ready" }
  | { readonly type: "select"; readonly id: number }
  /** With `leave` somebody wants to go there; else the timeline keeps the focus. */
  | { readonly type: "evidence"; readonly evidence: Evidence; readonly leave: boolean }
  | { readonly type: "save"; readonly name: string; readonly data: string; readonly base64: boolean }
  /** A condition to ask of the run; empty: none. */
  | { readonly type: "query"; readonly where: string }
  | { readonly type: "debugTo"; readonly time: number }
  /** A part is seen so closely that merged items should come apart. */
  | { readonly type: "closer"; readonly from: number; readonly to: number };
