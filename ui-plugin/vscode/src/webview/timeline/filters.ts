// SPDX-License-Identifier: Apache-2.0
// What people have chosen to see: by participant, device, queue and verdict; and what they search.
import type { Lane } from "../../protocol";
import type { MatchModel } from "../../timeline/messages";
import { byId, element } from "../host";
import { markIcon } from "./legend";
import { VERDICTS, type Item, type Run } from "./scene";

const MESSAGES = "messages";
const WORDS = "name, reason, state (press /)";
const CONDITION = 'verdict == "skipped" && queue == 1';

export class Filters {
  private readonly participant = byId<HTMLSelectElement>("participant");
  private readonly device = byId<HTMLSelectElement>("device");
  private readonly queue = byId<HTMLSelectElement>("queue");
  private readonly verdicts = byId("verdicts");
  private readonly search = byId<HTMLInputElement>("search");
  private readonly found = byId<HTMLOutputElement>("found");
  private readonly toggle = byId("condition");
  private run: Run | undefined;
  /** What is searched is a condition, which the server answers. */
  private conditional = false;
  private asked: MatchModel | null = null;

  /** Ids of the items that match, in order of time; null where nothing is searched. */
  matches: Set<number> | null = null;

  constructor(
    private readonly changed: () => void,
    private readonly ask: (where: string) => void,
  ) {
    this.toggle.addEventListener("click", () => this.setConditional(!this.conditional));
    for (const select of [this.participant, this.device, this.queue]) {
      select.addEventListener("change", changed);
    }
    this.search.addEventListener("input", () => {
      if (!this.conditional) {
        this.find();
        changed();
      }
    });
    byId("controls").addEventListener("submit", (event) => event.preventDefault());
  }

  /** Offers what is in a run. What was chosen before stays chosen. */
  offer(run: Run): void {
    this.run = run;
    const { lanes } = run.model;
    choices(
      this.participant,
      lanes.map(({ participant }) => participant ?? ""),
    );
    choices(
      this.device,
      lanes.map(({ device }) => device ?? ""),
    );
    choices(
      this.queue,
      lanes.map(({ queue }) => (queue === undefined || queue < 0 ? "" : String(queue))),
    );
    if (this.verdicts.childElementCount === 1) {
      for (const verdict of [...VERDICTS].reverse().concat(MESSAGES)) {
        this.addBox(verdict);
      }
    }
    VERDICTS.forEach((verdict, index) => {
      const count = run.marks[index]!.reduce((sum, item) => sum + item.count, 0);
      this.countOf(verdict).textContent = ` ${count}`;
    });
    this.countOf(MESSAGES).textContent = ` ${run.messages.reduce((sum, item) => sum + item.count, 0)}`;
    this.find();
  }

  private addBox(name: string): void {
    const label = element("label", "", this.verdicts, name);
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = true;
    box.value = name;
    box.addEventListener("change", this.changed);
    label.append(box, ...(VERDICTS.includes(name) ? [markIcon(name)] : []), name);
    element("span", "", label, "count");
  }

  private countOf(name: string): HTMLElement {
    return this.verdicts.querySelector<HTMLElement>(`label.${name} .count`)!;
  }

  /** Whether what is typed is a condition, or words. */
  setConditional(on: boolean): void {
    this.conditional = on;
    this.toggle.setAttribute("aria-pressed", String(on));
    this.search.placeholder = on ? CONDITION : WORDS;
    this.find();
    this.changed();
    this.search.focus();
  }

  /** Asks what is typed, if it is a condition that was not asked yet; true if somebody has to wait for the answer. */
  submit(): boolean {
    const where = this.search.value.trim();
    if (!this.conditional || this.asked?.where === where) {
      return false;
    }
    this.found.value = where === "" ? "" : "asking...";
    this.ask(where);
    return true;
  }

  /** What the condition matches. */
  answer(matches: MatchModel | null): void {
    this.asked = matches;
    if (matches && !this.conditional) {
      this.conditional = true;
      this.toggle.setAttribute("aria-pressed", "true");
      this.search.placeholder = CONDITION;
    }
    if (matches && document.activeElement !== this.search) {
      this.search.value = matches.where;
    }
    this.find();
    this.changed();
  }

  refuse(message: string): void {
    this.asked = null;
    this.matches = null;
    this.found.value = message;
    this.changed();
  }

  private find(): void {
    if (this.conditional) {
      this.findAsked();
    } else {
      this.findWords();
    }
  }

  /** Until a condition is asked anew, what it matched last is shown. */
  private findAsked(): void {
    this.matches = null;
    this.found.value = "";
    if (this.asked && this.run) {
      const ids = this.asked.ids;
      const known = new Set(ids);
      this.matches = new Set(this.run.items.filter(({ id }) => known.has(id)).map(({ id }) => id));
      const { total } = this.asked;
      const steps = total === 1 ? "1 step" : `${total} steps`;
      this.found.value = `${this.matches.size} found, ${steps}`;
    }
  }

  private findWords(): void {
    const text = this.search.value.trim().toLowerCase();
    this.matches = null;
    this.found.value = "";
    if (text !== "" && this.run) {
      const parts = text.split(/\s+/);
      const hits = this.run.items.filter((item) => {
        const all = `${item.name} ${item.state} ${item.why} ${item.kind} ${item.queue < 0 ? "" : "q" + item.queue}`;
        const lower = all.toLowerCase();
        return parts.every((part) => lower.includes(part));
      });
      this.matches = new Set(hits.map(({ id }) => id));
      this.found.value = `${hits.length} found`;
    }
  }

  /** Says which of the matches is selected. */
  showPosition(item: Item | undefined): void {
    if (item && this.matches?.has(item.id)) {
      const place = [...this.matches].indexOf(item.id) + 1;
      this.found.value = `${place} of ${this.matches.size} found`;
    }
  }

  showsLane(): (lane: Lane) => boolean {
    const participant = this.participant.value;
    const device = this.device.value;
    const queue = this.queue.value;
    return (lane) =>
      (participant === "" || (lane.participant ?? "") === participant || lane.kind === "stream") &&
      (device === "" || (lane.device ?? "") === "" || lane.device === device) &&
      (queue === "" || lane.kind !== "queue" || String(lane.queue) === queue);
  }

  showsItem(): (item: Item) => boolean {
    const off = new Set<string>();
    for (const box of this.verdicts.querySelectorAll<HTMLInputElement>("input:not(:checked)")) {
      off.add(box.value);
    }
    return (item) =>
      !off.has(item.kind === "operation" ? item.state : item.kind === "message" ? MESSAGES : "");
  }

  focus(): void {
    this.search.focus();
    this.search.select();
  }

  clear(): void {
    this.search.value = "";
    if (this.asked) {
      this.ask("");
      this.asked = null;
    }
    this.find();
    this.changed();
  }
}

function choices(select: HTMLSelectElement, values: readonly string[]): void {
  const chosen = select.value;
  const distinct = [...new Set(values.filter((value) => value !== ""))];
  select.replaceChildren();
  select.add(new Option("all", ""));
  for (const value of distinct) {
    select.add(new Option(value.length > 60 ? "\u2026" + value.slice(-60) : value, value));
  }
  select.value = distinct.includes(chosen) ? chosen : "";
}
