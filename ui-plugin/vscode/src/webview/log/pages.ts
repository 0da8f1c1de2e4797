// SPDX-License-Identifier: Apache-2.0
// The lines that were looked at last. What is not there is asked for, and drawn when it comes.
import type { LogLine, LogLines } from "../../protocol";

const PAGE = 200;
const KEPT = 60;
const EMPTY: LogLine = { text: "", tokens: [] };

export class LinePages {
  private readonly pages = new Map<number, readonly LogLine[] | undefined>();
  /** Answers to what was asked before all was forgotten do not count. */
  private round = 0;

  constructor(
    private readonly ask: (from: number, count: number) => Promise<LogLines>,
    private readonly came: (answer: LogLines) => void,
    private readonly failed: (error: Error) => void,
  ) {}

  line(number: number): LogLine | undefined {
    const page = Math.floor(number / PAGE);
    const lines = this.pages.get(page);
    // What follows the last line break is a line, too.
    return lines && (lines[number - page * PAGE] ?? EMPTY);
  }

  /** Sees to it that lines come which are not there yet. */
  want(from: number, to: number): void {
    for (let page = Math.floor(from / PAGE); page * PAGE < to; page++) {
      if (!this.pages.has(page)) {
        this.pages.set(page, undefined);
        void this.load(page);
      }
    }
    for (const [page, lines] of this.pages) {
      if (this.pages.size <= KEPT) {
        break;
      }
      if (lines && (page < from / PAGE - 2 || page > to / PAGE + 2)) {
        this.pages.delete(page);
      }
    }
  }

  private async load(page: number): Promise<void> {
    const { round } = this;
    try {
      const answer = await this.ask(page * PAGE, PAGE);
      if (round === this.round) {
        this.pages.set(page, answer.lines);
        this.came(answer);
      }
    } catch (error) {
      if (round === this.round) {
        this.pages.delete(page);
        this.failed(error as Error);
      }
    }
  }

  /** Lines of a page that was not full may be there by now. */
  grow(total: number): void {
    for (const [page, lines] of this.pages) {
      if (lines && lines.length < PAGE && page * PAGE + lines.length < total) {
        this.pages.delete(page);
      }
    }
  }

  forget(): void {
    this.round++;
    this.pages.clear();
  }
}
