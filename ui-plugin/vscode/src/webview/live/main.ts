// SPDX-License-Identifier: Apache-2.0
// The form of a recording, and what happens while it runs.
import { FORMS, problemsOf, type FieldModel, type Mode } from "../../live/form";
import type { FromLive, ToLive } from "../../live/messages";
import { byId, connect, element, onMessage } from "../host";

const MOST_LINES = 5000;
const TITLES: Record<Mode, string> = { record: "Record a migration", attach: "Attach to a QEMU that runs" };

const host = connect<FromLive>();
const form = byId<HTMLFormElement>("form");
let mode: Mode | undefined;

onMessage<ToLive>((message) => {
  switch (message.type) {
    case "form":
      offer(
        "monitors",
        message.found.monitors.map((each) => [each, ""]),
      );
      offer(
        "processes",
        message.found.qemus.map(({ pid, name, monitors }) => [String(pid), `${name} ${monitors.join(" ")}`]),
      );
      document.body.dataset["monitors"] = String(message.found.monitors.length);
      if (!mode) {
        ({ mode } = message);
        byId("title").textContent = TITLES[mode];
        form.append(...FORMS[mode].map((field) => fieldOf(field, message.values[field.id] ?? "")));
        check(false);
      }
      return;
    case "plan":
      input("plan").value = message.file;
      check(false);
      return;
    case "lines":
      show(message.lines);
      return;
    case "state":
      byId("state").textContent = message.sentence;
      byId<HTMLButtonElement>("start").disabled = message.running;
      byId<HTMLButtonElement>("stop").disabled = !message.running;
  }
});

function offer(list: string, values: readonly (readonly [string, string])[]): void {
  byId(list).replaceChildren(
    ...values.map(([value, label]) => {
      const option = new Option(label, value);
      option.label = label;
      return option;
    }),
  );
}

function fieldOf({ id, label, hint, offers }: FieldModel, value: string): HTMLElement {
  const row = document.createElement("div");
  row.className = "field";
  const name = element("label", label, row);
  const box = document.createElement(Array.isArray(offers) ? "select" : "input");
  name.htmlFor = box.id = `field-${id}`;
  box.setAttribute("aria-describedby", `hint-${id}`);
  if (box instanceof HTMLSelectElement) {
    box.add(new Option("", ""));
    (offers as readonly string[]).forEach((each) => box.add(new Option(each, each)));
  } else {
    box.spellcheck = false;
    box.value = value;
    if (typeof offers === "string") {
      box.setAttribute("list", offers);
    }
  }
  box.addEventListener("input", () => check(false));
  row.append(box);
  if (id === "plan") {
    const choose = element("button", "Choose...", row);
    choose.type = "button";
    choose.addEventListener("click", () => host.post({ type: "choosePlan" }));
  }
  element("span", hint, row, "hint").id = `hint-${id}`;
  return row;
}

function input(id: string): HTMLInputElement | HTMLSelectElement {
  return byId<HTMLInputElement>(`field-${id}`);
}

function values(): Record<string, string> {
  return Object.fromEntries(FORMS[mode!].map(({ id }) => [id, input(id).value]));
}

/** Shows what is wrong; before somebody starts it only with what was typed. True if nothing is. */
function check(starting: boolean): boolean {
  const problems = problemsOf(mode!, values());
  for (const { id, hint } of FORMS[mode!]) {
    const problem = starting || input(id).value !== "" ? problems[id] : undefined;
    const said = byId(`hint-${id}`);
    said.textContent = problem ?? hint;
    said.classList.toggle("violation", problem !== undefined);
    input(id).setAttribute("aria-invalid", String(problem !== undefined));
  }
  return Object.keys(problems).length === 0;
}

function show(lines: readonly string[]): void {
  const live = byId("live");
  const atEnd = live.scrollTop + live.clientHeight >= live.scrollHeight - 4;
  for (const line of lines) {
    element("div", line, live);
  }
  while (live.childElementCount > MOST_LINES) {
    live.firstElementChild?.remove();
  }
  if (atEnd) {
    live.scrollTop = live.scrollHeight;
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (check(true)) {
    byId("live").replaceChildren();
    host.post({ type: "start", values: values() });
  } else {
    form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }
});
byId("stop").addEventListener("click", () => host.post({ type: "stop" }));
byId("look").addEventListener("click", () => host.post({ type: "look" }));
host.post({ type: "ready" });
