// The parts of the picture that are events: starts and stops, messages, operations.

Painter.prototype.drawWindows = function () {
  const g = this.g;
  const filled = new Map();
  for (const item of this.windows) {
    const row = this.state.layout.rows[item.lane];
    const from = this.x(item.u0) - 4;
    const to = this.x(item.u1) + 4;
    if (!row || to < this.state.names || from > this.state.width) {
      continue;
    }
    const top = row.top + row.height * 0.4;
    g.fillStyle = this.colour("paper");
    g.strokeStyle = this.colour(item.state === "failed" ? "violation" : "faint");
    g.fillRect(from, top, to - from, row.height * 0.55);
    g.strokeRect(from, top, to - from, row.height * 0.55);
    g.font = (item.state === "ordinary" ? "" : "bold ") + "11px system-ui, sans-serif";
    const left = Math.max(from, this.state.names + 2);
    const text = item.name + (item.state === "ordinary" ? "" : " (" + item.state + ")");
    if (left >= (filled.get(item.lane) || 0)) {
      g.fillStyle = this.colour("ink");
      g.fillText(text, left, row.top + row.height * 0.2);
      filled.set(item.lane, left + g.measureText(text).width + 6);
    }
  }
};

/** The first item of a sorted list that does not lie left of the view. */
function firstInView(items, unit) {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle].u0 < unit) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

Painter.prototype.eachInView = function (items, visit) {
  const { view } = this.state;
  const margin = (view.to - view.from) * 0.01;
  for (let i = firstInView(items, view.from - margin); i < items.length; i++) {
    if (items[i].u0 > view.to + margin) {
      return;
    }
    visit(items[i], this.x(items[i].u0));
  }
};

Painter.prototype.drawMessages = function () {
  const { layout, shows } = this.state;
  const g = this.g;
  const last = new Float64Array(this.model.lanes.length).fill(-9);
  g.strokeStyle = this.colour("message");
  g.fillStyle = this.colour("message");
  g.beginPath();
  this.eachInView(this.messages, (item, x) => {
    const from = layout.rows[item.lane];
    const to = layout.rows[item.to];
    if (!from || !to || x - last[item.lane] < 2 || !shows(item)) {
      return;
    }
    last[item.lane] = x;
    g.moveTo(x, from.middle);
    g.lineTo(x, to.middle);
    const back = to.middle > from.middle ? -6 : 6;
    g.moveTo(x - 2.5, to.middle + back);
    g.lineTo(x, to.middle);
    g.lineTo(x + 2.5, to.middle + back);
  });
  g.stroke();
};

Painter.prototype.drawMarks = function () {
  const { layout, shows, matches } = this.state;
  const g = this.g;
  ORDER.forEach((state, index) => {
    const last = new Float64Array(this.model.lanes.length).fill(-9);
    this.eachInView(this.marks[index], (item, x) => {
      const row = layout.rows[item.lane];
      const dim = matches && !matches.has(item.id);
      if (!row || (x - last[item.lane] < 2.5 && (dim || !matches)) || !shows(item)) {
        return;
      }
      last[item.lane] = x;
      g.globalAlpha = dim ? 0.2 : 1;
      const { sprite, size } = this.glyph(state, Math.min(4.5, row.height * 0.3));
      g.drawImage(sprite, x - size / 2, row.middle - size / 2, size, size);
      g.globalAlpha = 1;
    });
  });
};

/** A mark, drawn once and copied from then on, which is many times faster. */
Painter.prototype.glyph = function (state, radius) {
  const key = state + radius;
  if (!this.sprites.has(key)) {
    const ratio = window.devicePixelRatio || 1;
    const size = 4 * Math.ceil(radius);
    const sprite = document.createElement("canvas");
    sprite.width = sprite.height = Math.ceil(size * ratio);
    const g = sprite.getContext("2d");
    g.scale(ratio, ratio);
    drawGlyph(g, state, size / 2, size / 2, radius, (name) => this.colour(name));
    this.sprites.set(key, { sprite, size });
  }
  return this.sprites.get(key);
};

