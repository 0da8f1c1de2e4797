// Draws what is in view. Of marks that lie upon each other one is drawn, so a picture costs what
// can be seen in it, not what is in the trace. Verdicts that matter more are drawn later, on top.

const ORDER = ["not-due", "executed", "unknown", "skipped", "failed", "violation"];

// Space for half a mark at both ends.
const EDGE = 7;

class Painter {
  constructor(canvas, model) {
    this.canvas = canvas;
    this.g = canvas.getContext("2d");
    this.bands = model.items.filter((i) => i.kind === "attempt" || i.kind === "handover");
    this.bars = model.items.filter((i) => ["ring", "section", "downtime"].includes(i.kind));
    this.windows = model.items.filter((i) => i.kind === "window");
    this.messages = model.items.filter((i) => i.kind === "message");
    this.marks = ORDER.map((state) => model.items.filter((i) => ["operation", "finding"].includes(i.kind) && i.state === state));
    this.model = model;
    this.colours = new Map();
    this.sprites = new Map();
  }

  colour(name) {
    if (!this.colours.has(name)) {
      this.colours.set(name, getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim());
    }
    return this.colours.get(name);
  }

  /** Forgets the colours: the theme has changed. */
  refresh() {
    this.colours.clear();
    this.sprites.clear();
  }

  paint(state) {
    const { view, layout, width, names } = state;
    const ratio = window.devicePixelRatio || 1;
    const w = Math.round(width * ratio);
    const h = Math.round(layout.height * ratio);
    if (this.canvas.width !== w || this.canvas.height !== h) {
      this.canvas.width = w;
      this.canvas.height = h;
      this.canvas.style.height = layout.height + "px";
    }
    const g = this.g;
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.fillStyle = this.colour("paper");
    g.fillRect(0, 0, width, layout.height);
    this.x = (u) => names + EDGE + ((u - view.from) / (view.to - view.from)) * (width - names - 2 * EDGE);
    this.state = state;
    this.drawLanes();
    g.save();
    g.beginPath();
    g.rect(names, 0, width - names, layout.height);
    g.clip();
    this.drawAxis();
    this.drawBands();
    this.drawBars();
    this.drawWindows();
    this.drawMessages();
    this.drawMarks();
    this.drawSelection();
    g.restore();
  }

  drawLanes() {
    const { layout, width, names } = this.state;
    const g = this.g;
    g.textBaseline = "middle";
    for (const row of layout.rows) {
      if (!row) {
        continue;
      }
      const group = row.lane.kind === "participant";
      g.fillStyle = this.colour(group ? "group" : "panel");
      g.fillRect(0, row.top, width, row.height - 1);
      if (row.height < 14 && row.lane.queue % 4 !== 0) {
        continue;
      }
      g.font = (group || row.lane.kind === "stream" ? "bold " : "") + "12px system-ui, sans-serif";
      g.fillStyle = this.colour("ink");
      const indent = row.lane.kind === "queue" ? 22 : group ? 6 : 12;
      g.fillText(this.shorten(row.lane, names - indent - 4), indent, row.top + row.height / 2);
    }
  }

  /** The end of a device's name tells more than its beginning, which is a bus address. */
  shorten(lane, room) {
    let out = lane.label;
    while (out.length > 3 && this.g.measureText(out).width > room) {
      out = lane.kind === "device" ? "\u2026" + out.slice(2) : out.slice(0, -2) + "\u2026";
    }
    return out;
  }

  drawBands() {
    const g = this.g;
    for (const item of this.bands) {
      const from = this.x(item.u0);
      const to = Math.max(from + 3, this.x(item.u1));
      const row = this.state.layout.rows[item.lane];
      const last = lastRow(this.model, this.state.layout.rows, item.to === undefined ? item.lane : item.to);
      if (item.kind === "attempt") {
        g.strokeStyle = this.colour(item.state === "failed" ? "violation" : "ink");
        g.strokeRect(from, 16, to - from, 0.5);
        g.fillStyle = g.strokeStyle;
        this.label(item.name + ": " + item.state, from, to, 8);
      } else if (row && last) {
        g.fillStyle = this.colour("handover");
        g.fillRect(from, row.top, to - from, last.top + last.height - row.top);
        g.fillStyle = this.colour("edge");
        this.label(item.name + " " + (this.model.timed ? duration(item.end - item.begin) : ""), from, to, 24);
      }
    }
  }

  label(text, from, to, y) {
    const g = this.g;
    g.font = "bold 11px system-ui, sans-serif";
    const left = Math.max(from, this.state.names);
    const right = Math.min(to, this.state.width);
    const wide = g.measureText(text).width;
    if (right > left && right - left > Math.min(wide, 30)) {
      g.fillText(text, Math.max(left, (left + right - wide) / 2), y);
    }
  }

  drawBars() {
    const g = this.g;
    for (const item of this.bars) {
      const row = this.state.layout.rows[item.lane];
      const from = this.x(item.u0);
      const to = this.x(item.u1);
      if (!row || item.state === "off" || to < this.state.names || from > this.state.width) {
        continue;
      }
      const left = Math.max(from, this.state.names);
      const right = Math.max(left + 1, Math.min(to, this.state.width));
      const top = row.top + 3;
      const height = row.height - 7;
      const name = { vhost: "section", state: "section", memory: "memory" }[item.state] || item.state;
      g.fillStyle = this.colour(name);
      g.fillRect(left, top, right - left, height);
      if (item.state === "transferred") {
        this.stripes(left, top, right, top + height);
      }
      if (item.kind === "downtime") {
        this.partName(item.name, left, right, top + height / 2);
      }
    }
  }

  /** What a part of the downtime was spent on, where there is space to say it. */
  partName(text, left, right, y) {
    const g = this.g;
    g.font = "11px system-ui, sans-serif";
    const wide = g.measureText(text).width;
    if (wide + 4 < right - left) {
      g.fillStyle = this.colour("on-part");
      g.fillText(text, (left + right - wide) / 2, y);
    }
  }

  stripes(left, top, right, bottom) {
    const g = this.g;
    g.strokeStyle = this.colour("stripe");
    g.lineWidth = 1.5;
    g.beginPath();
    const height = bottom - top;
    for (let at = left - height; at < right; at += 7) {
      const from = Math.max(at, left);
      const to = Math.min(at + height, right);
      g.moveTo(from, bottom - (from - at));
      g.lineTo(to, bottom - (to - at));
    }
    g.stroke();
    g.lineWidth = 1;
  }
}
