// SPDX-License-Identifier: Apache-2.0
// Questions to the extension, the answers to them, and the end of those that nobody waits for any more.
import type { FromLog, Question, Questions, ToLog } from "../../log/messages";

interface Waiting {
  resolve(answer: never): void;
  reject(error: Error): void;
  progress?: (percent: number) => void;
}

/** What is under way. */
export interface Asked<A> {
  readonly answer: Promise<A>;
  cancel(): void;
}

export class LogAsker {
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;

  constructor(private readonly post: (message: FromLog) => void) {}

  ask<Q extends Question>(
    question: Q,
    params: Questions[Q][0],
    progress?: (percent: number) => void,
  ): Asked<Questions[Q][1]> {
    const id = ++this.last;
    const answer = new Promise<Questions[Q][1]>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject, ...(progress ? { progress } : {}) });
      this.post({ type: "ask", id, question, params });
    });
    return { answer, cancel: () => this.waiting.has(id) && this.post({ type: "cancel", id }) };
  }

  receive(message: Extract<ToLog, { id: number }>): void {
    const waiting = this.waiting.get(message.id);
    if (message.type === "progress") {
      waiting?.progress?.(message.percent);
      return;
    }
    this.waiting.delete(message.id);
    if (message.type === "answer") {
      waiting?.resolve(message.answer as never);
    } else {
      waiting?.reject(new Error(message.message));
    }
  }
}
