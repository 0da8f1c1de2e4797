// The timeline as the page uses it; the picture of it is that of the editor.

const { duration, wallClock, VERDICTS } = vtracePicture;

const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2060-\u206f\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]/gu;

/** Text in which nothing reorders or hides what stands around it: such characters become numbers. */
function plain(text) {
  return text.replace(HIDDEN, (c) => {
    const digits = c.codePointAt(0).toString(16);
    return digits.length > 4 ? `\\u{${digits}}` : digits.length > 2 ? `\\u${digits.padStart(4, "0")}` : `\\x${digits.padStart(2, "0")}`;
  });
}

/** The picture of a timeline, whose items have what the page says of them, too. */
function readPicture(canvas, text) {
  const data = JSON.parse(text, (key, value) => (typeof value === "string" ? plain(value) : value));
  const picture = new vtracePicture.Picture(canvas, data);
  const { model, run } = picture;
  model.lanes.forEach((lane, index) => Object.assign(lane, { participant: "", device: "", queue: -1, ...lane, index }));
  for (const item of run.items) {
    const { evidence = [], links = [] } = data.items[item.id];
    Object.assign(item, { evidence, links, place: laneOf(model, item) });
  }
  return picture;
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
