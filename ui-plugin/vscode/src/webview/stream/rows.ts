// SPDX-License-Identifier: Apache-2.0
// A long list of which only what is seen exists. Browsers draw nothing taller than some ten million pixels,
// so in longer lists the scroll bar is not to scale: it tells the share, and the wheel still moves by rows.
import { byId } from "../host";

const TALLEST = 8_000_000;

export class Rows {
  private readonly pane: HTMLElement;
  private readonly space: HTMLElement;
  private count = 0;
  /** The first row that is seen; may have a fraction. */
  private top = 0;
  private scrolling = false;

  constructor(
    id: string,
    private readonly rowHeight: number,
    private readonly draw: (row: number, line: HTMLElement) => void,
    private readonly seen: (from: number, to: number) => void,
  ) {
    this.pane = byId(id);
    this.space = this.pane.querySelector<HTMLElement>(".space")!;
    this.pane.addEventListener("scroll", () => {
      if (this.scrolling) {
        this.scrolling = false;
        return;
      }
      const most = this.space.offsetHeight - this.pane.clientHeight;
      this.top =
        most <= 0
          ? 0
          : this.exact
            ? this.pane.scrollTop / this.rowHeight
            : (this.pane.scrollTop / most) * this.last;
      this.paint();
    });
    this.pane.addEventListener(
      "wheel",
      (event) => {
        if (!this.exact && !event.ctrlKey) {
          event.preventDefault();
          this.scrollTo(this.top + event.deltaY / this.rowHeight);
        }
      },
      { passive: false },
    );
    new ResizeObserver(() => this.paint()).observe(this.pane);
  }

  /** True where each row has its own pixels in the scroll bar. */
  private get exact(): boolean {
    return this.count * this.rowHeight <= TALLEST;
  }

  get page(): number {
    return Math.max(1, Math.floor(this.pane.clientHeight / this.rowHeight));
  }

  /** The topmost row when scrolled to the end. */
  private get last(): number {
    return Math.max(0, this.count - this.page);
  }

  setCount(count: number): void {
    this.count = count;
    this.space.style.height = `${Math.min(TALLEST, count * this.rowHeight)}px`;
    this.top = Math.min(this.top, this.last);
    this.paint();
  }

  /** Brings a row into view; nothing moves if it is there already. */
  reveal(row: number): void {
    if (row < Math.ceil(this.top) || row >= Math.floor(this.top) + this.page) {
      this.scrollTo(row - Math.floor(this.page / 3));
    } else {
      this.paint();
    }
  }

  private scrollTo(row: number): void {
    this.top = Math.min(this.last, Math.max(0, row));
    const most = this.space.offsetHeight - this.pane.clientHeight;
    const target = this.exact ? this.top * this.rowHeight : (this.top / Math.max(1, this.last)) * most;
    const before = this.pane.scrollTop;
    this.scrolling = true;
    this.pane.scrollTop = target;
    // Without a move there is no event to wait for.
    this.scrolling = this.pane.scrollTop !== before;
    this.paint();
  }

  paint(): void {
    const first = Math.floor(this.top);
    const until = Math.min(this.count, first + this.page + 2);
    const lines: HTMLElement[] = [];
    for (let row = first; row < until; row++) {
      const line = document.createElement("div");
      line.className = "line";
      line.dataset["row"] = String(row);
      const y = this.exact ? row * this.rowHeight : this.pane.scrollTop + (row - this.top) * this.rowHeight;
      line.style.transform = `translateY(${y}px)`;
      this.draw(row, line);
      lines.push(line);
    }
    this.space.replaceChildren(...lines);
    this.seen(first, until);
  }
}
