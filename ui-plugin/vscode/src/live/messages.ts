// SPDX-License-Identifier: Apache-2.0
// What extension and the page of recording and attaching tell each other.
import type { Mode, Values } from "./form";
import type { Found } from "./qemus";

export type ToLive =
  | { readonly type: "form"; readonly mode: Mode; readonly values: Values; readonly found: Found }
  | { readonly type: "plan"; readonly file: string }
  /** What the command said since last time. */
  | { readonly type: "lines"; readonly lines: readonly string[] }
  | { readonly type: "state"; readonly running: boolean; readonly sentence: string };

export type FromLive =
  | { readonly type: "ready" }
  | { readonly type: "look" }
  | { readonly type: "choosePlan" }
  | { readonly type: "start"; readonly values: Values }
  | { readonly type: "stop" };
