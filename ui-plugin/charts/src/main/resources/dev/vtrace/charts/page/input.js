// Mouse, touch and keys on the canvas: all of them end in zoom(factor, unit) and pan(units).

function listen(canvas, app) {
  const pointers = new Map();
  let moved = false;
  canvas.addEventListener("pointerdown", (event) => {
    pointers.set(event.pointerId, event.offsetX);
    canvas.setPointerCapture(event.pointerId);
    moved = false;
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!pointers.has(event.pointerId)) {
      canvas.title = app.titleAt(event.offsetX, event.offsetY);
      return;
    }
    const before = [...pointers.values()];
    const shift = event.offsetX - pointers.get(event.pointerId);
    pointers.set(event.pointerId, event.offsetX);
    const after = [...pointers.values()];
    if (pointers.size === 2) {
      const wide = Math.max(20, Math.abs(after[0] - after[1]));
      app.zoom(Math.max(20, Math.abs(before[0] - before[1])) / wide, app.unitAt((after[0] + after[1]) / 2));
      moved = true;
    } else if (moved || Math.abs(shift) > 2) {
      moved = true;
      app.pan(-shift * app.unitsPerPixel());
    } else {
      pointers.set(event.pointerId, before[0]);
    }
  });
  const up = (event) => {
    if (pointers.delete(event.pointerId) && !moved && event.type === "pointerup") {
      app.selectAt(event.offsetX, event.offsetY);
    }
  };
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  canvas.addEventListener("dblclick", (event) => app.zoom(0.4, app.unitAt(event.offsetX)));
  canvas.addEventListener(
    "wheel",
    (event) => {
      // Without a key the wheel scrolls the page, as everywhere.
      if (event.ctrlKey || event.metaKey) {
        app.zoom(Math.pow(1.0015, event.deltaY), app.unitAt(event.offsetX));
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        app.pan((event.deltaX || event.deltaY) * app.unitsPerPixel());
      } else {
        return;
      }
      event.preventDefault();
    },
    { passive: false },
  );
}

const KEYS = {
  "+": (app) => app.zoom(0.6),
  "=": (app) => app.zoom(0.6),
  "-": (app) => app.zoom(1 / 0.6),
  0: (app) => app.fit(),
  Home: (app) => app.fit(),
  ArrowLeft: (app) => app.panBy(-0.15),
  ArrowRight: (app) => app.panBy(0.15),
  j: (app) => app.step(1),
  k: (app) => app.step(-1),
  ArrowDown: (app) => app.step(1),
  ArrowUp: (app) => app.step(-1),
  n: (app) => app.stepMatch(1),
  N: (app) => app.stepMatch(-1),
  m: (app) => app.nextMigration(),
  t: (app) => app.toggleTheme(),
  "/": (app) => app.filter.search.focus(),
  Escape: (app) => app.select(null),
};

function listenKeys(app) {
  document.addEventListener("keydown", (event) => {
    const writing = ["INPUT", "SELECT", "TEXTAREA"].includes(event.target.tagName);
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (writing) {
      if (event.key === "Enter" && event.target === app.filter.search) {
        event.preventDefault();
        app.stepMatch(event.shiftKey ? -1 : 1);
      } else if (event.key === "Escape") {
        event.target.blur();
      }
      return;
    }
    if (KEYS[event.key]) {
      event.preventDefault();
      KEYS[event.key](app);
    }
  });
}
