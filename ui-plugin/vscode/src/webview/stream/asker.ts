// SPDX-License-Identifier: Apache-2.0
// Questions to the extension, and the answers to them.
import type { FromEditor, Question, Questions, ToEditor } from "../../stream/messages";

interface Waiting {
  resolve(answer: never): void;
  reject(error: Error): void;
}

export class Asker {
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;

  constructor(private readonly post: (message: FromEditor) => void) {}

  ask<Q extends Question>(question: Q, params: Questions[Q][0]): Promise<Questions[Q][1]> {
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.post({ type: "ask", id, question, params });
    });
  }

  receive(message: Extract<ToEditor, { id: number }>): void {
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.type === "answer") {
      waiting?.resolve(message.answer as never);
    } else {
      waiting?.reject(new Error(message.message));
    }
  }
}
