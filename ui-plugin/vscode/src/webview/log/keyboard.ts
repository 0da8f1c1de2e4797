// SPDX-License-Identifier: Apache-2.0
// Keys in the lines of a log. The editor around the page has other meanings for some, so they stay here.
import type { Rows } from "../stream/rows";

export interface LogActions {
  here(): number;
  last(): number;
  goTo(line: number, extend: boolean): void;
  find(): void;
  step(back: boolean): void;
  askForLine(): void;
  verdict(back: boolean): void;
  copy(): void;
  explain(): void;
  escape(): void;
}

export function listen(pane: HTMLElement, rows: Rows, actions: LogActions): void {
  const steps: Record<string, () => number> = {
    ArrowDown: () => actions.here() + 1,
    ArrowUp: () => actions.here() - 1,
    PageDown: () => actions.here() + rows.page,
    PageUp: () => actions.here() - rows.page,
    Home: () => 0,
    End: () => actions.last(),
  };
  const plain: Record<string, () => void> = {
    n: () => actions.step(false),
    N: () => actions.step(true),
    "/": () => actions.find(),
    i: () => actions.explain(),
    Escape: () => actions.escape(),
  };
  const control: Record<string, () => void> = {
    f: () => actions.find(),
    g: () => actions.askForLine(),
  };
  const alt: Record<string, () => void> = {
    j: () => actions.verdict(false),
    k: () => actions.verdict(true),
  };
  pane.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    const command = ctrlKey || metaKey;
    const step = altKey ? undefined : steps[key];
    const action = command ? control[key.toLowerCase()] : altKey ? alt[key] : plain[key];
    if (step) {
      actions.goTo(step(), shiftKey);
    } else if (command && key.toLowerCase() === "c" && window.getSelection()?.isCollapsed !== false) {
      actions.copy();
    } else if (action) {
      action();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
  // In the fields beside the lines the same keys lead to the same places.
  document.body.addEventListener("keydown", (event) => {
    const action = event.ctrlKey || event.metaKey ? control[event.key.toLowerCase()] : undefined;
    if (action) {
      action();
      event.preventDefault();
      event.stopPropagation();
    }
  });
}
