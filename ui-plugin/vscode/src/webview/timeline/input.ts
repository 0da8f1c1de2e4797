// SPDX-License-Identifier: Apache-2.0
// Mouse, touchpad, touch and keys on the picture.

export interface Actions {
  /** Moves by a share of what is seen. */
  pan(share: number): void;
  /** Zooms around a place, in pixels; undefined: around the middle. */
  zoom(factor: number, x?: number): void;
  click(x: number, y: number): void;
  hover(x: number, y: number): void;
  leave(): void;
  /** A drag that measures, from one place to another, in pixels; over: `done`. */
  measure(from: number, to: number, done: boolean): void;
  /** True if a drag that begins here moves the debugger's position. */
  holdsDebugger(x: number, y: number): boolean;
  dragDebugger(x: number, done: boolean): void;
  measuring(): boolean;
  key(key: string): boolean;
  /** Enter in the search box, with Shift: backwards. */
  search(back: boolean): void;
}

type Drag = "pan" | "measure" | "debugger";

// A press that moves less is a click.
const CLICK = 4;

export function listen(canvas: HTMLCanvasElement, actions: Actions): void {
  const place = (event: MouseEvent) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  let drag: { kind: Drag; startX: number; lastX: number; moved: boolean } | undefined;

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) {
      return;
    }
    const { x, y } = place(event);
    const measures = event.shiftKey || actions.measuring();
    const kind = actions.holdsDebugger(x, y) ? "debugger" : measures ? "measure" : "pan";
    drag = { kind, startX: x, lastX: x, moved: false };
    canvas.setPointerCapture(event.pointerId);
    canvas.focus({ preventScroll: true });
  });
  canvas.addEventListener("pointermove", (event) => {
    const { x, y } = place(event);
    if (!drag) {
      canvas.style.cursor = actions.holdsDebugger(x, y)
        ? "ew-resize"
        : actions.measuring()
          ? "crosshair"
          : "";
      actions.hover(x, y);
      return;
    }
    drag.moved ||= Math.abs(x - drag.startX) >= CLICK;
    if (!drag.moved) {
      return;
    }
    actions.leave();
    if (drag.kind === "pan") {
      actions.pan((drag.lastX - x) / Math.max(1, canvas.clientWidth));
    } else if (drag.kind === "measure") {
      actions.measure(drag.startX, x, false);
    } else {
      actions.dragDebugger(x, false);
    }
    drag.lastX = x;
  });
  const end = (event: PointerEvent) => {
    const { x, y } = place(event);
    const ended = drag;
    drag = undefined;
    if (!ended || event.type === "pointercancel") {
      return;
    }
    if (!ended.moved) {
      actions.click(x, y);
    } else if (ended.kind === "measure") {
      actions.measure(ended.startX, x, true);
    } else if (ended.kind === "debugger") {
      actions.dragDebugger(x, true);
    }
  };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  canvas.addEventListener("pointerleave", () => actions.leave());

  canvas.addEventListener(
    "wheel",
    (event) => {
      // A pinch on a touchpad arrives as a wheel with Ctrl.
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        actions.zoom(Math.exp(event.deltaY * 0.01), place(event).x);
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault();
        const pixels = event.shiftKey ? event.deltaY : event.deltaX;
        actions.pan(pixels / Math.max(1, canvas.clientWidth));
      }
    },
    { passive: false },
  );

  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement && event.target.type === "search";
    const chosen = event.target instanceof HTMLElement && event.target.closest("button, select");
    if (typing && event.key === "Enter") {
      event.preventDefault();
      actions.search(event.shiftKey);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || (typing && event.key !== "Escape")) {
      return;
    }
    if (
      !(chosen && (event.key === "Enter" || event.key === " " || event.key.startsWith("Arrow"))) &&
      actions.key(event.key)
    ) {
      event.preventDefault();
    }
  });
}
