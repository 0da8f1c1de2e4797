// SPDX-License-Identifier: Apache-2.0
// The state of the panel, and what changes it. Each change asks for one picture at the next frame.
import type { Details, TimelineModel } from "../../timeline/messages";
import { byId } from "../host";
import { fillSums } from "./area";
import { CanvasSurface } from "./canvasSurface";
import { fillDetails, fillTip, placeTip, sentence, type DetailsEvents } from "./describe";
import { Filters } from "./filters";
import { History } from "./history";
import { fillLegend } from "./legend";
import { Minimap } from "./minimap";
import { paint } from "./paint";
import { measureText } from "./paintMarks";
import { itemAt } from "./pick";
import type { Scale } from "./scale";
import {
  HEAD,
  layOut,
  notesOf,
  place,
  rowAt,
  runOf,
  unitOf,
  WHOLE,
  xOf,
  type Area,
  type Item,
  type Run,
  type Scene,
  type View,
} from "./scene";
import { Theme } from "./theme";

export interface PanelEvents extends DetailsEvents {
  debugTo(time: number): void;
  /** A condition is asked of the run. */
  query(where: string): void;
  /** What is seen now, in time, and how many items are merged in it. */
  seen(from: number, to: number, merged: boolean): void;
}

/** What of a run is seen, in units, and on which scale. */
export interface Seen extends View {
  readonly idleToScale: boolean;
  /** Numbers of the lanes that stay in view. */
  readonly pinned: readonly number[];
}

