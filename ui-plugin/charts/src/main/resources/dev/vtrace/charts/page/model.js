// The timeline as the page uses it. Times become numbers of nanoseconds since its begin, which a
// double holds exactly for 104 days.

const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2060-\u206f\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]/gu;

/** Text in which nothing reorders or hides what stands around it: such characters become numbers. */
function plain(text) {
  return text.replace(HIDDEN, (c) => {
    const digits = c.codePointAt(0).toString(16);
    return digits.length > 4 ? `\\u{${digits}}` : digits.length > 2 ? `\\u${digits.padStart(4, "0")}` : `\\x${digits.padStart(2, "0")}`;
  });
}

function readModel(text) {
  const data = JSON.parse(text, (key, value) => (typeof value === "string" ? plain(value) : value));
  const begin = BigInt(data.begin);
  const since = (time) => Number(BigInt(time) - begin);
  const model = {
    name: data.name,
    timed: data.clock === "time",
    begin,
    length: since(data.end),
    lanes: data.lanes.map((lane, index) => ({ participant: "", device: "", queue: -1, ...lane, index })),
    segments: data.segments.map((s) => ({ ...s, begin: since(s.begin), end: since(s.end) })),
    items: data.items,
  };
  for (const item of model.items) {
    item.begin = since(item.begin);
    item.end = item.end === undefined ? item.begin : since(item.end);
    item.state = item.state || "";
    item.why = item.why || "";
    item.evidence = item.evidence || [];
    item.links = item.links || [];
    item.place = laneOf(model, item);
  }
  for (const item of model.items) {
    item.u0 = toUnit(model.segments, item.begin);
    item.u1 = item.end === item.begin ? item.u0 : toUnit(model.segments, item.end);
  }
  return model;
}

/** The lane that an item is listed under: of a message the QEMU's end, not the back-end's. */
function laneOf(model, item) {
  const lane = model.lanes[item.lane];
  if (item.kind === "message" && lane && lane.kind === "backend" && model.lanes[item.to]) {
    return model.lanes[item.to];
  }
  return lane || { participant: "", device: "", queue: -1, label: "", kind: "", index: -1 };
}

/** What search looks at, made when it is first needed. */
function searchText(item) {
  if (item.text === undefined) {
    const parts = [item.name, item.state, item.why, item.kind, item.place.participant, item.place.device];
    for (const e of item.evidence) {
      parts.push(placeOf(e), e.text);
    }
    item.text = parts.join("\n").toLowerCase();
  }
  return item.text;
}

function placeOf(evidence) {
  return evidence.line === undefined
    ? evidence.file + " at byte " + evidence.offset
    : evidence.file + ":" + evidence.line;
}

/** What a message at the edge of a silence is. */
function neighbourOf({ neighbour }) {
  return !neighbour ? "" : neighbour.side === "before" ? " (last before)" : " (first after)";
}

function whereOf(item) {
  const lane = item.place;
  const parts = [lane.participant, lane.device.split("/").pop()];
  if (lane.queue >= 0) {
    parts.push("q" + lane.queue);
  }
  return parts.filter((part) => part !== "").join(" ") || lane.label;
}
