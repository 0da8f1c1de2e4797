// SPDX-License-Identifier: Apache-2.0
// The search: how often something stands in the log, and where the next one is.
import type { Matches, Query } from "../../log/messages";
import { byId } from "../host";
import type { Asked } from "./asker";
import type { Mark } from "./lineRow";

export interface Finding {
  search(query: Query, from: number, progress: (percent: number) => void): Asked<Matches>;
  /** The line that people are at. */
  here(): number;
  goTo(line: number, column: number): void;
  /** Matches are to be drawn anew. */
  changed(): void;
}

export class Find {
  private readonly input = byId<HTMLInputElement>("find");
  private readonly matchCase = byId<HTMLInputElement>("case");
  private readonly regex = byId<HTMLInputElement>("regex");
  private readonly found = byId("found");
  private readonly progress = byId<HTMLProgressElement>("progress");
  private readonly cancel = byId<HTMLButtonElement>("cancel");
  private query: Query | undefined;
  private asked: Asked<Matches> | undefined;
  private matches: Matches | undefined;
  /** The match that people are at, among those that are known. */
  private at = -1;

  constructor(private readonly host: Finding) {
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        void this.step(event.shiftKey);
      }
    });
    this.input.addEventListener("input", () => this.input.value === "" && this.clear());
    for (const box of [this.matchCase, this.regex]) {
      box.addEventListener("change", () => void this.step(false));
    }
    byId("next").addEventListener("click", () => void this.step(false));
    byId("previous").addEventListener("click", () => void this.step(true));
    this.cancel.addEventListener("click", () => this.stop());
  }

  focus(): void {
    this.input.focus();
    this.input.select();
  }

  stop(): void {
    this.asked?.cancel();
  }

  clear(): void {
    this.stop();
    this.asked = undefined;
    this.progress.hidden = this.cancel.hidden = true;
    this.query = undefined;
    this.matches = undefined;
    this.at = -1;
    this.found.textContent = "";
    this.host.changed();
  }

  /** Goes to the next match, or to the one before. */
  async step(back: boolean): Promise<void> {
    const query = this.wanted();
    if (!query) {
      return;
    }
    if (!this.matches || !same(query, this.query)) {
      await this.search(query, 0);
      this.at = this.near(back);
    } else {
      this.at += back ? -1 : 1;
    }
    await this.show(query, back);
  }

  private wanted(): Query | undefined {
    const text = this.input.value;
    return text === "" ? undefined : { text, regex: this.regex.checked, matchCase: this.matchCase.checked };
  }

  private async search(query: Query, from: number): Promise<void> {
    this.stop();
    this.query = query;
    this.matches = undefined;
    this.found.textContent = "Searching...";
    this.progress.value = 0;
    this.progress.hidden = this.cancel.hidden = false;
    const asked = this.host.search(query, from, (percent) => (this.progress.value = percent));
    this.asked = asked;
    try {
      const matches = await asked.answer;
      if (this.asked === asked) {
        this.matches = matches;
      }
    } catch (error) {
      if (this.asked === asked) {
        this.found.textContent = (error as Error).message;
        this.query = undefined;
      }
    } finally {
      if (this.asked === asked) {
        this.asked = undefined;
        this.progress.hidden = this.cancel.hidden = true;
      }
    }
  }

  private get size(): number {
    return (this.matches?.places.length ?? 0) / 3;
  }

  private lineOf(match: number): number {
    return this.matches?.places[match * 3] ?? -1;
  }

  /** The first match from the line that people are at, or the last one before. */
  private near(back: boolean): number {
    const from = this.first(this.host.here());
    return back ? from - 1 : from;
  }

  /** The first match that is not before a line. */
  private first(line: number): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.lineOf(middle) < line) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private async show(query: Query, back: boolean): Promise<void> {
    const { matches } = this;
    if (!matches) {
      this.host.changed();
      return;
    }
    if (matches.count === 0) {
      this.found.textContent = "not found";
      this.host.changed();
      return;
    }
    const end = matches.before + this.size;
    if (this.at >= this.size && end < matches.count) {
      await this.search(query, this.lineOf(this.size - 1) + 1);
      this.at = 0;
    } else if (this.at < 0 && matches.before > 0) {
      // Those before are known from the beginning on only.
      await this.search(query, 0);
      this.at = this.size - 1;
    } else if (this.at < 0 || this.at >= this.size) {
      this.at = back ? this.size - 1 : 0;
    }
    const now = this.matches;
    if (now && this.size > 0) {
      const number = (now.before + this.at + 1).toLocaleString("en");
      this.found.textContent = `${number} of ${now.count.toLocaleString("en")}`;
      this.host.goTo(this.lineOf(this.at), now.places[this.at * 3 + 1]!);
    }
    this.host.changed();
  }

  /** The matches in a line. */
  marks(line: number): readonly Mark[] {
    const out: Mark[] = [];
    for (let match = this.first(line); match < this.size && this.lineOf(match) === line; match++) {
      const [, column = 0, length = 0] = this.matches!.places.slice(match * 3, match * 3 + 3);
      out.push({ column, length, current: match === this.at });
    }
    return out;
  }
}

function same(one: Query, two: Query | undefined): boolean {
  return one.text === two?.text && one.regex === two.regex && one.matchCase === two.matchCase;
}
