// SPDX-License-Identifier: Apache-2.0
// All of the run in a strip, with a frame around what is seen below. Drag the frame to move.
import type { CanvasSurface } from "./canvasSurface";
import { findingColour } from "./paintFindings";
import { VERDICTS, WHOLE, type Run, type View } from "./scene";

const HEIGHT = 34;
const LANE_TOP = 4;

export class Minimap {
  private readonly picture: HTMLCanvasElement = document.createElement("canvas");
  private painted = "";

  constructor(
    private readonly surface: CanvasSurface,
    private readonly move: (middle: number) => void,
  ) {
    const canvas = surface.canvas;
    let dragging = false;
    const follow = (event: PointerEvent) => {
      if (dragging) {
        this.move((event.clientX - canvas.getBoundingClientRect().left) / Math.max(1, canvas.clientWidth));
      }
    };
    canvas.addEventListener("pointerdown", (event) => {
      dragging = true;
      canvas.setPointerCapture(event.pointerId);
      follow(event);
    });
    canvas.addEventListener("pointermove", follow);
    canvas.addEventListener("pointerup", () => (dragging = false));
    canvas.addEventListener("pointercancel", () => (dragging = false));
  }

  /** `revision` tells whether the run itself looks different from last time. */
  paint(run: Run, view: View, width: number, revision: string): void {
    const on = this.surface;
    on.begin(width, HEIGHT);
    const key = `${revision} ${width}`;
    if (this.painted !== key) {
      this.paintRun(run, width);
      this.keep();
      this.painted = key;
    } else {
      this.surface.canvas.getContext("2d")!.drawImage(this.picture, 0, 0, width, HEIGHT);
    }
    if (view.from > WHOLE.from || view.to < WHOLE.to) {
      const left = view.from * width;
      const right = Math.max(left + 4, view.to * width);
      on.fill(0, 0, left, HEIGHT, "shade");
      on.fill(right, 0, width - right, HEIGHT, "shade");
      on.frame(left + 1, 1, right - left - 2, HEIGHT - 2, "select", 2);
    }
  }

  private paintRun(run: Run, width: number): void {
    const on = this.surface;
    const lanes = run.model.lanes.length;
    const step = (HEIGHT - 2 * LANE_TOP) / Math.max(1, lanes);
    const y = (lane: number) => LANE_TOP + lane * step;
    on.fill(0, 0, width, HEIGHT, "panel");
    for (const item of run.bars) {
      if (item.state !== "off") {
        on.fill(
          item.u0 * width,
          y(item.lane),
          Math.max(1, (item.u1 - item.u0) * width),
          Math.max(1, step - 1),
          "bar",
        );
      }
    }
    VERDICTS.forEach((verdict, index) => {
      const last = new Float64Array(lanes).fill(-9);
      for (const item of run.marks[index]!) {
        const x = item.u0 * width;
        if (x - last[item.lane]! >= 1) {
          last[item.lane] = x;
          on.fill(x - 1, y(item.lane), 2, Math.max(2, step - 1), verdict);
        }
      }
    });
    this.paintFindings(run, width);
  }

  private paintFindings(run: Run, width: number): void {
    for (const { u0, state } of [...run.findings].reverse()) {
      this.surface.fill(u0 * width - 1, 0, 2, HEIGHT, findingColour(state));
    }
  }

  private keep(): void {
    this.picture.width = this.surface.canvas.width;
    this.picture.height = this.surface.canvas.height;
    this.picture.getContext("2d")!.drawImage(this.surface.canvas, 0, 0);
  }
}