/** A place of the picture, in pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

const NAMES = 190;
// A frame that is lower than this is one around all lanes.
const LOWEST = 12;
// Closer than this nothing can be told apart: doubles have 15 digits.
const CLOSEST = 1e-9;

export class Panel {
  readonly theme = new Theme();
  readonly canvas = byId<HTMLCanvasElement>("canvas");
  readonly filters: Filters;
  measuring = false;
  private readonly surface = new CanvasSurface(this.canvas, this.theme);
  private readonly minimap = new Minimap(new CanvasSurface(byId("minimap"), this.theme), (middle) =>
    this.move(middle - this.span / 2, middle + this.span / 2),
  );
  private readonly stage = byId("stage");
  private readonly history = new History();
  private readonly tip = byId("tip");
  private run: Run | undefined;
  private notes: readonly number[] = [];
  private scale: Scale | undefined;
  private view: View = WHOLE;
  private selected: Item[] = [];
  private details: Details | undefined;
  private debugTime: number | null = null;
  private measured: Area | null = null;
  private pinned: ReadonlySet<number> = new Set();
  private pointed: number | null = null;
  private idleToScale = false;
  private revision = 0;
  private frame = 0;

  constructor(private readonly events: PanelEvents) {
    this.filters = new Filters(() => this.changed(), events.query);
    this.theme.onChange(() => {
      this.surface.refresh();
      this.revision++;
      this.changed();
    });
    this.stage.addEventListener("scroll", () => this.changed());
    new ResizeObserver(() => this.changed()).observe(this.stage);
  }

  // What is shown

  open(model: TimelineModel): void {
    const run = runOf(model);
    const ids = this.selected.map(({ id }) => id);
    this.run = run;
    this.notes = notesOf(run);
    fillLegend(byId("legend"), run);
    this.scale = place(run, this.idleToScale);
    this.selected = ids.flatMap((id) => run.byId.get(id) ?? []);
    this.filters.offer(run);
    this.revision++;
    this.changed();
  }

  private changed(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.paint();
    });
  }

  private paint(): void {
    const scene = this.scene();
    if (scene) {
      byId("space").style.height = `${Math.max(0, scene.layout.height - scene.height)}px`;
      this.surface.begin(scene.width, scene.height);
      paint(this.surface, scene);
      this.minimap.paint(scene.run, scene.view, scene.width, `${this.revision}`);
      byId("seen").textContent = `${measureText(scene, scene.view.from, scene.view.to)} in view`;
      byId<HTMLButtonElement>("back").disabled = !this.history.has(-1);
      byId<HTMLButtonElement>("forward").disabled = !this.history.has(1);
    }
  }

  /** What the next picture shows; undefined before there is a run. */
  scene(): Scene | undefined {
    const { clientHeight, scrollTop } = this.stage;
    return this.sceneOf(this.pinned, scrollTop, clientHeight);
  }

  /** All lanes, however high that is. */
  picture(): Scene | undefined {
    const scene = this.sceneOf(new Set(), 0, 0);
    return scene && { ...scene, height: scene.layout.height, pointed: null };
  }

  private sceneOf(pinned: ReadonlySet<number>, scroll: number, height: number): Scene | undefined {
    const { run, scale } = this;
    if (!run || !scale) {
      return undefined;
    }
    const width = this.stage.clientWidth;
    return {
      run,
      scale,
      view: this.view,
      layout: layOut(run.model.lanes, this.filters.showsLane(), pinned, scroll, this.notes),
      width,
      height,
      names: Math.min(NAMES, width / 3),
      shows: this.filters.showsItem(),
      matches: this.filters.matches,
      selected: this.selected,
      debug: this.debugTime === null ? null : scale.toUnit(this.debugTime),
      pointed: this.pointed,
      measured: this.measured,
    };
  }

  measureText = (text: string, style: { colour: string; size?: number; bold?: boolean }) =>
    this.surface.width(text, style);

  // Moving

  get seen(): Seen {
    return { ...this.view, idleToScale: this.idleToScale, pinned: [...this.pinned] };
  }

  private get span(): number {
    return this.view.to - this.view.from;
  }

  /** Jumps to a part; `back` leads to the one before. */
  show(from: number, to: number): void {
    this.look(from, to, (before) => this.history.leave(before, false));
  }

  /** A step of a movement, many of which make one. */
  private move(from: number, to: number): void {
    this.look(from, to, (before) => this.history.leave(before, true));
  }

  /** To the part that was looked at before (-1), or after (1). */
  goThrough(by: 1 | -1): void {
    const view = this.history.go(by, this.view);
    if (view) {
      this.look(view.from, view.to, () => undefined);
    }
  }

  private look(from: number, to: number, leave: (before: View) => void): void {
    const span = Math.min(1, Math.max(CLOSEST, to - from));
    const begin = Math.min(1 - span, Math.max(0, from));
    if (this.view.from === begin && this.view.to === begin + span) {
      return;
    }
    leave(this.view);
    this.view = { from: begin, to: begin + span };
    this.changed();
    if (this.scale && this.run) {
      const merged = this.run.model.total > this.run.model.items.length;
      this.events.seen(this.scale.toTime(begin), this.scale.toTime(begin + span), merged);
    }
  }

  /** To what was seen before a restart. */
  restore({ from, to, pinned }: Seen): void {
    this.look(from, to, () => undefined);
    this.pinned = new Set(pinned);
    this.changed();
  }

  pan(share: number): void {
    this.move(this.view.from + share * this.span, this.view.to + share * this.span);
  }

  zoom(factor: number, x?: number): void {
    const scene = this.scene();
    const at = scene && x !== undefined ? unitOf(scene, x) : (this.view.from + this.view.to) / 2;
    const fixed = Math.min(this.view.to, Math.max(this.view.from, at));
    this.move(fixed - (fixed - this.view.from) * factor, fixed + (this.view.to - fixed) * factor);
  }

  toggleIdle(): boolean {
    this.idleToScale = !this.idleToScale;
    if (this.run) {
      this.scale = place(this.run, this.idleToScale);
      this.measured = null;
      this.revision++;
      // What was looked at lies elsewhere on the other scale.
      this.show(0, 1);
      this.history.clear();
      this.changed();
    }
    return this.idleToScale;
  }

  nextMigration(): void {
    const attempts = this.run?.bands.filter(({ kind }) => kind === "handover") ?? [];
    const all = attempts.length > 0 ? attempts : (this.run?.bands ?? []);
    const middle = (this.view.from + this.view.to) / 2;
    const whole = this.span >= 1;
    const next = (whole ? undefined : all.find(({ u0, u1 }) => (u0 + u1) / 2 > middle + 1e-9)) ?? all[0];
    if (next) {
      const margin = Math.max((next.u1 - next.u0) * 0.15, 0.001);
      this.show(next.u0 - margin, next.u1 + margin);
    }
  }

  // Selecting

  at(x: number, y: number): Item | undefined {
    const scene = this.scene();
    return scene && itemAt(scene, x, y);
  }

  /** Selects what is at a place; where nothing is, what is selected stays so. Returns the selected item. */
  choose(x: number, y: number): Item | undefined {
    const item = this.at(x, y);
    if (item) {
      this.select([item.id]);
    }
    return this.selected[0];
  }

  select(ids: readonly number[]): void {
    const { run } = this;
    if (!run) {
      return;
    }
    this.selected = ids.flatMap((id) => run.byId.get(id) ?? []);
    const first = this.selected[0];
    this.filters.showPosition(first);
    if (first && (first.u1 < this.view.from || first.u0 > this.view.to)) {
      this.show(first.u0 - this.span / 2, first.u0 + this.span / 2);
    }
    this.scrollTo(first);
    this.showDetails();
    this.changed();
  }

  /** Brings the lane of an item into view. */
  private scrollTo(item: Item | undefined): void {
    const scene = this.scene();
    const row = item && scene?.layout.rows[item.lane];
    if (!scene || !row || scene.layout.pinned.has(row.index)) {
      return;
    }
    const above = row.top - scene.layout.body;
    const below = row.top + row.height - scene.height;
    if (above < 0) {
      this.stage.scrollTop += above;
    } else if (below > 0) {
      this.stage.scrollTop += Math.min(above, below);
    }
  }

  showEvidence(details: Details): void {
    this.details = details;
    this.showDetails();
  }

  private showDetails(): void {
    const item = this.selected[0];
    if (item && this.run) {
      fillDetails(byId("details"), this.run, item, this.details, this.events);
      this.canvas.setAttribute("aria-description", sentence(this.run, item));
    }
  }

  /** The evidence of what is selected that comes first. */
  openEvidence(): void {
    const evidence = this.details?.evidence[0];
    if (evidence && this.details?.id === this.selected[0]?.id) {
      this.events.evidence(evidence, false);
    }
  }

  /** The next item, or (with -1) the previous one; only of those that match, where something is searched. */
  step(by: 1 | -1, onlyMatches: boolean): void {
    const scene = this.scene();
    if (!scene) {
      return;
    }
    const { run, shows, matches, layout } = scene;
    const wanted = (item: Item) =>
      item.state !== "off" &&
      shows(item) &&
      layout.rows[item.lane] &&
      (onlyMatches && matches ? matches.has(item.id) : item.kind !== "ring");
    const current = this.selected[0];
    let index = current ? run.items.indexOf(current) + by : by > 0 ? 0 : run.items.length - 1;
    while (run.items[index] && !wanted(run.items[index]!)) {
      index += by;
    }
    const next = run.items[index];
    if (next) {
      this.select([next.id]);
      this.events.select(next.id);
    }
  }

  /** The first item that is searched; from one of them the next, with -1 the previous one. False if there is none. */
  goToMatch(by: 1 | -1): boolean {
    const matches = this.filters.matches;
    if (!matches || matches.size === 0) {
      return false;
    }
    const current = this.selected[0];
    if (current && !matches.has(current.id)) {
      this.selected = [];
    }
    this.step(by, true);
    return true;
  }

  // Lanes that stay in view

  /** Pins a lane, or lets it go, by its name or by a place of the picture. */
  togglePin(y?: number): void {
    const scene = this.scene();
    const lane = scene && y !== undefined ? rowAt(scene, y)?.index : this.selected[0]?.lane;
    if (lane !== undefined) {
      const pinned = new Set(this.pinned);
      if (!pinned.delete(lane)) {
        pinned.add(lane);
      }
      this.pinned = pinned;
      this.canvas.dataset["pinned"] = [...pinned].join(" ");
      this.changed();
    }
  }

  /** True where the names of the lanes stand. */
  isName(x: number, y: number): boolean {
    const scene = this.scene();
    return scene !== undefined && x < scene.names && y >= HEAD;
  }

  // Pointing

  hover(x: number, y: number): void {
    const scene = this.scene();
    const pointed = scene && x < scene.names ? (rowAt(scene, y)?.index ?? null) : null;
    if (pointed !== this.pointed) {
      this.pointed = pointed;
      this.changed();
    }
    const item = this.at(x, y);
    this.tip.hidden = !item;
    if (item && this.run) {
      fillTip(this.tip, this.run, item);
      placeTip(this.tip, this.canvas, x, y);
    }
  }

  leave(): void {
    this.tip.hidden = true;
  }

  // Measuring, and the debugger

  /** Measures between two places; the lanes between them are summed up once that is done. */
  measure(from: Place, to: Place, done: boolean): void {
    const scene = this.scene();
    if (scene) {
      const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
      const rows = scene.layout.rows.filter((row) => row && row.top < bottom && row.top + row.height > top);
      const lanes = bottom - top < LOWEST ? null : new Set(rows.map((row) => row!.index));
      this.measured = { from: unitOf(scene, from.x), to: unitOf(scene, to.x), lanes };
      byId("found").textContent = measureText(scene, this.measured.from, this.measured.to);
      if (done) {
        this.selected = [];
        byId("details").replaceChildren();
        fillSums(byId("details"), scene, this.measured);
      }
      this.changed();
    }
  }

  /** Shows what was dragged over on the axis. */
  zoomTo(from: Place, to: Place, done: boolean): void {
    const scene = this.scene();
    if (scene && done) {
      const [begin, end] = [unitOf(scene, from.x), unitOf(scene, to.x)];
      this.measured = null;
      this.show(Math.min(begin, end), Math.max(begin, end));
    } else if (scene) {
      this.measured = { from: unitOf(scene, from.x), to: unitOf(scene, to.x), lanes: null };
      this.changed();
    }
  }

  clear(): void {
    this.measured = null;
    this.selected = [];
    byId("found").textContent = "";
    this.changed();
  }

  showDebugger(time: number | null): void {
    this.debugTime = time;
    if (time !== null && this.scale) {
      const unit = this.scale.toUnit(time);
      if (unit < this.view.from || unit > this.view.to) {
        this.show(unit - this.span / 2, unit + this.span / 2);
      }
    }
    this.changed();
  }

  holdsDebugger(x: number, y: number): boolean {
    const scene = this.scene();
    return (
      scene?.debug !== null && scene !== undefined && y < HEAD && Math.abs(xOf(scene, scene.debug) - x) < 8
    );
  }

  dragDebugger(x: number, done: boolean): void {
    const scene = this.scene();
    if (scene) {
      this.debugTime = scene.scale.toTime(Math.min(1, Math.max(0, unitOf(scene, x))));
      this.changed();
      if (done) {
        this.events.debugTo(this.debugTime);
      }
    }
  }
}
