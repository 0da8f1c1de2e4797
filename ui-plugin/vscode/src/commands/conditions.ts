// SPDX-License-Identifier: Apache-2.0
// What may follow in a condition that somebody writes.
import type { ConditionNames } from "../protocol";

const MOST = 50;

/** A comparison whose right side is being written: the name, then what is there of the value. */
const COMPARISON = /([A-Za-z_][\w.[\]]*)\s*(?:==|!=)\s*("?)([^"&|()]*)$/;

/** A name that is being written; a text has none. */
const NAME = /[A-Za-z_][\w.[\]]*$/;

/** Whole conditions that what was written may become, the part at its end completed. */
export function completions(written: string, known: ConditionNames): string[] {
  const comparison = COMPARISON.exec(written);
  if (comparison) {
    const [, name = "", quote = "", begun = ""] = comparison;
    const before = written.slice(0, written.length - quote.length - begun.length);
    return (known.values[name] ?? [])
      .filter((value) => value.startsWith(begun))
      .slice(0, MOST)
      .map((value) => `${before}"${value}"`);
  }
  if ((written.match(/"/g)?.length ?? 0) % 2 === 1) {
    return [];
  }
  const begun = NAME.exec(written)?.[0] ?? "";
  if (begun === "" && !/(^|[&|!(]\s*)$/.test(written.trimEnd())) {
    return [];
  }
  const before = written.slice(0, written.length - begun.length);
  return known.names
    .filter((name) => name.startsWith(begun) && name !== begun)
    .slice(0, MOST)
    .map((name) => before + name);
}
