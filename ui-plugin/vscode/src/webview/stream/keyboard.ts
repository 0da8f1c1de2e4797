// SPDX-License-Identifier: Apache-2.0
// Keys in the tree of fields and in the bytes.
import { WIDTH } from "./hex";
import type { Rows } from "./rows";

export interface TreeActions {
  /** The row that is selected. */
  row(): number | undefined;
  select(row: number): void;
  isOpen(row: number): boolean;
  toggle(row: number): void;
}

export function listenInTree(pane: HTMLElement, rows: Rows, actions: TreeActions): void {
  pane.addEventListener("keydown", (event) => {
    const here = actions.row();
    const target: Record<string, number> = {
      ArrowDown: (here ?? -1) + 1,
      ArrowUp: (here ?? 1) - 1,
      PageDown: (here ?? 0) + rows.page,
      PageUp: (here ?? 0) - rows.page,
      Home: 0,
      End: Infinity,
    };
    const to = target[event.key];
    if (to !== undefined) {
      event.preventDefault();
      actions.select(to);
    } else if (here !== undefined && ["ArrowRight", "ArrowLeft", "Enter", " "].includes(event.key)) {
      event.preventDefault();
      if (event.key !== (actions.isOpen(here) ? "ArrowRight" : "ArrowLeft")) {
        actions.toggle(here);
      }
    }
  });
}

export interface HexActions {
  /** The byte that the cursor is on. */
  byte(): number;
  goTo(byte: number): void;
}

export function listenInHex(pane: HTMLElement, rows: Rows, actions: HexActions): void {
  const steps: Record<string, () => number> = {
    ArrowRight: () => 1,
    ArrowLeft: () => -1,
    ArrowDown: () => WIDTH,
    ArrowUp: () => -WIDTH,
    PageDown: () => rows.page * WIDTH,
    PageUp: () => -rows.page * WIDTH,
    Home: () => -Infinity,
    End: () => Infinity,
  };
  pane.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (step) {
      event.preventDefault();
      actions.goTo(actions.byte() + step());
    }
  });
}