function drawGlyph(g, state, x, y, r, colour) {
  g.fillStyle = state === "skipped" ? colour("paper") : colour(state);
  g.strokeStyle = state === "skipped" || state === "failed" ? colour(state) : colour("paper");
  g.lineWidth = 1.5;
  g.beginPath();
  if (state === "not-due") {
    g.fillRect(x - 1, y - 1, 2, 2);
    return;
  } else if (state === "executed") {
    g.arc(x, y, r, 0, 2 * Math.PI);
  } else if (state === "unknown") {
    g.rect(x - r, y - r, 2 * r, 2 * r);
  } else if (state === "failed") {
    g.moveTo(x - r, y - r);
    g.lineTo(x + r, y + r);
    g.moveTo(x + r, y - r);
    g.lineTo(x - r, y + r);
  } else {
    const corners = state === "skipped" ? 4 : 3;
    for (let i = 0; i < corners; i++) {
      const angle = (corners === 3 ? -Math.PI / 2 : 0) + (2 * Math.PI * i) / corners;
      g.lineTo(x + r * 1.3 * Math.cos(angle), y + r * 1.3 * Math.sin(angle));
    }
    g.closePath();
  }
  g.fill();
  g.stroke();
  g.lineWidth = 1;
}

Painter.prototype.drawSelection = function () {
  const { layout, selected } = this.state;
  if (!selected) {
    return;
  }
  const g = this.g;
  const row = layout.rows[selected.lane];
  const from = this.x(selected.u0);
  const to = this.x(selected.u1);
  g.strokeStyle = this.colour("select");
  g.lineWidth = 2;
  if (row) {
    g.strokeRect(from - 7, row.top + 1, to - from + 14, row.height - 3);
  }
  g.setLineDash([4, 3]);
  g.beginPath();
  g.moveTo(from, HEAD - 16);
  g.lineTo(from, layout.height);
  g.stroke();
  g.setLineDash([]);
  g.lineWidth = 1;
};

Painter.prototype.drawAxis = function () {
  const { width, names, layout } = this.state;
  const g = this.g;
  const { segments, timed } = this.model;
  let free = names;
  g.font = "11px system-ui, sans-serif";
  segments.forEach((s, i) => {
    const from = this.x(s.from);
    const to = this.x(s.to);
    if (i > 0) {
      const middle = (this.x(segments[i - 1].to) + from) / 2;
      if (middle > names && middle < width) {
        g.strokeStyle = this.colour("rule");
        g.setLineDash([2, 3]);
        g.strokeRect(middle, HEAD - 14, 0.01, layout.height);
        g.setLineDash([]);
        const text = timed ? "\u2002" + duration(s.begin - segments[i - 1].end) + " idle" : "";
        const wide = g.measureText(text).width;
        if (middle - wide / 2 > free) {
          g.fillStyle = this.colour("faint");
          g.fillText(text, middle - wide / 2, 36);
          free = middle + wide / 2 + 4;
        }
      }
    }
    if (timed && to > names && from < width) {
      this.ticks(s, from, to);
    }
  });
};

Painter.prototype.ticks = function (s, from, to) {
  const g = this.g;
  const { width, names } = this.state;
  g.fillStyle = this.colour("faint");
  g.strokeStyle = this.colour("rule");
  const pixels = (to - from) / Math.max(1, s.end - s.begin);
  const step = roundStep(96 / pixels);
  const first = Math.max(0, Math.floor((names - from) / pixels / step));
  const count = Math.min(first + 40, Math.floor((s.end - s.begin) / step));
  for (let k = first; k <= count; k++) {
    const x = from + k * step * pixels;
    g.strokeRect(x, HEAD - 10, 0.01, 8);
    const text = "+" + duration(k === 0 ? s.begin : k * step);
    if (x + g.measureText(text).width < Math.min(width, Math.max(to, from + 90)) && (k > 0 || to - from > 54)) {
      g.fillText(text, x + 2, HEAD - 6);
    }
  }
};
