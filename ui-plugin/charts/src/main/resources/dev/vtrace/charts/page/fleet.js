"use strict";
// Charts, filters and the list of a fleet. What the data says only ever becomes text.
const data = JSON.parse(document.getElementById("data").textContent);
const COUNT = data.begin.length;
const BINS = 48;
const ROW = 24;
const NONE = -1;
const byId = (id) => document.getElementById(id);
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const grouped = (number) => number.toLocaleString("en-US");
const ms = (us) => (us < 0 ? "" : (us / 1000).toLocaleString("en-US", { minimumFractionDigits: 3, maximumFractionDigits: 3 }));
const time = (i) => (data.begin[i] < 0 ? "" : new Date(data.epoch + data.begin[i]).toISOString().slice(0, 19).replace("T", " "));

// The order by each measure, found once: what is filtered and put into bins is sorted then, too.
const orders = new Map();
function orderBy(values) {
  let order = orders.get(values);
  if (!order) {
    order = Uint32Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
    orders.set(values, order);
  }
  return order;
}

const state = { version: NONE, queues: NONE, outcome: NONE, transfer: NONE, phase: "50", text: "", sort: "downtime", down: true };
let shown = new Uint8Array(COUNT).fill(1);
let rows = [];
const from = data.begin.reduce((least, t) => (t >= 0 && t < least ? t : least), Infinity);
const to = data.begin.reduce((most, t) => Math.max(most, t), 0);
const bin = Int16Array.from(data.begin, (t) => (t < 0 ? NONE : Math.min(BINS - 1, Math.floor(((t - from) / Math.max(1, to - from)) * BINS))));

function filter() {
  const text = state.text.toLowerCase();
  for (let i = 0; i < COUNT; i++) {
    shown[i] =
      (state.version === NONE || data.version[i] === state.version) &&
      (state.queues === NONE || data.queues[i] === state.queues) &&
      (state.outcome === NONE || data.outcome[i] === state.outcome) &&
      (state.transfer === NONE || data.transfer[i] === state.transfer) &&
      (!text || data.capture[i].toLowerCase().includes(text) || data.cause[i].toLowerCase().includes(text))
        ? 1
        : 0;
  }
}

/** The values that are shown, in each bin from the smallest on; only whole downtimes are measured. */
function binned(values) {
  const bins = Array.from({ length: BINS }, () => []);
  for (const i of orderBy(values)) {
    if (shown[i] && data.whole[i] && values[i] >= 0 && bin[i] >= 0) {
      bins[bin[i]].push(values[i]);
    }
  }
  return bins;
}

const percentile = (sorted, share) => (sorted.length ? sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] : NONE);

/** A canvas with a logarithmic axis of times, and what draws into it. */
function chart(id, smallest, most) {
  const canvas = byId(id);
  const ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const draw = canvas.getContext("2d");
  draw.scale(ratio, ratio);
  const left = 58;
  const bottom = height - 20;
  const least = 10 ** Math.max(1, Math.floor(Math.log10(smallest)));
  const top = Math.max(least * 10, most);
  const y = (us) => bottom - (Math.log10(Math.max(least, us) / least) / Math.log10(top / least)) * (bottom - 10);
  const x = (t) => left + ((t - from) / Math.max(1, to - from)) * (width - left - 10);
  draw.font = "11px system-ui, sans-serif";
  draw.textBaseline = "middle";
  for (let us = least; us <= top; us *= 10) {
    draw.fillStyle = colour("--faint");
    draw.textAlign = "right";
    draw.fillText(us < 1000 ? us + " µs" : us < 1e6 ? us / 1000 + " ms" : us / 1e6 + " s", left - 6, y(us));
    draw.fillStyle = colour("--rule");
    draw.fillRect(left, y(us), width - left, 1);
  }
  draw.fillStyle = colour("--faint");
  const ticks = width < 500 ? 2 : 5;
  for (let i = 0; i <= ticks; i++) {
    const t = from + ((to - from) * i) / ticks;
    draw.textAlign = i === 0 ? "left" : i === ticks ? "right" : "center";
    if (isFinite(t)) {
      draw.fillText(new Date(data.epoch + t).toISOString().slice(5, 16).replace("T", " "), x(t), height - 9);
    }
  }
  return { draw, x, y };
}

function line({ draw, x, y }, bins, share, name, wide) {
  draw.strokeStyle = colour(name);
  draw.lineWidth = wide;
  draw.lineJoin = "round";
  draw.beginPath();
  let open = false;
  bins.forEach((values, i) => {
    const us = percentile(values, share);
    if (us < 0) {
      open = false;
      return;
    }
    const at = [x(from + ((to - from) * (i + 0.5)) / BINS), y(us)];
    if (open) {
      draw.lineTo(...at);
    } else {
      draw.moveTo(...at);
      draw.lineTo(at[0] + 1, at[1]);
    }
    open = true;
  });
  draw.stroke();
}

function legend(id, entries) {
  byId(id).replaceChildren(
    ...entries.map(([name, text]) => {
      const entry = document.createElement("span");
      const mark = document.createElement("i");
      mark.style.background = colour(name);
      entry.append(mark, text);
      return entry;
    }),
  );
}

