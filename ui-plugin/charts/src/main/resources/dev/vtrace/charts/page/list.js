// The events as a table. Only the rows in view exist, so it may have any number of them.

const ROW = 24;

class EventList {
  constructor(model, onSelect) {
    this.box = document.getElementById("list");
    this.space = document.getElementById("space");
    this.model = model;
    this.items = [];
    this.position = new Map();
    this.onSelect = onSelect;
    this.box.addEventListener("scroll", () => this.draw());
  }

  show(items, matches, selected) {
    if (this.items !== items) {
      this.items = items;
      this.position = new Map(items.map((item, index) => [item.id, index]));
    }
    this.matches = matches;
    this.selected = selected;
    this.space.style.height = this.items.length * ROW + "px";
    this.draw();
  }

  /** Scrolls until an item is in view. */
  reveal(item) {
    const top = (this.position.get(item.id) ?? 0) * ROW;
    if (top < this.box.scrollTop || top > this.box.scrollTop + this.box.clientHeight - ROW) {
      this.box.scrollTop = top - this.box.clientHeight / 2;
    }
  }

  draw(all) {
    const first = all ? 0 : Math.max(0, Math.floor(this.box.scrollTop / ROW) - 4);
    const count = all ? Math.min(this.items.length, 5000) : Math.ceil(this.box.clientHeight / ROW) + 8;
    const rows = this.items.slice(first, first + count).map((item, i) => this.row(item, first + i));
    this.space.replaceChildren(...rows);
  }

  row(item, index) {
    const row = document.createElement("div");
    const match = this.matches && this.matches.has(item.id);
    row.className = "row" + (match ? " match" : "") + (item === this.selected ? " selected" : "");
    row.style.top = index * ROW + "px";
    row.dataset.id = item.id;
    const before = this.items[index - 1];
    const timed = this.model.timed;
    const cells = [
      timed ? "+" + duration(item.begin) : "#" + item.begin,
      before && timed ? duration(item.begin - before.begin) : "",
      whereOf(item),
      item.name,
      item.state,
      item.why,
    ];
    cells.forEach((text, column) => {
      const cell = document.createElement("span");
      cell.textContent = text;
      cell.title = text;
      if (column === 4) {
        cell.className = VERDICTS.includes(text) ? text : "";
      }
      row.append(cell);
    });
    row.addEventListener("click", () => this.onSelect(item));
    return row;
  }
}
