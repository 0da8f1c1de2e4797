// SPDX-License-Identifier: Apache-2.0
// What extension and stream editor tell each other. The editor asks, the extension passes the question on
// to the server.
import type { SearchResult, StreamBytes, StreamNode, StreamTree } from "../protocol";

/** What can be asked, with the answer to it. */
export interface Questions {
  tree: [{ node: string | undefined; from: number; count: number }, StreamTree];
  at: [{ offset: number }, { nodes: StreamNode[] }];
  search: [{ text: string; after: string | undefined; limit: number }, SearchResult];
  find: [{ hex: string; from: number; back: boolean }, { offset: number | null }];
  bytes: [{ offset: number; length: number }, StreamBytes];
}

export type Question = keyof Questions;

export type FromEditor =
  | { readonly type: "ready" }
  | {
      readonly type: "ask";
      readonly id: number;
      readonly question: Question;
      readonly params: Questions[Question][0];
    }
  /** Somebody selected bytes. */
  | { readonly type: "selected"; readonly offset: number; readonly length: number };

export type ToEditor =
  | { readonly type: "answer"; readonly id: number; readonly answer: Questions[Question][1] }
  | { readonly type: "failed"; readonly id: number; readonly message: string }
  | { readonly type: "reveal"; readonly offset: number }
  | { readonly type: "reread" };
