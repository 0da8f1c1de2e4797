// SPDX-License-Identifier: Apache-2.0
// A trace log of a guest whose rings are started and stopped again and again: what was recorded once, repeated.
import { readFileSync, writeFileSync } from "node:fs";

const EVENTS = / vhost_(user_(read|write|blk_st)|dev_st|virtque_st)/;

/** Writes the life of the rings in a log, from their start to their stop, so many times, one after another. */
export function repeatRings(log: string, target: string, times: number): void {
  const lines = readFileSync(log, "utf8").trim().split("\n");
  const first = lines.findIndex((line) => line.includes(" vhost_user_blk_start_in "));
  const life = lines.slice(first).filter((line) => EVENTS.test(line));
  const begin = micros(life[0]!);
  const head = lines.slice(0, first);
  const out: string[] = [...head];
  for (let time = 0; time < times; time++) {
    life.forEach((line, index) => {
      const at = begin + BigInt(time * life.length + index) * 50n;
      const text = line.slice(line.indexOf(" "));
      const seconds = new Date(Number(at / 1000n)).toISOString().slice(0, 19);
      out.push(`${seconds}.${String(at % 1_000_000n).padStart(6, "0")}Z${text}`);
    });
  }
  writeFileSync(target, out.join("\n") + "\n");
}

function micros(line: string): bigint {
  const [, seconds, rest] = /^(\S+)\.(\d{6})Z/.exec(line)!;
  return BigInt(Date.parse(`${seconds}Z`)) * 1000n + BigInt(rest!);
}
