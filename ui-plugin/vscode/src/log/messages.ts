// SPDX-License-Identifier: Apache-2.0
// What extension and log editor tell each other. Lines count from 0.
import type { LogLines } from "../protocol";

/** What is looked for. */
export interface Query {
  readonly text: string;
  readonly regex: boolean;
  readonly matchCase: boolean;
}

/** Where it stands: of each place line, column and length. */
export interface Matches {
  readonly count: number;
  /** How many lie before the line that the search was asked from. */
  readonly before: number;
  readonly places: readonly number[];
}

export interface OutlineRow {
  readonly name: string;
  readonly detail: string;
  readonly line: number;
  readonly depth: number;
}

/** What can be asked, with the answer to it. */
export interface Questions {
  lines: [{ from: number; count: number }, LogLines];
  search: [{ query: Query; from: number }, Matches];
  hover: [{ line: number }, { text: string }];
  outline: [object, { rows: readonly OutlineRow[] }];
  verdict: [{ line: number; back: boolean }, { line: number }];
}

export type Question = keyof Questions;

export type FromLog =
  | { readonly type: "ready" }
  | {
      readonly type: "ask";
      readonly id: number;
      readonly question: Question;
      readonly params: Questions[Question][0];
    }
  /** The answer is not wanted any more. */
  | { readonly type: "cancel"; readonly id: number }
  /** Somebody went to a line. */
  | { readonly type: "selected"; readonly line: number }
  | { readonly type: "copy"; readonly from: number; readonly to: number }
  | { readonly type: "timeline"; readonly item: number };

export type ToLog =
  | { readonly type: "name"; readonly name: string; readonly path: string }
  | { readonly type: "answer"; readonly id: number; readonly answer: Questions[Question][1] }
  | { readonly type: "failed"; readonly id: number; readonly message: string }
  | { readonly type: "progress"; readonly id: number; readonly percent: number }
  | { readonly type: "reveal"; readonly line: number; readonly focus: boolean }
  | { readonly type: "reread" };
