// SPDX-License-Identifier: Apache-2.0
// Mouse, touchpad, touch and keys on the picture.

interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Actions {
  /** Moves by a share of what is seen. */
  pan(share: number): void;
  /** Zooms around a place, in pixels; undefined: around the middle. */
  zoom(factor: number, x?: number): void;
  click(x: number, y: number): void;
  hover(x: number, y: number): void;
  leave(): void;
  /** A drag that measures, from one place to another, in pixels; over: `done`. */
  measure(from: Place, to: Place, done: boolean): void;
  /** A drag along the axis. */
  zoomTo(from: Place, to: Place, done: boolean): void;
  /** True on the axis. */
  isAxis(x: number, y: number): boolean;
  /** True where the names of the lanes stand. */
  isName(x: number, y: number): boolean;
  clickName(y: number): void;
  /** True if a drag that begins here moves the debugger's position. */
  holdsDebugger(x: number, y: number): boolean;
  dragDebugger(x: number, done: boolean): void;
  measuring(): boolean;
}

type Drag = "pan" | "measure" | "zoom" | "debugger" | "name";

const CURSORS: Record<Drag, string> = {
  pan: "",
  measure: "crosshair",
  zoom: "col-resize",
  debugger: "ew-resize",
  name: "pointer",
};

// A press that moves less is a click.
const CLICK = 4;

export function listen(canvas: HTMLCanvasElement, actions: Actions): void {
  const place = (event: MouseEvent) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  let drag: { kind: Drag; start: Place; lastX: number; moved: boolean } | undefined;
  const kindOf = ({ x, y }: Place, shift: boolean): Drag => {
    if (actions.holdsDebugger(x, y)) {
      return "debugger";
    }
    if (actions.isName(x, y)) {
      return "name";
    }
    return shift || actions.measuring() ? "measure" : actions.isAxis(x, y) ? "zoom" : "pan";
  };

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) {
      return;
    }
    const start = place(event);
    drag = { kind: kindOf(start, event.shiftKey), start, lastX: start.x, moved: false };
    canvas.setPointerCapture(event.pointerId);
    canvas.focus({ preventScroll: true });
  });
  canvas.addEventListener("pointermove", (event) => {
    const { x, y } = place(event);
    if (!drag) {
      canvas.style.cursor = CURSORS[kindOf({ x, y }, event.shiftKey)];
      actions.hover(x, y);
      return;
    }
    drag.moved ||= Math.hypot(x - drag.start.x, y - drag.start.y) >= CLICK;
    if (!drag.moved) {
      return;
    }
    actions.leave();
    if (drag.kind === "pan") {
      actions.pan((drag.lastX - x) / Math.max(1, canvas.clientWidth));
    } else if (drag.kind === "measure") {
      actions.measure(drag.start, { x, y }, false);
    } else if (drag.kind === "zoom") {
      actions.zoomTo(drag.start, { x, y }, false);
    } else if (drag.kind === "debugger") {
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
    if (ended.kind === "name") {
      actions.clickName(ended.start.y);
    } else if (!ended.moved) {
      actions.click(x, y);
    } else if (ended.kind === "measure") {
      actions.measure(ended.start, { x, y }, true);
    } else if (ended.kind === "zoom") {
      actions.zoomTo(ended.start, { x, y }, true);
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
}

export interface KeyActions {
  key(key: string): boolean;
  /** Enter in the search box, with Shift: backwards. */
  search(back: boolean): void;
}

/** Keys, wherever the focus is but where text is typed. */
export function listenToKeys(actions: KeyActions): void {
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement && event.target.type === "search";
    const chosen = event.target instanceof HTMLElement && event.target.closest("button, select");
    if (typing && event.key === "Enter") {
      event.preventDefault();
      actions.search(event.shiftKey);
      return;
    }
    if ((event.ctrlKey || event.metaKey) && event.key === "f") {
      event.preventDefault();
      actions.key("/");
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
