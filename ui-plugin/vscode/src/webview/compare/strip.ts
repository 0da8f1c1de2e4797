// SPDX-License-Identifier: Apache-2.0
// The timeline of one of two runs.
import type { Side } from "../../compare/messages";
import type { TimelineModel } from "../../timeline/messages";
import { byId } from "../host";
import { CanvasSurface } from "../timeline/canvasSurface";
import { fillTip, placeTip } from "../timeline/describe";
import { paint } from "../timeline/paint";
import { itemAt } from "../timeline/pick";
import { layOut, placeOn, runOf, type Item, type Run, type Scene } from "../timeline/scene";
import type { Theme } from "../timeline/theme";
import { alignedScale, viewOf, type Stretch } from "./align";

const NAMES = 190;

export class Strip {
  readonly canvas: HTMLCanvasElement;
  private readonly stage: HTMLElement;
  private readonly space: HTMLElement;
  private readonly surface: CanvasSurface;
  private run: Run | undefined;
  private stretch: Stretch = { from: 0, to: 1 };
  private different: ReadonlySet<number> = new Set();
  private selected: Item[] = [];
  private frame = 0;

  constructor(side: Side, theme: Theme) {
    this.canvas = byId<HTMLCanvasElement>(`canvas-${side}`);
    this.stage = byId(`stage-${side}`);
    this.space = byId(`space-${side}`);
    this.surface = new CanvasSurface(this.canvas, theme);
    this.stage.addEventListener("scroll", () => this.changed());
    new ResizeObserver(() => this.changed()).observe(this.stage);
  }

  open(model: TimelineModel, different: ReadonlySet<number>): void {
    this.run = runOf(model);
    placeOn(this.run, alignedScale(model));
    this.different = different;
    this.changed();
  }

  show(stretch: Stretch): void {
    this.stretch = stretch;
    this.changed();
  }

  select(id: number | null): void {
    const item = id === null ? undefined : this.run?.byId.get(id);
    this.selected = item ? [item] : [];
    const scene = this.scene();
    const row = item && scene?.layout.rows[item.lane];
    if (row && scene && (row.top < scene.layout.body || row.top + row.height > scene.height)) {
      this.stage.scrollTop += row.top - scene.height / 2;
    }
    this.changed();
  }

  item(id: number | null): Item | undefined {
    return id === null ? undefined : this.run?.byId.get(id);
  }

  at(x: number, y: number): Item | undefined {
    const scene = this.scene();
    return scene && itemAt(scene, x, y);
  }

  hover(x: number, y: number): void {
    const tip = byId("tip");
    const item = this.at(x, y);
    tip.hidden = !item;
    if (item && this.run) {
      fillTip(tip, this.run, item);
      placeTip(tip, this.canvas, x, y);
    }
  }

  /** Colours are those of another theme now. */
  refresh(): void {
    this.surface.refresh();
    this.changed();
  }

  /** The share of what is seen at a place. */
  shareOf(x: number): number {
    const scene = this.scene();
    return scene ? (x - scene.names) / Math.max(1, scene.width - scene.names) : 0.5;
  }

  private changed(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      const scene = this.scene();
      if (scene) {
        this.space.style.height = `${Math.max(0, scene.layout.height - scene.height)}px`;
        this.surface.begin(scene.width, scene.height);
        paint(this.surface, scene);
      }
    });
  }

  private scene(): Scene | undefined {
    const { run } = this;
    if (!run) {
      return undefined;
    }
    const { clientWidth: width, clientHeight: height, scrollTop } = this.stage;
    return {
      run,
      scale: alignedScale(run.model),
      view: viewOf(run.model, this.stretch),
      layout: layOut(run.model.lanes, () => true, undefined, scrollTop),
      width,
      height,
      names: Math.min(NAMES, width / 3),
      shows: () => true,
      matches: this.different,
      selected: this.selected,
      debug: null,
      pointed: null,
      measured: null,
    };
  }
}
