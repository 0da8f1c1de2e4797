// SPDX-License-Identifier: Apache-2.0
// Bytes of the stream, in pages; those used least recently are forgotten.

export const PAGE_SIZE = 64 << 10;
const MOST_PAGES = 64;

export type AskBytes = (offset: number, length: number) => Promise<Uint8Array>;

export class Pages {
  private readonly kept = new Map<number, Uint8Array | "asked">();

  constructor(
    private readonly ask: AskBytes,
    private readonly changed: () => void,
  ) {}

  /** A byte, or undefined while it is not here. */
  at(offset: number): number | undefined {
    const page = this.kept.get(Math.floor(offset / PAGE_SIZE));
    return page instanceof Uint8Array ? page[offset % PAGE_SIZE] : undefined;
  }

  /** Forgets all of them, since the stream has changed. */
  clear(): void {
    this.kept.clear();
  }

  load(from: number, to: number): void {
    for (let page = Math.floor(from / PAGE_SIZE); page * PAGE_SIZE < to; page++) {
      const kept = this.kept.get(page);
      if (kept instanceof Uint8Array) {
        // The order of a map is that of insertion.
        this.kept.delete(page);
        this.kept.set(page, kept);
      } else if (!kept) {
        this.fetch(page);
      }
    }
  }

  private fetch(page: number): void {
    this.kept.set(page, "asked");
    this.ask(page * PAGE_SIZE, PAGE_SIZE).then(
      (bytes) => {
        this.kept.set(page, bytes);
        for (const oldest of this.kept.keys()) {
          if (this.kept.size <= MOST_PAGES) {
            break;
          }
          this.kept.delete(oldest);
        }
        this.changed();
      },
      () => this.kept.delete(page),
    );
  }
}

export function fromBase64(data: string): Uint8Array {
  return Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
}
