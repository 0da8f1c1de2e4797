// What is known of one event, what proves it, and where to go from it. Everything that comes from
// the evidence is put in as text, never as markup.

function element(name, text, parent) {
  const out = document.createElement(name);
  out.textContent = text;
  parent.append(out);
  return out;
}

function describe(model, item) {
  return [item.kind, item.name, item.queue >= 0 ? "q" + item.queue : "", item.state].filter(Boolean).join(" ");
}

function showDetails(model, item, before, onSelect) {
  const box = document.getElementById("details");
  box.replaceChildren();
  if (!item) {
    element("p", "Select an event to see what proves it.", box);
    return;
  }
  element("h2", item.name + (item.queue >= 0 ? ", queue " + item.queue : ""), box);
  const list = element("dl", "", box);
  const field = (name, value) => {
    if (value !== "") {
      element("dt", name, list);
      element("dd", value, list).className = name === "State" && VERDICTS.includes(value) ? value : "";
    }
  };
  field("Kind", item.kind);
  field("State", item.state);
  field("Why", item.why);
  field("Where", whereOf(item));
  if (model.timed) {
    const told = item.estimated ? " (estimated, between known times)" : "";
    field("Time", wallClock(app.picture.run.begin, item.begin) + told);
    field("Since begin", "+" + duration(item.begin));
    field("Since previous", before ? duration(item.begin - before.begin) + " after " + before.name : "");
    field("Takes", item.end > item.begin ? duration(item.end - item.begin) : "");
  } else {
    field("Order", "#" + item.begin);
  }
  if (item.evidence.length > 0) {
    element("h3", "Evidence", box);
    for (const each of item.evidence) {
      element("div", placeOf(each) + neighbourOf(each), box);
      element("pre", each.text, box);
    }
  }
  addLinks(model, item, box, onSelect);
}

function addLinks(model, item, box, onSelect) {
  const related = item.links.map((id) => app.picture.run.byId.get(id));
  if (item.within >= 0) {
    related.unshift(app.picture.run.byId.get(item.within));
  }
  for (const each of item.evidence) {
    if (each.offset !== undefined && item.kind !== "section") {
      related.push(...sectionsAt(model, each));
    }
  }
  const inside = item.kind === "window" ? membersOf(model, item) : [];
  for (const [title, items] of [["Belongs to", related], ["In it", inside]]) {
    if (items.length > 0) {
      element("h3", title, box);
      for (const other of items.slice(0, 200)) {
        element("button", describe(model, other), box).addEventListener("click", () => onSelect(other));
      }
    }
  }
}

/** Sections of a stream in which the bytes of the evidence lie. */
function sectionsAt(model, evidence) {
  return app.items.filter((item) => {
    const at = item.kind === "section" ? item.evidence[0] : null;
    const length = at ? parseInt(at.text, 10) : 0;
    return at && at.file === evidence.file && evidence.offset >= at.offset && evidence.offset < at.offset + length;
  });
}

function membersOf(model, window) {
  return app.items.filter((item) => item.kind === "operation" && item.within === window.id);
}
