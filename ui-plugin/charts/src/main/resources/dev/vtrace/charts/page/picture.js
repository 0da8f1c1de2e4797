// Made of ui-plugin/vscode/src/page/picture.ts by esbuild.mjs there. Do not edit.
"use strict";
var vtracePicture = (() => {
  var __defProp = Object.defineProperty;
  var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
  var __getOwnPropNames = Object.getOwnPropertyNames;
  var __hasOwnProp = Object.prototype.hasOwnProperty;
  var __export = (target, all) => {
    for (var name in all)
      __defProp(target, name, { get: all[name], enumerable: true });
  };
  var __copyProps = (to, from, except, desc) => {
    if (from && typeof from === "object" || typeof from === "function") {
      for (let key of __getOwnPropNames(from))
        if (!__hasOwnProp.call(to, key) && key !== except)
          __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
    }
    return to;
  };
  var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

  // src/page/picture.ts
  var picture_exports = {};
  __export(picture_exports, {
    Picture: () => Picture,
    VERDICTS: () => VERDICTS,
    duration: () => duration,
    fillLegend: () => fillLegend,
    wallClock: () => wallClock
  });

  // src/protocol.ts
  function nanoseconds(time) {
    return time === null || time === void 0 ? null : BigInt(time);
  }

  // src/timeline/model.ts
  var GRAVITY = ["violation", "failed", "skipped", "unknown", "executed", "not-due"];
  function modelOf(timeline) {
    const begin = nanoseconds(timeline.begin) ?? 0n;
    const since = (time) => Number((nanoseconds(time) ?? begin) - begin);
    return {
      name: timeline.name,
      timed: timeline.clock === "time",
      begin: "0x" + begin.toString(16),
      length: since(timeline.end),
      headline: timeline.headline,
      lanes: timeline.lanes,
      segments: timeline.segments.map((s) => ({ ...s, begin: since(s.begin), end: since(s.end) })),
      downtime: timeline.downtime ?? [],
      items: [
        ...timeline.items.map((item) => itemOf(item, since)),
        ...(timeline.clusters ?? []).map((cluster) => clusterOf(cluster, since))
      ],
      total: timeline.total ?? timeline.items.length
    };
  }
  function itemOf(item, since) {
    const begin = since(item.begin);
    return {
      id: item.id,
      kind: item.kind,
      lane: item.lane,
      to: item.to ?? item.lane,
      begin,
      end: item.end === void 0 || item.end === null ? begin : since(item.end),
      name: item.name,
      state: item.state ?? "",
      why: item.why ?? "",
      queue: item.queue ?? -1,
      within: item.within ?? -1,
      estimated: item.estimated ?? false,
      count: 1
    };
  }
  function clusterOf(cluster, since) {
    const states = Object.entries(cluster.states);
    return {
      id: cluster.first,
      kind: cluster.kind,
      lane: cluster.lane,
      to: cluster.lane,
      begin: since(cluster.begin),
      end: since(cluster.end),
      name: `${cluster.count} ${cluster.kind}s`,
      state: GRAVITY.find((state) => cluster.states[state]) ?? states[0]?.[0] ?? "",
      why: states.map(([state, count]) => `${count} ${state}`).join(", "),
      queue: -1,
      within: -1,
      estimated: false,
      count: cluster.count
    };
  }

  // src/webview/timeline/surface.ts
  var DIAMOND = [
    [1.3, 0],
    [0, 1.3],
    [-1.3, 0],
    [0, -1.3]
  ];
  var TRIANGLE = [
    [0, -1.3],
    [1.13, 0.65],
    [-1.13, 0.65]
  ];
  var FLAG = [
    [0, 1.2],
    [1.2, -1],
    [-1.2, -1]
  ];
  var SQUARE = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1]
  ];
  var FORMS = {
    executed: { kind: "circle" },
    skipped: { kind: "polygon", points: DIAMOND, hollow: true },
    violation: { kind: "polygon", points: TRIANGLE, hollow: false },
    unknown: { kind: "polygon", points: SQUARE, hollow: false },
    failed: { kind: "cross" },
    "not-due": { kind: "dot" },
    "violation-flag": { kind: "polygon", points: FLAG, hollow: false },
    "warning-flag": { kind: "polygon", points: FLAG, hollow: false }
  };
  function colourOf(state) {
    return state.replace(/-flag$/, "");
  }
  function formOf(state) {
    return FORMS[state] ?? { kind: "dot" };
  }

  // src/webview/timeline/canvasSurface.ts
  var CanvasSurface = class {
    constructor(canvas, theme) {
      this.canvas = canvas;
      this.theme = theme;
      this.g = canvas.getContext("2d");
    }
    canvas;
    theme;
    g;
    sprites = /* @__PURE__ */ new Map();
    font = "sans-serif";
    /** Begins a picture of this size, in CSS pixels. */
    begin(width, height) {
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
    refresh() {
      this.sprites.clear();
    }
    fill(x, y, width, height, colour) {
      this.g.fillStyle = this.theme.colour(colour);
      this.g.fillRect(x, y, width, height);
    }
    frame(x, y, width, height, colour, line = 1) {
      this.g.strokeStyle = this.theme.colour(colour);
      this.g.lineWidth = line;
      this.g.strokeRect(x, y, width, height);
    }
    lines(points, colour, line = 1, dash = []) {
      const g = this.g;
      g.strokeStyle = this.theme.colour(colour);
      g.lineWidth = line;
      g.setLineDash([...dash]);
      g.beginPath();
      for (let i = 0; i + 3 < points.length; i += 4) {
        g.moveTo(points[i], points[i + 1]);
        g.lineTo(points[i + 2], points[i + 3]);
      }
      g.stroke();
      g.setLineDash([]);
    }
    text(text, x, middle, style) {
      this.setFont(style);
      this.g.fillStyle = this.theme.colour(style.colour);
      this.g.fillText(text, x, middle);
    }
    width(text, style) {
      this.setFont(style);
      return this.g.measureText(text).width;
    }
    setFont({ size = 12, bold = false }) {
      this.g.font = `${bold ? "bold " : ""}${size}px ${this.font}`;
    }
    mark(state, x, y, radius, alpha) {
      const { image, size } = this.sprite(state, radius);
      this.g.globalAlpha = alpha;
      this.g.drawImage(image, x - size / 2, y - size / 2, size, size);
      this.g.globalAlpha = 1;
    }
    /** A mark is drawn once and copied from then on, which is many times faster. */
    sprite(state, radius) {
      const key = `${state} ${radius}`;
      let sprite = this.sprites.get(key);
      if (!sprite) {
        const size = 2 * Math.ceil(1.3 * radius + 1);
        const ratio = window.devicePixelRatio || 1;
        const image = document.createElement("canvas");
        image.width = image.height = Math.ceil(size * ratio);
        const g = image.getContext("2d");
        g.scale(ratio, ratio);
        g.translate(size / 2, size / 2);
        this.draw(g, state, radius);
        sprite = { image, size };
        this.sprites.set(key, sprite);
      }
      return sprite;
    }
    draw(g, state, r) {
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
    clip(x, y, width, height, paint2) {
      this.g.save();
      this.g.beginPath();
      this.g.rect(x, y, width, height);
      this.g.clip();
      paint2();
      this.g.restore();
    }
  };

  // src/timeline/duration.ts
  var UNITS = [
    [1e9, " s"],
    [1e6, " ms"],
    [1e3, " \xB5s"]
  ];
  function duration(ns) {
    const whole = Math.round(ns);
    if (whole >= 12e10) {
      return `${Math.floor(whole / 6e10)} min ${Math.floor(whole % 6e10 / 1e9)} s`;
    }
    for (const [size, name] of UNITS) {
      if (whole >= size) {
        const decimals = whole >= 100 * size ? 0 : whole >= 10 * size ? 1 : 2;
        return cut(whole, size, decimals) + name;
      }
    }
    return `${whole} ns`;
  }
  function tickText(ns, step, most = ns) {
    const [size, name] = UNITS.find(([each]) => most >= each) ?? [1, " ns"];
    const decimals = Math.round(Math.log10(size)) - Math.floor(Math.log10(Math.max(1, step)) + 1e-9);
    return cut(Math.round(ns), size, Math.max(0, decimals)) + name;
  }
  function cut(ns, unit, decimals) {
    const whole = Math.floor(ns / unit);
    const rest = String(ns - whole * unit).padStart(Math.round(Math.log10(unit)), "0");
    return decimals === 0 ? String(whole) : `${whole}.${rest.slice(0, decimals)}`;
  }

  // src/webview/timeline/scale.ts
  function scaleOf(model, idleToScale) {
    const whole = [{ begin: 0, end: Math.max(1, model.length), from: 0, to: 1 }];
    const segments = idleToScale || model.segments.length === 0 ? whole : model.segments;
    return {
      segments,
      toUnit: (time) => convert(segments, time, "begin", "end", "from", "to"),
      toTime: (unit) => convert(segments, unit, "from", "to", "begin", "end")
    };
  }
  function convert(segments, value, a, b, c, d) {
    let low = 0;
    let high = segments.length - 1;
    while (low < high) {
      const middle = low + high >> 1;
      if (value > segments[middle][b]) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    const s = segments[low];
    if (value >= s[a]) {
      const part2 = s[b] === s[a] ? 0.5 : (value - s[a]) / (s[b] - s[a]);
      return Math.min(s[d], s[c] + part2 * (s[d] - s[c]));
    }
    const before = segments[low - 1];
    if (!before) {
      return s[c];
    }
    const part = (value - before[b]) / Math.max(Number.MIN_VALUE, s[a] - before[b]);
    return before[d] + part * (s[c] - before[d]);
  }
  function roundStep(least) {
    const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
    return power * ([1, 2, 5].find((factor) => factor * power >= least) ?? 10);
  }
  function clock(begin, sinceBegin) {
    return wallClock(begin, sinceBegin).slice(11, 26);
  }
  function wallClock(begin, sinceBegin) {
    const ns = begin + BigInt(Math.round(sinceBegin));
    const rest = (ns % 1000000n).toString().padStart(6, "0");
    return new Date(Number(ns / 1000000n)).toISOString().replace("T", " ").replace("Z", `${rest} UTC`);
  }

  // src/webview/timeline/scene.ts
  var VERDICTS = ["not-due", "executed", "unknown", "skipped", "failed", "violation"];
  function runOf(model) {
    const items = model.items.map((item) => ({ ...item, u0: 0, u1: 0 }));
    items.sort((a, b) => a.begin - b.begin || a.id - b.id);
    const of = (...kinds) => items.filter(({ kind }) => kinds.includes(kind));
    const operations = of("operation");
    return {
      model,
      begin: BigInt(model.begin),
      items,
      byId: new Map(items.map((item) => [item.id, item])),
      bands: of("attempt", "handover"),
      bars: of("ring", "section", "downtime"),
      windows: of("window"),
      messages: of("message"),
      findings: of("finding").sort((a, b) => gravity(a) - gravity(b) || a.begin - b.begin),
      marks: VERDICTS.map((verdict) => operations.filter(({ state }) => state === verdict))
    };
  }
  function gravity({ state, within }) {
    return (state === "failed" ? 0 : 2) + (within >= 0 ? 1 : 0);
  }
  var NOTE = 14;
  var MOST_NOTES = 5;
  function notesOf({ model, findings }) {
    const notes = model.lanes.map(() => 0);
    for (const { lane } of findings) {
      notes[lane] = Math.min(MOST_NOTES, (notes[lane] ?? 0) + 1);
    }
    return notes;
  }
  function lanesOf({ model }, { lane, to }) {
    const participantOf = (index) => model.lanes[index]?.participant ?? "";
    const [from, until] = [participantOf(lane), participantOf(to)];
    return model.lanes.flatMap(({ kind, participant = "" }, index) => {
      const stream = index + 1 < model.lanes.length && participantOf(index + 1) === until;
      const own = participant === from || participant === until;
      return (kind === "stream" ? stream : own) ? [index] : [];
    });
  }
  function place(run, idleToScale) {
    return placeOn(run, scaleOf(run.model, idleToScale));
  }
  function placeOn(run, scale) {
    for (const item of run.items) {
      item.u0 = scale.toUnit(item.begin);
      item.u1 = item.end === item.begin ? item.u0 : scale.toUnit(item.end);
    }
    return scale;
  }
  var HEAD = 66;
  var HEIGHTS = {
    participant: 22,
    device: 42,
    queue: 22,
    backend: 24,
    stream: 28
  };
  var NONE = /* @__PURE__ */ new Set();
  function layOut(lanes, shows, pinned = NONE, scroll = 0, notes = []) {
    const queues = lanes.filter((lane) => lane.kind === "queue" && shows(lane)).length;
    const rows = lanes.map(() => null);
    let top = HEAD;
    const add = (index, moved) => {
      const lane = lanes[index];
      const height = lane.kind === "queue" && queues > 24 ? 12 : HEIGHTS[lane.kind];
      const at = top - moved;
      const lines = notes[index] ?? 0;
      rows[index] = {
        lane,
        index,
        top: at,
        height,
        middle: at + height * (lane.kind === "device" ? 0.68 : 0.5),
        notes: lines,
        end: at + height + lines * NOTE
      };
      top += height + lines * NOTE;
    };
    const shown = lanes.flatMap((lane, index) => shows(lane) ? [index] : []);
    const above = shown.filter((index) => pinned.has(index));
    above.forEach((index) => add(index, 0));
    const body = top;
    shown.filter((index) => !pinned.has(index)).forEach((index) => add(index, scroll));
    return { rows, pinned: new Set(above), body, height: top + 6 };
  }
  function partOf(layout, pinned) {
    if (layout.pinned.size === 0 && !pinned) {
      return layout;
    }
    const rows = layout.rows.map((row) => row && layout.pinned.has(row.index) === pinned ? row : null);
    return { ...layout, rows };
  }
  function rowAt({ layout }, y) {
    if (y < HEAD) {
      return void 0;
    }
    const pinned = y < layout.body;
    const found = layout.rows.find(
      (row) => row && layout.pinned.has(row.index) === pinned && y >= row.top && y < row.end
    );
    return found ?? void 0;
  }
  var EDGE = 7;
  function xOf({ view, width, names }, unit) {
    return names + EDGE + (unit - view.from) / (view.to - view.from) * (width - names - 2 * EDGE);
  }
  function unitOf({ view, width, names }, x) {
    return view.from + (x - names - EDGE) / (width - names - 2 * EDGE) * (view.to - view.from);
  }
  function firstFrom(items, unit) {
    let low = 0;
    let high = items.length;
    while (low < high) {
      const middle = low + high >> 1;
      if (items[middle].u0 < unit) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
  function eachInView(scene, items, visit) {
    const { view } = scene;
    const margin = (view.to - view.from) * 0.01;
    for (let i = firstFrom(items, view.from - margin); i < items.length; i++) {
      const item = items[i];
      if (item.u0 > view.to + margin) {
        return;
      }
      visit(item, xOf(scene, item.u0));
    }
  }

  // src/webview/timeline/paintAxis.ts
  var FAINT = { colour: "faint", size: 11 };
  var TICK = 90;
  function paintAxis(on, scene) {
    const { segments } = scene.scale;
    let free = scene.names;
    let ticked = scene.names;
    segments.forEach((segment, index) => {
      const before = segments[index - 1];
      if (before && segment.begin > before.end) {
        const middle = (xOf(scene, before.to) + xOf(scene, segment.from)) / 2;
        if (middle > scene.names && middle < scene.width) {
          on.lines([middle, HEAD - 14, middle, scene.height], "rule", 1, [2, 3]);
          const idle = segment.begin - before.end;
          const text = scene.run.model.timed && idle > 0 ? `${duration(idle)} idle` : "";
          const wide = on.width(text, FAINT);
          if (middle - wide / 2 > free) {
            on.text(text, middle - wide / 2, 39, FAINT);
            free = middle + wide / 2 + 4;
          }
        }
      }
      ticked = ticks(on, scene, index, ticked);
    });
  }
  function ticks(on, scene, index, from) {
    const segment = scene.scale.segments[index];
    const left = xOf(scene, segment.from);
    const right = xOf(scene, segment.to);
    const span = segment.end - segment.begin;
    if (!scene.run.model.timed || right < scene.names || left > scene.width || right - left < 20) {
      return from;
    }
    const step = roundStep(span / (right - left) * TICK);
    const seenFrom = Math.max(0, (scene.names - left) / (right - left) * span);
    const seenTo = Math.min(span, (scene.width - left) / (right - left) * span);
    const before = scene.scale.segments[index - 1]?.begin ?? 0;
    let free = from;
    for (let at = Math.ceil(seenFrom / step) * step; at <= seenTo; at += step) {
      const x = left + at / Math.max(1, span) * (right - left);
      on.lines([x, HEAD - 6, x, HEAD], "rule");
      const text = at === 0 ? beginText(segment.begin, before) : tickText(at, step, seenTo);
      if (x >= free && x + on.width(text, FAINT) < scene.width) {
        on.text(text, x + 2, HEAD - 12, FAINT);
        free = x + on.width(text, FAINT) + 10;
      }
    }
    return free;
  }
  function beginText(begin, before) {
    const said = duration(begin);
    return `+${said === duration(before) && begin > before ? tickText(begin, begin - before) : said}`;
  }

  // src/webview/timeline/paintMarks.ts
  function paintMessages(on, scene) {
    const { layout, run, shows } = scene;
    const last = new Float64Array(run.model.lanes.length).fill(-9);
    const points = [];
    eachInView(scene, run.messages, (item, x) => {
      const from = layout.rows[item.lane];
      const to = layout.rows[item.to];
      if (!from || !to || x - last[item.lane] < 2 || !shows(item)) {
        return;
      }
      last[item.lane] = x;
      const back = to.middle > from.middle ? -6 : 6;
      points.push(x, from.middle, x, to.middle);
      points.push(x - 2.5, to.middle + back, x, to.middle, x, to.middle, x + 2.5, to.middle + back);
    });
    on.lines(points, "message");
  }
  var CLOSE = 4.5;
  function paintMarks(on, scene) {
    const { layout, run, shows, matches } = scene;
    VERDICTS.forEach((verdict, index) => {
      const last = new Float64Array(run.model.lanes.length).fill(-9);
      eachInView(scene, run.marks[index], (item, x) => {
        const row = layout.rows[item.lane];
        const dim = matches !== null && !matches.has(item.id);
        if (!row || x - last[item.lane] < CLOSE && (dim || !matches) || !shows(item)) {
          return;
        }
        last[item.lane] = x;
        on.mark(verdict, x, row.middle, Math.min(4.5, row.height * 0.3), dim ? 0.2 : 1);
      });
    });
  }
  function paintSelection(on, scene) {
    const { layout, selected, debug, measured, height } = scene;
    for (const [index, item] of selected.entries()) {
      const row = layout.rows[item.lane];
      const from = xOf(scene, item.u0);
      if (row) {
        on.frame(from - 7, row.top + 1, xOf(scene, item.u1) - from + 14, row.height - 3, "select", 2);
      }
      if (index === 0) {
        on.lines([from, HEAD - 16, from, height], "select", 1.5, [4, 3]);
      }
    }
    if (debug !== null) {
      const x = xOf(scene, debug);
      on.lines([x, HEAD - 12, x, height], "debug", 2);
      on.fill(x - 6, HEAD - 20, 12, 10, "debug");
    }
    if (measured) {
      paintMeasure(on, scene, measured);
    }
  }
  function paintMeasure(on, scene, { from, to, lanes }) {
    const { layout, height } = scene;
    const left = xOf(scene, Math.min(from, to));
    const right = xOf(scene, Math.max(from, to));
    for (const row of layout.rows) {
      if (row && (!lanes || lanes.has(row.index))) {
        on.fill(left, row.top, right - left, row.height, "measure");
      }
    }
    on.lines([left, HEAD - 8, left, height, right, HEAD - 8, right, height], "select");
    on.lines([left, HEAD - 4, right, HEAD - 4], "select");
    const text = measureText(scene, from, to);
    const style = { colour: "select", bold: true };
    const wide = on.width(text, style);
    const x = Math.max(scene.names + 4, Math.min(scene.width - wide - 4, (left + right - wide) / 2));
    const begin = Math.min(left + 1, x - 3);
    on.fill(begin, HEAD - 22, Math.max(right - 1, x + wide + 3) - begin, 14, "paper");
    on.text(text, x, HEAD - 15, style);
  }
  function measureText({ run, scale }, from, to) {
    const length = Math.abs(scale.toTime(to) - scale.toTime(from));
    return run.model.timed ? duration(length) : `${Math.round(length)} steps`;
  }

  // src/webview/timeline/paintFindings.ts
  var RADIUS = 5;
  function findingColour(state) {
    return state === "failed" ? "violation" : "warning";
  }
  function paintFindings(on, scene) {
    const lines = /* @__PURE__ */ new Map();
    const flags = [];
    for (const item of scene.run.findings) {
      const row = scene.layout.rows[item.lane];
      if (!row || !scene.shows(item)) {
        continue;
      }
      const line = lines.get(item.lane) ?? 0;
      lines.set(item.lane, line + 1);
      const x = xOf(scene, item.u0);
      if (x < scene.names - RADIUS || x > scene.width + RADIUS) {
        continue;
      }
      flags.push([item, row, x]);
      on.lines([x, row.top, x, row.end], findingColour(item.state));
      if (line < row.notes) {
        paintText(on, scene, item, x, row.top + row.height + (line + 0.5) * NOTE);
      }
    }
    for (const [item, row, x] of flags.reverse()) {
      on.mark(`${findingColour(item.state)}-flag`, x, row.middle, RADIUS, 1);
    }
  }
  function paintText(on, { names, width }, item, x, y) {
    const style = { colour: findingColour(item.state), size: 11 };
    const text = `${item.name} ${item.why}`;
    const right = width - x - 10;
    const left = x - names - 10;
    const after = on.width(text, style) <= right || right >= left;
    const fitting = shorten(text, false, (each) => on.width(each, style) <= (after ? right : left));
    on.text(fitting, after ? x + 6 : x - 6 - on.width(fitting, style), y, style);
  }

  // src/webview/timeline/paint.ts
  function paint(on, scene) {
    const { layout, width, height } = scene;
    paintPart(on, { ...scene, layout: partOf(layout, false) }, layout.body, height);
    if (layout.body > HEAD) {
      paintPart(on, { ...scene, layout: partOf(layout, true) }, HEAD, layout.body);
      on.lines([0, layout.body - 0.5, width, layout.body - 0.5], "rule");
    }
    paintHead(on, scene);
  }
  function paintHead(on, scene) {
    on.fill(0, 0, scene.width, HEAD, "paper");
    paintLegend(on, scene.names);
    on.clip(scene.names, 0, scene.width - scene.names, HEAD, () => {
      paintAxis(on, scene);
      paintBandNames(on, scene);
      paintSelection(on, scene);
    });
  }
  function paintPart(on, scene, top, bottom) {
    on.fill(0, top, scene.width, bottom - top, "paper");
    on.clip(0, top, scene.width, bottom - top, () => {
      paintLanes(on, scene);
      on.clip(scene.names, top, scene.width - scene.names, bottom - top, () => {
        paintAxis(on, scene);
        paintBands(on, scene);
        paintBars(on, scene);
        paintWindows(on, scene);
        paintMessages(on, scene);
        paintMarks(on, scene);
        paintFindings(on, scene);
        paintSelection(on, scene);
      });
    });
  }
  var LEGEND = ["configured", "started", "enabled", "transferred"];
  function paintLegend(on, names) {
    if (names < 180) {
      return;
    }
    LEGEND.forEach((state, index) => {
      const x = 8 + index % 2 * 86;
      const y = 12 + Math.floor(index / 2) * 20;
      on.fill(x, y, 12, 12, state);
      if (state === "transferred") {
        on.lines(stripes(x, y, x + 12, y + 12), "stripe", 1.5);
      }
      on.text(state, x + 16, y + 6, { colour: "ink", size: 10 });
    });
  }
  var PIN = 14;
  function paintLanes(on, { layout, width, height, names, pointed }) {
    for (const row of layout.rows) {
      if (!row || row.top > height || row.end < 0) {
        continue;
      }
      const group = row.lane.kind === "participant";
      const middle = row.top + row.height / 2;
      on.fill(0, row.top, width, row.end - row.top - 1, group ? "group" : "panel");
      if (layout.pinned.has(row.index) || pointed === row.index) {
        paintPin(on, names - PIN, middle, layout.pinned.has(row.index));
      }
      if (row.height < 14 && (row.lane.queue ?? 0) % 4 !== 0) {
        continue;
      }
      const style = { colour: "ink", bold: group || row.lane.kind === "stream" };
      const indent = row.lane.kind === "queue" ? 22 : group ? 6 : 12;
      const keepsEnd = row.lane.kind === "device";
      const label2 = shorten(
        nameOf(row, layout.pinned.has(row.index)),
        keepsEnd,
        (text) => on.width(text, style) <= names - indent - 2 * PIN
      );
      on.text(label2, indent, middle, style);
    }
  }
  function nameOf({ lane }, pinned) {
    const owner = pinned && lane.kind !== "participant" ? lane.participant ?? "" : "";
    const device = lane.kind === "queue" && owner !== "" ? lane.device?.split("/").pop() ?? "" : "";
    return [owner, device, lane.label].filter(Boolean).join(" ");
  }
  function paintPin(on, x, y, pinned) {
    const colour = pinned ? "select" : "faint";
    on.fill(x - 2, y - 5, 5, 5, colour);
    on.lines([x - 4, y + 0.5, x + 5, y + 0.5, x + 0.5, y, x + 0.5, y + 6], colour, 1.5);
  }
  function shorten(text, keepsEnd, fits) {
    let out = text.length > 200 ? keepsEnd ? text.slice(-200) : text.slice(0, 200) : text;
    while (out.length > 3 && !fits(out)) {
      out = keepsEnd ? "\u2026" + out.slice(2) : out.slice(0, -2) + "\u2026";
    }
    return out;
  }
  function paintBands(on, scene) {
    for (const item of scene.run.bands) {
      const [from, to] = extentOf(scene, item);
      const rows = item.kind === "handover" ? rowsOf(scene, item) : [];
      for (const { top, end } of rows) {
        on.fill(from, top, to - from, end - top, "handover");
      }
    }
  }
  function paintBandNames(on, scene) {
    const attempts = { y: 8, free: 0 };
    const handovers = { y: 25, free: 0 };
    for (const item of scene.run.bands) {
      const [from, to] = extentOf(scene, item);
      if (item.kind === "attempt") {
        const colour = item.state === "failed" ? "violation" : "ink";
        on.lines([from, 16, to, 16], colour, 2);
        label(on, scene, `${item.name}: ${item.state}`, from, to, attempts, colour);
      } else if (rowsOf(scene, item).length > 0) {
        label(on, scene, bandText(scene, item), from, to, handovers, "edge");
      }
    }
  }
  function bandText({ run }, item) {
    if (!run.model.timed) {
      return item.name;
    }
    const takes = item.estimated ? "" : ` ${duration(item.end - item.begin)}`;
    return `${item.name}${takes} from ${clock(run.begin, item.begin)}`;
  }
  function extentOf(scene, item) {
    const from = xOf(scene, item.u0);
    return [from, Math.max(from + 3, xOf(scene, item.u1))];
  }
  function rowsOf({ run, layout }, item) {
    return lanesOf(run, item).flatMap((index) => layout.rows[index] ?? []);
  }
  function label(on, scene, text, from, to, line, colour) {
    const style = { colour, size: 11, bold: true };
    const left = Math.max(from, scene.names);
    const right = Math.min(to, scene.width);
    const wide = on.width(text, style);
    const x = Math.max(left, (left + right - wide) / 2);
    if (right > left && right - left > Math.min(wide, 30) && x >= line.free) {
      on.text(text, x, line.y, style);
      line.free = x + wide + 6;
    }
  }
  var SECTIONS = { vhost: "section", state: "section" };
  function paintBars(on, scene) {
    const last = new Float64Array(scene.run.model.lanes.length).fill(-9);
    for (const item of scene.run.bars) {
      const row = scene.layout.rows[item.lane];
      const from = xOf(scene, item.u0);
      const to = xOf(scene, item.u1);
      if (!row || item.state === "off" || to < scene.names || from > scene.width || !scene.shows(item)) {
        continue;
      }
      if (to - last[item.lane] < 1) {
        continue;
      }
      last[item.lane] = from;
      const left = Math.max(from, scene.names);
      const right = Math.max(left + 1, Math.min(to, scene.width));
      const top = row.top + 3;
      const bottom = top + row.height - 7;
      on.fill(left, top, right - left, bottom - top, SECTIONS[item.state] ?? item.state);
      if (item.state === "transferred") {
        on.lines(stripes(left, top, right, bottom), "stripe", 1.5);
      }
      if (item.kind === "downtime") {
        paintDowntime(on, item, left, right, (top + bottom) / 2);
      }
    }
  }
  function paintDowntime(on, item, left, right, y) {
    const style = { colour: "on-part", size: 11 };
    const wide = on.width(item.name, style);
    if (wide + 4 < right - left) {
      on.text(item.name, (left + right - wide) / 2, y, style);
    }
  }
  function stripes(left, top, right, bottom) {
    const points = [];
    const height = bottom - top;
    for (let at = left - height; at < right; at += 7) {
      const from = Math.max(at, left);
      const to = Math.min(at + height, right);
      points.push(from, bottom - (from - at), to, bottom - (to - at));
    }
    return points;
  }
  function paintWindows(on, scene) {
    const filled = /* @__PURE__ */ new Map();
    const last = new Float64Array(scene.run.model.lanes.length).fill(-9);
    const next = nextOf(scene.run.windows);
    for (const item of scene.run.windows) {
      const row = scene.layout.rows[item.lane];
      const from = xOf(scene, item.u0) - 4;
      const to = xOf(scene, item.u1) + 4;
      if (!row || to < scene.names || from > scene.width || !scene.shows(item)) {
        continue;
      }
      if (from - last[item.lane] < 2 && to - from < 10 && item.state !== "failed") {
        continue;
      }
      last[item.lane] = from;
      const top = row.top + row.height * 0.4;
      on.fill(from, top, to - from, row.height * 0.55, "paper");
      on.frame(from, top, to - from, row.height * 0.55, item.state === "failed" ? "violation" : "faint");
      const left = Math.max(from, scene.names + 2);
      if (left >= (filled.get(item.lane) ?? 0)) {
        const style = { colour: "ink", size: 11, bold: item.state !== "ordinary" };
        const after = next.get(item.id);
        const free = after === void 0 ? scene.width : xOf(scene, after.u0) - 4;
        const text = left + on.width(titleOf(item), style) < free ? titleOf(item) : item.name;
        on.text(text, left, row.top + row.height * 0.2, style);
        filled.set(item.lane, left + on.width(text, style) + 6);
      }
    }
  }
  function nextOf(windows) {
    const next = /* @__PURE__ */ new Map();
    const last = /* @__PURE__ */ new Map();
    for (const item of windows) {
      const before = last.get(item.lane);
      if (before) {
        next.set(before.id, item);
      }
      last.set(item.lane, item);
    }
    return next;
  }
  function titleOf({ name, state }) {
    return state === "ordinary" ? name : `${name} (${state})`;
  }

  // src/webview/timeline/pick.ts
  var REACH = 8;
  function itemAt(whole, x, y) {
    if (x < whole.names) {
      return void 0;
    }
    if (y < HEAD) {
      return bandAt(whole, x, y);
    }
    const scene = { ...whole, layout: partOf(whole.layout, y < whole.layout.body) };
    const lane = rowAt(whole, y)?.index ?? -1;
    return markAt(scene, lane, x) ?? messageAt(scene, x, y) ?? barAt(scene, lane, x) ?? bandAt(scene, x, y);
  }
  function markAt(scene, lane, x) {
    let best;
    let nearest = REACH;
    for (const item of scene.run.findings) {
      const away = Math.abs(xOf(scene, item.u0) - x);
      if (item.lane === lane && away < nearest && scene.shows(item)) {
        nearest = away;
        best = item;
      }
    }
    if (best) {
      return best;
    }
    VERDICTS.forEach((_, index) => {
      eachInView(scene, scene.run.marks[index], (item, at) => {
        const away = Math.abs(at - x);
        if (item.lane === lane && away <= nearest && scene.shows(item)) {
          nearest = away;
          best = item;
        }
      });
    });
    return best;
  }
  function messageAt(scene, x, y) {
    let best;
    let nearest = 4;
    eachInView(scene, scene.run.messages, (item, at) => {
      const from = scene.layout.rows[item.lane]?.middle;
      const to = scene.layout.rows[item.to]?.middle;
      const away = Math.abs(at - x);
      const between = from !== void 0 && to !== void 0 && y >= Math.min(from, to) && y <= Math.max(from, to);
      if (between && away <= nearest && scene.shows(item)) {
        nearest = away;
        best = item;
      }
    });
    return best;
  }
  function barAt(scene, lane, x) {
    const under = [...scene.run.windows, ...scene.run.bars].filter(
      (item) => item.lane === lane && item.state !== "off" && xOf(scene, item.u0) - 4 <= x && x <= xOf(scene, item.u1) + 4 && scene.shows(item)
    );
    return under.sort((a, b) => a.u1 - a.u0 - (b.u1 - b.u0))[0];
  }
  function bandAt(scene, x, y) {
    const kind = y < 17 ? "attempt" : "handover";
    return scene.run.bands.find(
      (item) => item.kind === kind && xOf(scene, item.u0) - 2 <= x && x <= xOf(scene, item.u1) + 2
    );
  }

  // src/webview/timeline/theme.ts
  var Theme = class {
    known = /* @__PURE__ */ new Map();
    pixel;
    probe;
    constructor() {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = 1;
      this.pixel = canvas.getContext("2d", { willReadFrequently: true });
      this.probe = document.createElement("span");
      this.probe.hidden = true;
      document.body.append(this.probe);
    }
    colour(name) {
      let colour = this.known.get(name);
      if (colour === void 0) {
        colour = this.read(name);
        this.known.set(name, colour);
      }
      return colour;
    }
    get font() {
      return getComputedStyle(document.body).fontFamily;
    }
    /** Forgets the colours of a theme that is no longer the one. */
    forget() {
      this.known.clear();
    }
    /** Calls back when people choose another theme. */
    onChange(changed) {
      new MutationObserver(() => {
        this.forget();
        changed();
      }).observe(document.body, { attributes: true, attributeFilter: ["class", "data-vscode-theme-id"] });
    }
    read(name) {
      this.probe.style.color = `var(--${name})`;
      this.pixel.clearRect(0, 0, 1, 1);
      this.pixel.fillStyle = getComputedStyle(this.probe).color;
      this.pixel.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = this.pixel.getImageData(0, 0, 1, 1).data;
      return `rgba(${r}, ${g}, ${b}, ${((a ?? 255) / 255).toFixed(3)})`;
    }
  };

  // src/webview/timeline/legend.ts
  var NAMESPACE = "http://www.w3.org/2000/svg";
  var RADIUS2 = 4;
  function markIcon(verdict) {
    const icon = document.createElementNS(NAMESPACE, "svg");
    icon.setAttribute("viewBox", "-6 -6 12 12");
    icon.setAttribute("class", "mark");
    icon.setAttribute("aria-hidden", "true");
    icon.append(shapeOf(verdict));
    return icon;
  }
  var SIGNS = [
    ...[...VERDICTS].reverse().map((verdict) => ({ text: verdict, mark: verdict })),
    { text: "error found", mark: "violation-flag" },
    { text: "warning", mark: "warning-flag" },
    { text: "ring configured", bar: "configured" },
    { text: "started", bar: "started" },
    { text: "enabled", bar: "enabled" },
    { text: "transferred", bar: "transferred" },
    { text: "device states in the stream", bar: "section" },
    { text: "guest memory", bar: "memory" },
    { text: "hand-over", bar: "handover" }
  ];
  function fillLegend(box, run) {
    const parts = [...new Set(run.bars.flatMap(({ kind, state }) => kind === "downtime" ? [state] : []))];
    const downtime = parts.map((part) => ({ text: `guest stopped: ${part}`, bar: part }));
    const list = document.createElement("ul");
    for (const sign of [...SIGNS, ...downtime]) {
      list.append(entry(sign));
    }
    const before = box.querySelector("ul");
    if (before) {
      before.replaceWith(list);
    } else {
      box.append(list);
    }
  }
  function entry({ text, bar, mark }) {
    const out = document.createElement("li");
    if (mark) {
      const icon = markIcon(mark);
      icon.classList.add(colourOf(mark));
      out.append(icon);
    } else {
      const swatch = document.createElement("span");
      swatch.className = `swatch ${bar}`;
      out.append(swatch);
    }
    out.append(text);
    return out;
  }
  function shapeOf(verdict) {
    const form = formOf(verdict);
    switch (form.kind) {
      case "circle":
        return shape("circle", { r: RADIUS2, fill: "currentColor" });
      case "dot":
        return shape("rect", { x: -1, y: -1, width: 2, height: 2, fill: "currentColor" });
      case "cross":
        return shape("path", { d: "M-4 -4L4 4M4 -4L-4 4", stroke: "currentColor", "stroke-width": 1.5 });
      case "polygon":
        return shape("polygon", {
          points: form.points.map(([x, y]) => `${x * RADIUS2},${y * RADIUS2}`).join(" "),
          fill: form.hollow ? "none" : "currentColor",
          stroke: "currentColor",
          "stroke-width": 1.5
        });
    }
  }
  function shape(name, attributes) {
    const out = document.createElementNS(NAMESPACE, name);
    for (const [key, value] of Object.entries(attributes)) {
      out.setAttribute(key, String(value));
    }
    return out;
  }

  // src/page/picture.ts
  var Picture = class {
    model;
    run;
    theme = new Theme();
    surface;
    scale;
    notes;
    scene;
    /**
     * @param timeline as vtrace writes it
     */
    constructor(canvas, timeline) {
      this.surface = new CanvasSurface(canvas, this.theme);
      this.model = modelOf(timeline);
      this.run = runOf(this.model);
      this.scale = place(this.run, false);
      this.notes = notesOf(this.run);
    }
    /** Forgets the colours: the theme has changed. */
    refresh() {
      this.theme.forget();
      this.surface.refresh();
    }
    layOut(shows) {
      return layOut(this.model.lanes, shows, void 0, 0, this.notes);
    }
    paint({ selected, ...seen }) {
      this.scene = {
        ...seen,
        run: this.run,
        scale: this.scale,
        height: seen.layout.height,
        selected: selected ? [selected] : [],
        debug: null,
        pointed: null,
        measured: null
      };
      this.surface.begin(seen.width, seen.layout.height);
      paint(this.surface, this.scene);
    }
    /** Where a unit was painted last. */
    x(unit) {
      return this.scene ? xOf(this.scene, unit) : 0;
    }
    unitAt(x) {
      return this.scene ? unitOf(this.scene, x) : 0;
    }
    itemAt(x, y) {
      return this.scene && itemAt(this.scene, x, y);
    }
  };
  return __toCommonJS(picture_exports);
})();
