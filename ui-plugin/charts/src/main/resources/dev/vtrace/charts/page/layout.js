// Which lanes are shown, and where.

const HEIGHTS = { participant: 22, device: 40, queue: 22, backend: 24, stream: 28 };
const HEAD = 54;

function layOut(model, shows) {
  const queues = model.lanes.filter((lane) => lane.kind === "queue" && shows(lane)).length;
  let y = HEAD;
  const rows = [];
  for (const lane of model.lanes) {
    if (!shows(lane)) {
      rows.push(null);
      continue;
    }
    const height = lane.kind === "queue" && queues > 24 ? 12 : HEIGHTS[lane.kind];
    const middle = y + height * (lane.kind === "device" ? 0.68 : 0.5);
    rows.push({ lane, top: y, height, middle });
    y += height;
  }
  return { rows, height: y + 6 };
}

/** The last shown lane of the participant that a lane belongs to. */
function lastRow(model, rows, lane) {
  let last = null;
  for (const row of rows) {
    if (row && row.lane.participant === model.lanes[lane].participant) {
      last = row;
    }
  }
  return last;
}
