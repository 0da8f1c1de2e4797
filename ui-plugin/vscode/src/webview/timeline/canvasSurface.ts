// SPDX-License-Identifier: Apache-2.0
import { colourOf, formOf, type Surface, type TextStyle } from "./surface";
import type { Theme } from "./theme";

interface Sprite {
  readonly image: HTMLCanvasElement;
  readonly size: number;
}

export class CanvasSurface implements Surface {
  private readonly g: CanvasRenderingContext2D;
  private readonly sprites = new Map<string, Sprite>();
  private font = "sans-serif";

  constructor(
    readonly canvas: HTMLCanvasElement,
    private readonly theme: Theme,
  ) {
    this.g = canvas.getContext("2d")!;
  }

  /** Begins a picture of this size, in CSS pixels. */
  begin(width: number, height: number): void {
    const ratio = window.devicePixelRatio || 1;
    const w = Math.round(width * ratio);
    const h = Math.round(height * ratio);
    if (this.canvas.width !== w || this.canvas.height !== h) {
      this.canvas.width = w;
      this.canvas.height = h;
      this.canvas.style.width = `${width}px`;
      this.canvas.style.height = `${height}px`;
    }
    this.font = this.theme.font;
    this.g.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.g.clearRect(0, 0, width, height);
    this.g.textBaseline = "middle";
  }

  /** Forgets what was drawn in the colours of another theme. */
  refresh(): void {
    this.sprites.clear();
  }

  fill(x: number, y: number, width: number, height: number, colour: string): void {
    this.g.fillStyle = this.theme.colour(colour);
    this.g.fillRect(x, y, width, height);
  }

  frame(x: number, y: number, width: number, height: number, colour: string, line = 1): void {
    this.g.strokeStyle = this.theme.colour(colour);
    this.g.lineWidth = line;
    this.g.strokeRect(x, y, width, height);
  }

  lines(points: readonly number[], colour: string, line = 1, dash: readonly number[] = []): void {
    const g = this.g;
    g.strokeStyle = this.theme.colour(colour);
    g.lineWidth = line;
    g.setLineDash([...dash]);
    g.beginPath();
    for (let i = 0; i + 3 < points.length; i += 4) {
      g.moveTo(points[i]!, points[i + 1]!);
      g.lineTo(points[i + 2]!, points[i + 3]!);
    }
    g.stroke();
    g.setLineDash([]);
  }

  text(text: string, x: number, middle: number, style: TextStyle): void {
    this.setFont(style);
    this.g.fillStyle = this.theme.colour(style.colour);
    this.g.fillText(text, x, middle);
  }

  width(text: string, style: TextStyle): number {
    this.setFont(style);
    return this.g.measureText(text).width;
  }

  private setFont({ size = 12, bold = false }: TextStyle): void {
    this.g.font = `${bold ? "bold " : ""}${size}px ${this.font}`;
  }

  mark(state: string, x: number, y: number, radius: number, alpha: number): void {
    const { image, size } = this.sprite(state, radius);
    this.g.globalAlpha = alpha;
    this.g.drawImage(image, x - size / 2, y - size / 2, size, size);
    this.g.globalAlpha = 1;
  }

  /** A mark is drawn once and copied from then on, which is many times faster. */
  private sprite(state: string, radius: number): Sprite {
    const key = `${state} ${radius}`;
    let sprite = this.sprites.get(key);
    if (!sprite) {
      // The longest form reaches 1.3 times the radius, and its line a pixel more.
      const size = 2 * Math.ceil(1.3 * radius + 1);
      const ratio = window.devicePixelRatio || 1;
      const image = document.createElement("canvas");
      image.width = image.height = Math.ceil(size * ratio);
      const g = image.getContext("2d")!;
      g.scale(ratio, ratio);
      g.translate(size / 2, size / 2);
      this.draw(g, state, radius);
      sprite = { image, size };
      this.sprites.set(key, sprite);
    }
    return sprite;
  }

  private draw(g: CanvasRenderingContext2D, state: string, r: number): void {
    const form = formOf(state);
    const own = this.theme.colour(colourOf(state));
    const paper = this.theme.colour("paper");
    g.lineWidth = 1.5;
    g.beginPath();
    if (form.kind === "dot") {
      g.fillStyle = own;
      g.fillRect(-1, -1, 2, 2);
    } else if (form.kind === "cross") {
      g.strokeStyle = own;
      g.moveTo(-r, -r);
      g.lineTo(r, r);
      g.moveTo(r, -r);
      g.lineTo(-r, r);
      g.stroke();
    } else {
      const hollow = form.kind === "polygon" && form.hollow;
      if (form.kind === "circle") {
        g.arc(0, 0, r, 0, 2 * Math.PI);
      } else {
        form.points.forEach(([x, y]) => g.lineTo(x * r, y * r));
        g.closePath();
      }
      g.fillStyle = hollow ? paper : own;
      g.strokeStyle = hollow ? own : paper;
      g.fill();
      g.stroke();
    }
  }

  clip(x: number, y: number, width: number, height: number, paint: () => void): void {
    this.g.save();
    this.g.beginPath();
    this.g.rect(x, y, width, height);
    this.g.clip();
    paint();
    this.g.restore();
  }
}