function draw() {
  const total = binned(data.downtime);
  const most = data.downtime.reduce((a, b) => Math.max(a, b), 0);
  const smallest = Math.min(most, ...total.map((values) => values[0] ?? most));
  const first = chart("total", smallest, most);
  first.draw.fillStyle = colour("--dot");
  first.draw.globalAlpha = Math.min(0.5, Math.max(0.02, 1500 / COUNT));
  for (let i = 0; i < COUNT; i++) {
    if (shown[i] && data.whole[i] && data.begin[i] >= 0) {
      first.draw.fillRect(first.x(data.begin[i]), first.y(data.downtime[i]), 2, 2);
    }
  }
  first.draw.globalAlpha = 1;
  const shares = [["--p99", 0.99], ["--p90", 0.9], ["--p50", 0.5]];
  shares.forEach(([name, share]) => line(first, total, share, name, 2));
  legend("total-legend", [["--p50", "median"], ["--p90", "90th percentile"], ["--p99", "99th percentile"], ["--dot", "a migration that completed"]]);
  const second = chart("phases", 10, most);
  const seen = Object.entries(data.phases).filter(([, values]) => values.some((us) => us > 0));
  for (const [name, values] of seen) {
    line(second, binned(values), Number(state.phase) / 100, "--" + name + "-line", 2);
  }
  legend("phases-legend", seen.map(([name]) => ["--" + name + "-line", name]));
}

const SORTS = { begin: data.begin, downtime: data.downtime, outcome: data.outcome, version: data.version, queues: data.queues, transfer: data.transfer };

function list() {
  const order = orderBy(SORTS[state.sort]);
  rows = [];
  for (let k = 0; k < COUNT; k++) {
    const i = order[state.down ? COUNT - 1 - k : k];
    if (shown[i]) {
      rows.push(i);
    }
  }
  byId("space").style.height = rows.length * ROW + "px";
  byId("shown").textContent = grouped(rows.length) + " of " + grouped(COUNT) + " migrations";
  visible();
}

function cells(i) {
  return [time(i), ms(data.downtime[i]), data.outcomes[data.outcome[i]], data.versions[data.version[i]], data.queues[i] < 0 ? "" : String(data.queues[i]), data.transfers[data.transfer[i]], (data.cause[i] ? data.cause[i] + "  " : "") + data.capture[i]];
}

function row(texts, kind) {
  const element = document.createElement("div");
  element.className = "line";
  texts.forEach((text) => {
    const cell = document.createElement(kind);
    cell.textContent = text;
    cell.title = text;
    element.append(cell);
  });
  return element;
}

/** Only the rows that can be seen are elements. */
function visible() {
  const view = byId("list");
  const first = Math.max(0, Math.floor(view.scrollTop / ROW) - 5);
  const last = Math.min(rows.length, Math.ceil((view.scrollTop + view.clientHeight) / ROW) + 5);
  const parts = [];
  for (let k = first; k < last; k++) {
    const element = row(cells(rows[k]), "span");
    element.style.top = k * ROW + "px";
    element.classList.toggle("odd", k % 2 === 1);
    parts.push(element);
  }
  byId("space").replaceChildren(...parts);
}

function update() {
  filter();
  draw();
  list();
}

function choice(name, label, options) {
  const select = document.createElement("select");
  select.id = "by-" + name;
  for (const [value, text] of options) {
    const option = document.createElement("option");
    option.value = value;
    option.textContent = text;
    select.append(option);
  }
  select.addEventListener("change", () => {
    state[name] = name === "phase" ? select.value : Number(select.value);
    update();
  });
  const box = document.createElement("label");
  box.append(label, select);
  return box;
}

const all = (texts) => [[NONE, "all"], ...texts.map((text, i) => [i, text])];
const counts = [...new Set(data.queues)].filter((n) => n >= 0).sort((a, b) => a - b);
const search = document.createElement("input");
search.type = "search";
search.placeholder = "capture or code";
search.id = "search";
search.addEventListener("input", () => {
  state.text = search.value;
  update();
});
const count = document.createElement("span");
count.id = "shown";
byId("controls").append(
  choice("version", "QEMU", all(data.versions)),
  choice("queues", "queues", [[NONE, "all"], ...counts.map((n) => [n, n])]),
  choice("outcome", "outcome", all(data.outcomes)),
  choice("transfer", "transfer", all(data.transfers)),
  choice("phase", "phases at", [["50", "median"], ["90", "90th percentile"], ["99", "99th percentile"]]),
  search,
  count,
);
const head = byId("head");
[["begin", "began (UTC)"], ["downtime", "downtime, ms"], ["outcome", "outcome"], ["version", "QEMU"], ["queues", "queues"], ["transfer", "transfer"], ["", "cause, capture"]].forEach(([name, text]) => {
  const button = document.createElement(name ? "button" : "span");
  button.textContent = text;
  if (name) {
    button.addEventListener("click", () => {
      state.down = state.sort === name ? !state.down : true;
      state.sort = name;
      byId("list").scrollTop = 0;
      list();
    });
  }
  head.append(button);
});
byId("list").addEventListener("scroll", () => requestAnimationFrame(visible), { passive: true });
window.addEventListener("resize", () => requestAnimationFrame(() => { draw(); visible(); }));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
if (COUNT > 0) {
  byId("charts").hidden = false;
  byId("all").hidden = false;
  update();
}
