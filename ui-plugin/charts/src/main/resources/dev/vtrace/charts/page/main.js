// Puts it together: the state of the page, and what changes it.

class App {
  constructor(text) {
    this.canvas = document.getElementById("canvas");
    this.picture = readPicture(this.canvas, text);
    const { model, run } = this.picture;
    this.model = model;
    this.items = run.items;
    vtracePicture.fillLegend(document.getElementById("legend"), run);
    this.view = { from: 0, to: 1 };
    this.selected = null;
    this.list = new EventList(model, (item) => this.select(item));
    this.filter = new Filter(this.picture, () => this.update());
    this.migration = -1;
    listen(this.canvas, this);
    listenKeys(this);
    new ResizeObserver(() => this.draw()).observe(document.getElementById("stage"));
    const click = (id, action) => document.getElementById(id).addEventListener("click", action);
    click("zoom-in", () => this.zoom(0.6));
    click("zoom-out", () => this.zoom(1 / 0.6));
    click("fit", () => this.fit());
    click("migration", () => this.nextMigration());
    click("theme", () => this.toggleTheme());
    document.getElementById("controls").addEventListener("submit", (event) => event.preventDefault());
    window.addEventListener("beforeprint", () => this.list.draw(true));
    window.addEventListener("afterprint", () => this.list.draw());
    this.setTheme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    this.update();
  }

  /** What is shown has changed. */
  update() {
    this.shown = this.filter.items();
    this.matches = this.filter.matches(this.shown);
    this.listed = this.matches ? this.shown.filter((item) => this.matches.has(item.id)) : this.shown;
    this.layout = this.picture.layOut((lane) => this.filter.showsLane(lane));
    const found = document.getElementById("found");
    found.textContent = this.matches ? this.matches.size + " found" : this.shown.length + " events";
    this.list.show(this.listed, this.matches, this.selected);
    this.draw();
  }

  draw() {
    if (!this.frame) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.drawNow();
      });
    }
  }

  drawNow() {
    this.width = document.getElementById("stage").clientWidth;
    this.names = this.width < 600 ? 92 : 180;
    const { view, layout, width, names, matches, selected } = this;
    const shows = (item) => this.filter.showsItem(item);
    this.picture.paint({ view, layout, width, names, matches, selected, shows });
  }

  unitsPerPixel() {
    return this.picture.unitAt(1) - this.picture.unitAt(0);
  }

  unitAt(x) {
    return this.picture.unitAt(x);
  }

  setView(from, to) {
    const wide = Math.min(1, Math.max(1e-9, to - from));
    const left = Math.min(1 - wide, Math.max(0, from));
    this.view = { from: left, to: left + wide };
    this.draw();
  }

  zoom(factor, around) {
    const { from, to } = this.view;
    const middle = around ?? (this.selected ? this.selected.u0 : (from + to) / 2);
    const fixed = Math.min(to, Math.max(from, middle));
    this.setView(fixed - (fixed - from) * factor, fixed + (to - fixed) * factor);
  }

  pan(units) {
    this.setView(this.view.from + units, this.view.to + units);
  }

  panBy(part) {
    this.pan(part * (this.view.to - this.view.from));
  }

  fit() {
    this.setView(0, 1);
  }

  nextMigration() {
    const bands = this.picture.run.bands.filter((item) => item.kind === "handover");
    if (bands.length > 0) {
      this.migration = (this.migration + 1) % bands.length;
      const { u0, u1 } = bands[this.migration];
      const margin = Math.max(0.01, (u1 - u0) * 0.06);
      this.setView(u0 - margin, u1 + margin);
    }
  }

  /** Selects an item, with a little of what is before and after it. */
  goTo(item) {
    const margin = Math.max(0.02, (item.u1 - item.u0) * 0.2);
    this.setView(item.u0 - margin, item.u1 + margin);
    this.select(item);
  }

  select(item) {
    this.selected = item;
    const index = item ? this.listed.indexOf(item) : -1;
    showDetails(this.model, item, index > 0 ? this.listed[index - 1] : null, (other) => this.select(other));
    this.list.show(this.listed, this.matches, item);
    if (item) {
      this.list.reveal(item);
      const { from, to } = this.view;
      if (item.u1 < from || item.u0 > to) {
        this.pan(item.u0 - (from + to) / 2);
      }
    }
    this.draw();
  }

  step(by) {
    let at = this.selected ? this.listed.indexOf(this.selected) : by > 0 ? -1 : this.listed.length;
    if (this.selected && at < 0) {
      // It is not in the table: go on from where it would be.
      at = this.listed.findIndex((item) => item.id > this.selected.id) - (by > 0 ? 1 : 0);
    }
    const next = this.listed[at + by];
    if (next) {
      this.select(next);
    }
  }

  stepMatch(by) {
    const at = this.listed.indexOf(this.selected);
    const count = this.listed.length;
    if (this.matches && count > 0) {
      this.select(this.listed[(at + by + count) % count]);
    }
  }

  itemAt(x, y) {
    return this.picture.itemAt(x, y) ?? null;
  }

  selectAt(x, y) {
    this.select(this.itemAt(x, y));
  }

  titleAt(x, y) {
    const item = this.items.length < 20000 ? this.itemAt(x, y) : null;
    return item ? describe(this.model, item) + (item.why ? "\n" + item.why : "") : "";
  }

  setTheme(theme) {
    document.documentElement.dataset.theme = theme;
    this.picture.refresh();
    this.draw();
  }

  toggleTheme() {
    this.setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
  }
}

document.getElementById("app").hidden = false;
const app = new App(document.getElementById("data").textContent);
const first = app.items.find(({ id }) => String(id) === document.body.dataset.item);
if (first) {
  app.goTo(first);
}
