// SPDX-License-Identifier: Apache-2.0
// Searching a stream: fields by name and value, or bytes.
import type { StreamNode } from "../../protocol";
import { byId } from "../host";
import type { Asker } from "./asker";
import { parseBytes } from "./offsets";

// So many are counted; behind them there may be more.
const MOST = 500;

export interface SearchEvents {
  /** A field was found. */
  field(node: StreamNode): Promise<void>;
  /** Bytes were found. */
  bytes(offset: number, length: number): Promise<void>;
  /** Where the cursor is. */
  cursor(): number;
}

export class Search {
  private readonly input = byId<HTMLInputElement>("search");
  private readonly toggle = byId("bytes");
  private found: StreamNode[] = [];
  private complete = false;
  private at = -1;
  private asked = "";

  constructor(
    private readonly asker: Asker,
    private readonly events: SearchEvents,
  ) {
    this.input.addEventListener("input", () => this.forget());
    this.toggle.addEventListener("click", () => this.setBytes(!this.inBytes));
  }

  private get inBytes(): boolean {
    return this.toggle.getAttribute("aria-pressed") === "true";
  }

  private setBytes(on: boolean): void {
    this.toggle.setAttribute("aria-pressed", String(on));
    this.input.placeholder = on ? 'bytes: 0a ff, or "text"' : "name or value";
    this.forget();
    this.input.focus();
  }

  focus(): void {
    this.input.focus();
    this.input.select();
  }

  /** What was found counts no more, since the stream or the text has changed. */
  forget(): void {
    this.found = [];
    this.at = -1;
    this.asked = "";
    this.say("");
  }

  say(text: string): void {
    byId("found").textContent = text;
  }

  /** Goes to the next match, with -1 to the previous one. */
  async go(by: 1 | -1): Promise<void> {
    const text = this.input.value.trim();
    if (text === "") {
      return;
    }
    if (this.inBytes) {
      await this.goToBytes(text, by);
    } else {
      await this.goToField(text, by);
    }
  }

  private async goToField(text: string, by: 1 | -1): Promise<void> {
    if (this.asked !== text) {
      this.say("searching...");
      const first = await this.asker.ask("search", { text, after: undefined, limit: MOST });
      this.asked = text;
      this.found = first.nodes;
      this.complete = first.complete;
      this.at = by > 0 ? -1 : this.found.length;
    } else if (by > 0 && this.at === this.found.length - 1 && !this.complete) {
      this.say("searching...");
      const more = await this.asker.ask("search", { text, after: this.found.at(-1)?.id, limit: MOST });
      this.found.push(...more.nodes);
      this.complete = more.complete;
    }
    const count = this.found.length;
    if (count === 0) {
      this.say(this.complete ? "not found" : "not found in what was read so far");
      this.asked = this.complete ? text : "";
      return;
    }
    // Behind the last one comes the first, and before the first the last.
    this.at = (this.at + by + count) % count;
    this.say(`${this.at + 1} of ${count}${this.complete ? "" : "+"}`);
    await this.events.field(this.found[this.at]!);
  }

  private async goToBytes(text: string, by: 1 | -1): Promise<void> {
    const hex = parseBytes(text);
    if (hex === undefined) {
      this.say('bytes are pairs of digits, such as 0a ff, or a text in quotes, such as "vhost"');
      return;
    }
    this.say("searching...");
    const again = this.asked === text;
    const here = this.events.cursor();
    const from = by > 0 && again ? here + 1 : here;
    const { offset } = await this.asker.ask("find", { hex, from, back: by < 0 });
    this.asked = text;
    if (offset === null) {
      this.say(by > 0 ? "not found below" : "not found above");
      return;
    }
    this.say(`at byte ${offset}`);
    await this.events.bytes(offset, hex.length / 2);
  }
}
