// SPDX-License-Identifier: Apache-2.0
// The state of the panel, and what changes it. Each change asks for one picture at the next frame.
import type { Details, TimelineModel } from "../../timeline/messages";
import { byId } from "../host";
import { CanvasSurface } from "./canvasSurface";
import { fillDetails, fillTip, sentence, type DetailsEvents } from "./describe";
import { Filters } from "./filters";
import { Minimap } from "./minimap";
import { paint } from "./paint";
import { measureText } from "./paintMarks";
import { itemAt } from "./pick";
import type { Scale } from "./scale";
import {
  HEAD,
  layOut,
  place,
  runOf,
  unitOf,
  WHOLE,
  xOf,
  type Item,
  type Run,
  type Scene,
  type View,
} from "./scene";
import { Theme } from "./theme";

export interface PanelEvents extends DetailsEvents {
  debugTo(time: number): void;
  /** What is seen now, in time, and how many items are merged in it. */
  seen(from: number, to: number, merged: boolean): void;
}

/** What of a run is seen, in units, and on which scale. */
export interface Seen extends View {
  readonly idleToScale: boolean;
}

const NAMES = 190;
// Closer than this nothing can be told apart: doubles have 15 digits.
const CLOSEST = 1e-9;

export class Panel {
  readonly theme = new Theme();
  readonly canvas = byId<HTMLCanvasElement>("canvas");
  readonly filters = new Filters(() => this.changed());
  measuring = false;
  private readonly surface = new CanvasSurface(this.canvas, this.theme);
  private readonly minimap = new Minimap(new CanvasSurface(byId("minimap"), this.theme), (middle) =>
    this.show(middle - this.span / 2, middle + this.span / 2),
  );
  private readonly tip = byId("tip");
  private run: Run | undefined;
  private scale: Scale | undefined;
  private view: View = WHOLE;
  private selected: Item[] = [];
  private details: Details | undefined;
  private debugTime: number | null = null;
  private measured: View | null = null;
  private idleToScale = false;
  private revision = 0;
  private frame = 0;

  constructor(private readonly events: PanelEvents) {
    this.theme.onChange(() => {
      this.surface.refresh();
      this.revision++;
      this.changed();
    });
    new ResizeObserver(() => this.changed()).observe(byId("stage"));
  }

  // What is shown

  open(model: TimelineModel): void {
    const run = runOf(model);
    const ids = this.selected.map(({ id }) => id);
    this.run = run;
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
      this.surface.begin(scene.width, scene.layout.height);
      paint(this.surface, scene);
      this.minimap.paint(scene.run, scene.view, scene.width, `${this.revision}`);
      byId("seen").textContent = `${measureText(scene, scene.view.from, scene.view.to)} in view`;
    }
  }

  /** What the next picture shows; undefined before there is a run. */
  scene(): Scene | undefined {
    const { run, scale } = this;
    if (!run || !scale) {
      return undefined;
    }
    const width = byId("stage").clientWidth;
    return {
      run,
      scale,
      view: this.view,
      layout: layOut(run.model.lanes, this.filters.showsLane()),
      width,
      names: Math.min(NAMES, width / 3),
      shows: this.filters.showsItem(),
      matches: this.filters.matches,
      selected: this.selected,
      debug: this.debugTime === null ? null : scale.toUnit(this.debugTime),
      measured: this.measured,
    };
  }

  measureText = (text: string, style: { colour: string; size?: number; bold?: boolean }) =>
    this.surface.width(text, style);

  // Moving

  get seen(): Seen {
    return { ...this.view, idleToScale: this.idleToScale };
  }

  private get span(): number {
    return this.view.to - this.view.from;
  }

  show(from: number, to: number): void {
    const span = Math.min(1, Math.max(CLOSEST, to - from));
    const begin = Math.min(1 - span, Math.max(0, from));
    if (this.view.from === begin && this.view.to === begin + span) {
      return;
    }
    this.view = { from: begin, to: begin + span };
    this.changed();
    if (this.scale && this.run) {
      const merged = this.run.model.total > this.run.model.items.length;
      this.events.seen(this.scale.toTime(begin), this.scale.toTime(begin + span), merged);
    }
  }

  pan(share: number): void {
    this.show(this.view.from + share * this.span, this.view.to + share * this.span);
  }

  zoom(factor: number, x?: number): void {
    const scene = this.scene();
    const at = scene && x !== undefined ? unitOf(scene, x) : (this.view.from + this.view.to) / 2;
    const fixed = Math.min(this.view.to, Math.max(this.view.from, at));
    this.show(fixed - (fixed - this.view.from) * factor, fixed + (this.view.to - fixed) * factor);
  }

  toggleIdle(): boolean {
    this.idleToScale = !this.idleToScale;
    if (this.run) {
      this.scale = place(this.run, this.idleToScale);
      this.measured = null;
      this.revision++;
      this.show(0, 1);
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
    if (first && (first.u1 < this.view.from || first.u0 > this.view.to)) {
      this.show(first.u0 - this.span / 2, first.u0 + this.span / 2);
    }
    this.showDetails();
    this.changed();
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

  // Pointing

  hover(x: number, y: number): void {
    const item = this.at(x, y);
    this.tip.hidden = !item;
    if (item && this.run) {
      fillTip(this.tip, this.run, item);
      const box = this.canvas.getBoundingClientRect();
      const left = Math.min(box.left + x + 14, window.innerWidth - this.tip.offsetWidth - 8);
      const below = box.top + y + 16;
      const fits = below + this.tip.offsetHeight < window.innerHeight;
      this.tip.style.left = `${Math.max(4, left)}px`;
      this.tip.style.top = `${fits ? below : box.top + y - this.tip.offsetHeight - 10}px`;
    }
  }

  leave(): void {
    this.tip.hidden = true;
  }

  // Measuring, and the debugger

  measure(fromX: number, toX: number): void {
    const scene = this.scene();
    if (scene) {
      this.measured = { from: unitOf(scene, fromX), to: unitOf(scene, toX) };
      byId("found").textContent = measureText(scene, this.measured.from, this.measured.to);
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
