// What is shown: by participant, device, queue, verdict and words.

const STATES = ["executed", "skipped", "not-due", "failed", "violation", "unknown"];
const HIDDEN_AT_FIRST = ["not-due"];

class Filter {
  constructor({ model, run }, onChange) {
    this.model = model;
    this.run = run;
    this.verdicts = new Set(STATES.filter((state) => !HIDDEN_AT_FIRST.includes(state)));
    this.words = "";
    this.participant = this.choices("participant", (lane) => lane.participant, onChange);
    this.device = this.choices("device", (lane) => lane.device, onChange);
    this.queue = this.choices("queue", (lane) => (lane.queue >= 0 ? String(lane.queue) : ""), onChange);
    const box = document.getElementById("verdicts");
    for (const state of STATES) {
      const count = run.items.filter((item) => item.kind === "operation" && item.state === state).length;
      const label = document.createElement("label");
      const input = document.createElement("input");
      input.type = "checkbox";
      input.name = state;
      input.checked = this.verdicts.has(state);
      input.addEventListener("change", () => {
        this.verdicts[input.checked ? "add" : "delete"](state);
        onChange();
      });
      label.append(input, " " + state + " " + count);
      label.className = state;
      box.append(label);
    }
    this.search = document.getElementById("search");
    this.search.addEventListener("input", () => {
      this.words = this.search.value.trim().toLowerCase();
      onChange();
    });
  }

  choices(id, key, onChange) {
    const select = document.getElementById(id);
    select.append(new Option("all", ""));
    for (const value of new Set(this.model.lanes.map(key))) {
      if (value !== "") {
        select.append(new Option(value, value));
      }
    }
    select.addEventListener("change", onChange);
    return select;
  }

  showsLane(lane) {
    const { participant, device, queue } = this;
    if (lane.kind === "stream" || (lane.kind === "backend" && device.value === "")) {
      return participant.value === "" || lane.kind === "backend";
    }
    return (
      (participant.value === "" || lane.participant === participant.value) &&
      (device.value === "" || lane.device === "" || lane.device === device.value) &&
      (queue.value === "" || lane.queue < 0 || String(lane.queue) === queue.value)
    );
  }

  showsItem(item) {
    return item.state !== "off" && (item.kind !== "operation" || this.verdicts.has(item.state));
  }

  /** Items for the list. A message that is known as an operation is not listed twice. */
  items() {
    const listed = (item) => item.kind !== "ring" && !(item.kind === "message" && item.links.length > 0);
    return this.run.items.filter(
      (item) => listed(item) && this.showsItem(item) && (item.place.index < 0 || this.showsLane(item.place)),
    );
  }

  matches(items) {
    if (this.words === "") {
      return null;
    }
    const words = this.words.split(/\s+/);
    const found = new Set();
    for (const item of items) {
      const text = searchText(item);
      if (words.every((word) => text.includes(word))) {
        found.add(item.id);
      }
    }
    return found;
  }
}
