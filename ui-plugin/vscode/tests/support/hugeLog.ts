// SPDX-License-Identifier: Apache-2.0
// A run whose source logs its rings being stopped and started again and again, before it migrates.
import * as fs from "node:fs";
import * as path from "node:path";

const LIFE = / vhost_(user_blk_st|dev_st|virtque_st)/;

/**
 * Makes the log of the source in a copy of a recorded run as long as wanted. The last line of the file stays what
 * it was.
 *
 * @returns the number of lines
 */
export function prolong(folder: string, ordinary: string, lines: number): number {
  const file = path.join(folder, "src.trace.log");
  const log = fs.readFileSync(file, "utf8").trim().split("\n");
  const from = log.findIndex((line) => line.includes(" vhost_user_blk_start_out ")) + 1;
  const life = lifeOf(ordinary, log);
  const begin = micros(log[from - 1]!) + 1_000n;
  const end = micros(log.find((line, i) => i > from && line.includes(" migrate_set_state "))!) - 1_000n;
  const times = Math.floor((lines - log.length) / life.length);
  const count = BigInt(times * life.length);
  const out = fs.openSync(file, "w");
  fs.writeSync(out, log.slice(0, from).join("\n") + "\n");
  let number = 0n;
  for (let time = 0; time < times;) {
    const part: string[] = [];
    for (const until = Math.min(times, time + 2_000); time < until; time++) {
      for (const text of life) {
        part.push(timeOf(begin + ((end - begin) * number++) / count) + text);
      }
    }
    fs.writeSync(out, part.join("\n") + "\n");
  }
  fs.writeSync(out, log.slice(from).join("\n") + "\n");
  fs.closeSync(out);
  return log.length + times * life.length;
}

/** A stop and a start of an ordinary run, as the device of this log would write them. */
function lifeOf(ordinary: string, log: readonly string[]): string[] {
  const lines = fs.readFileSync(path.join(ordinary, "src.trace.log"), "utf8").trim().split("\n");
  const part = (what: string) => {
    const from = lines.findIndex((line) => line.includes(` vhost_user_blk_${what}_in `));
    const to = lines.findIndex((line) => line.includes(` vhost_user_blk_${what}_out `));
    return lines.slice(from, to + 1).filter((line) => LIFE.test(line));
  };
  const pointers = (all: readonly string[]) =>
    [/ vhost_user_blk_start_in vdev (0x\w+)/, / vhost_dev_start_in (0x\w+)/].map((pattern) =>
      all.map((line) => pattern.exec(line)?.[1]).find((found) => found !== undefined)!,
    );
  const own = pointers(log);
  const theirs = pointers(lines);
  return [...part("stop"), ...part("start")].map((line) =>
    theirs.reduce((text, pointer, i) => text.replace(pointer, own[i]!), line.slice(line.indexOf(" "))),
  );
}

let second = -1n;
let prefix = "";

function timeOf(at: bigint): string {
  const now = at / 1_000_000n;
  if (now !== second) {
    second = now;
    prefix = new Date(Number(now) * 1000).toISOString().slice(0, 19);
  }
  return `${prefix}.${String(at % 1_000_000n).padStart(6, "0")}Z`;
}

function micros(line: string): bigint {
  const [, seconds, rest] = /^(\S+)\.(\d{6})Z/.exec(line)!;
  return BigInt(Date.parse(`${seconds}Z`)) * 1000n + BigInt(rest!);
}
