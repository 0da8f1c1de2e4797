// SPDX-License-Identifier: Apache-2.0
// What the server says of a line, beside the pointer or at the line that people are at.
import { byId, element } from "../host";

const PAUSE = 350;

export class HoverBox {
  private readonly box = byId("hover");
  private timer: number | undefined;
  private line = -1;

  constructor(
    pane: HTMLElement,
    private readonly ask: (line: number) => Promise<string>,
  ) {
    pane.addEventListener("mousemove", ({ target, clientX, clientY, buttons }) => {
      const row = (target as HTMLElement).closest<HTMLElement>(".line");
      const line = row && buttons === 0 ? Number(row.dataset["row"]) : -1;
      if (line === this.line) {
        return;
      }
      this.hide();
      this.line = line;
      if (line >= 0) {
        this.timer = window.setTimeout(() => void this.show(line, clientX, clientY), PAUSE);
      }
    });
    pane.addEventListener("mouseleave", () => this.hide());
    pane.addEventListener("scroll", () => this.hide());
  }

  hide(): void {
    window.clearTimeout(this.timer);
    this.line = -1;
    this.box.hidden = true;
  }

  /** Shows it at a place of the window. */
  async show(line: number, x: number, y: number): Promise<void> {
    this.line = line;
    const text = await this.ask(line).catch(() => "");
    if (this.line !== line || text === "") {
      return;
    }
    this.box.replaceChildren();
    for (const part of plain(text)) {
      element("div", part, this.box);
    }
    this.box.hidden = false;
    const { offsetWidth: width, offsetHeight: height } = this.box;
    this.box.style.left = `${Math.max(4, Math.min(x + 12, window.innerWidth - width - 8))}px`;
    const below = y + 18;
    const top = below + height < window.innerHeight ? below : Math.max(4, y - height - 8);
    this.box.style.top = `${top}px`;
  }
}

/** The lines of Markdown as plain text. */
function plain(markdown: string): string[] {
  return markdown
    .replace(/\[([^\]\n]*)\]\([^)\n]*\)/g, "$1")
    .replace(/\*\*|`/g, "")
    .replace(/\\([\\*_{}[\]()#+\-.!<>|])/g, "$1")
    .split("\n")
    .filter((line) => line.trim() !== "");
}
