// SPDX-License-Identifier: Apache-2.0
// Lengths of time in words, the same in all views.

const UNITS: readonly [number, string][] = [
  [1e9, " s"],
  [1e6, " ms"],
  [1e3, " \u00b5s"],
];

/** A duration with three significant digits, cut and not rounded: as all of vtrace says it. */
export function duration(ns: number): string {
  const whole = Math.round(ns);
  if (whole >= 12e10) {
    return `${Math.floor(whole / 6e10)} min ${Math.floor((whole % 6e10) / 1e9)} s`;
  }
  for (const [size, name] of UNITS) {
    if (whole >= size) {
      const decimals = whole >= 100 * size ? 0 : whole >= 10 * size ? 1 : 2;
      return cut(whole, size, decimals) + name;
    }
  }
  return `${whole} ns`;
}

/**
 * A time at a tick, with as many decimals as it takes to tell it from the next one.
 *
 * @param step how far the ticks are apart
 * @param most the largest time beside it, which all have the unit of
 */
export function tickText(ns: number, step: number, most = ns): string {
  const [size, name] = UNITS.find(([each]) => most >= each) ?? [1, " ns"];
  const decimals = Math.round(Math.log10(size)) - Math.floor(Math.log10(Math.max(1, step)) + 1e-9);
  return cut(Math.round(ns), size, Math.max(0, decimals)) + name;
}

function cut(ns: number, unit: number, decimals: number): string {
  const whole = Math.floor(ns / unit);
  const rest = String(ns - whole * unit).padStart(Math.round(Math.log10(unit)), "0");
  return decimals === 0 ? String(whole) : `${whole}.${rest.slice(0, decimals)}`;
}
