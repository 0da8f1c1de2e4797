// SPDX-License-Identifier: Apache-2.0
// Colours of the editor's theme, as numbers that a canvas and an SVG viewer understand.

export class Theme {
  private readonly known = new Map<string, string>();
  private readonly pixel: CanvasRenderingContext2D;
  private readonly probe: HTMLElement;

  constructor() {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    this.pixel = canvas.getContext("2d", { willReadFrequently: true })!;
    this.probe = document.createElement("span");
    this.probe.hidden = true;
    document.body.append(this.probe);
  }

  colour(name: string): string {
    let colour = this.known.get(name);
    if (colour === undefined) {
      colour = this.read(name);
      this.known.set(name, colour);
    }
    return colour;
  }

  get font(): string {
    return getComputedStyle(document.body).fontFamily;
  }

  /** Forgets the colours of a theme that is no longer the one. */
  forget(): void {
    this.known.clear();
  }

  /** Calls back when people choose another theme. */
  onChange(changed: () => void): void {
    new MutationObserver(() => {
      this.forget();
      changed();
    }).observe(document.body, { attributes: true, attributeFilter: ["class", "data-vscode-theme-id"] });
  }

  private read(name: string): string {
    this.probe.style.color = `var(--${name})`;
    this.pixel.clearRect(0, 0, 1, 1);
    this.pixel.fillStyle = getComputedStyle(this.probe).color;
    this.pixel.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = this.pixel.getImageData(0, 0, 1, 1).data;
    return `rgba(${r}, ${g}, ${b}, ${((a ?? 255) / 255).toFixed(3)})`;
  }
}
