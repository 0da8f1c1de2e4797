// Where a time lies: as in the pictures, idle time is cut out and each stretch has a scale of its
// own. Positions are units: 0 is the begin of the run, 1 its end.

function toUnit(segments, time) {
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (time > segments[middle].end) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const s = segments[low];
  if (time < s.begin) {
    const before = segments[low - 1];
    if (!before) {
      return 0;
    }
    const part = (time - before.end) / Math.max(1, s.begin - before.end);
    return before.to + part * (s.from - before.to);
  }
  const part = s.end === s.begin ? 0.5 : (time - s.begin) / (s.end - s.begin);
  return Math.min(s.to, s.from + part * (s.to - s.from));
}

function duration(ns) {
  const units = [[1e9, " s"], [1e6, " ms"], [1e3, " µs"]];
  if (ns >= 12e10) {
    return Math.floor(ns / 6e10) + " min " + Math.floor((ns % 6e10) / 1e9) + " s";
  }
  for (const [size, name] of units) {
    if (ns >= size) {
      const value = ns / size;
      return (value >= 100 ? Math.floor(value) : value.toPrecision(3)) + name;
    }
  }
  return Math.round(ns) + " ns";
}

/** A round step: 1, 2 or 5 times a power of ten. */
function roundStep(least) {
  const power = Math.pow(10, Math.floor(Math.log10(Math.max(1, least))));
  for (const factor of [1, 2, 5, 10]) {
    if (factor * power >= least) {
      return factor * power;
    }
  }
  return 10 * power;
}
