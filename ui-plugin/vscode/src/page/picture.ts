// SPDX-License-Identifier: Apache-2.0
// The picture of a timeline for a page without an editor: `vtrace timeline --format html` and reports. It is
// bundled into the resources of the charts module as the global `vtracePicture`; the page around it is there.
import type { Lane, Timeline } from "../protocol";
import { modelOf } from "../timeline/model";
import type { TimelineModel } from "../timeline/messages";
import { CanvasSurface } from "../webview/timeline/canvasSurface";
import { paint } from "../webview/timeline/paint";
import { itemAt } from "../webview/timeline/pick";
import {
  layOut,
  notesOf,
  place,
  runOf,
  unitOf,
  xOf,
  type Item,
  type Layout,
  type Run,
  type Scene,
  type View,
} from "../webview/timeline/scene";
import type { Scale } from "../webview/timeline/scale";
import { Theme } from "../webview/timeline/theme";

export { duration } from "../timeline/duration";
export { fillLegend } from "../webview/timeline/legend";
export { wallClock } from "../webview/timeline/scale";
export { VERDICTS } from "../webview/timeline/scene";

/** What of a run a page shows. */
export interface Seen {
  readonly view: View;
  readonly layout: Layout;
  readonly width: number;
  /** The width of the column with the names of the lanes. */
  readonly names: number;
  readonly matches: ReadonlySet<number> | null;
  readonly selected: Item | null;
  readonly shows: (item: Item) => boolean;
}

export class Picture {
  readonly model: TimelineModel;
  readonly run: Run;
  private readonly theme = new Theme();
  private readonly surface: CanvasSurface;
  private readonly scale: Scale;
  private readonly notes: readonly number[];
  private scene: Scene | undefined;

  /**
   * @param timeline as vtrace writes it
   */
  constructor(canvas: HTMLCanvasElement, timeline: Timeline) {
    this.surface = new CanvasSurface(canvas, this.theme);
    this.model = modelOf(timeline);
    this.run = runOf(this.model);
    this.scale = place(this.run, false);
    this.notes = notesOf(this.run);
  }

  /** Forgets the colours: the theme has changed. */
  refresh(): void {
    this.theme.forget();
    this.surface.refresh();
  }

  layOut(shows: (lane: Lane) => boolean): Layout {
    return layOut(this.model.lanes, shows, undefined, 0, this.notes);
  }

  paint({ selected, ...seen }: Seen): void {
    this.scene = {
      ...seen,
      run: this.run,
      scale: this.scale,
      height: seen.layout.height,
      selected: selected ? [selected] : [],
      debug: null,
      pointed: null,
      measured: null,
    };
    this.surface.begin(seen.width, seen.layout.height);
    paint(this.surface, this.scene);
  }

  /** Where a unit was painted last. */
  x(unit: number): number {
    return this.scene ? xOf(this.scene, unit) : 0;
  }

  unitAt(x: number): number {
    return this.scene ? unitOf(this.scene, x) : 0;
  }

  itemAt(x: number, y: number): Item | undefined {
    return this.scene && itemAt(this.scene, x, y);
  }
}
