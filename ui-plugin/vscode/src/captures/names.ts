// SPDX-License-Identifier: Apache-2.0
// Which files are looked into when captures are searched: by the names that QEMU, libvirt, logrotate, recorders and
// people give to logs, streams and messages. What a file is, its content tells.

// People's own endings, and those of packers.
const ENDINGS =
  /\.(?:log|txt|out|err|stderr|stdout|trace|simpletrace|ftrace|strace|bin|dat|stream|mig|migration|save|state|dump|jsonl?|ndjson|qmp|pcap|pcapng|vtrace|gz|xz|zst|zip)$/i;

// QEMU's simpletrace back-end writes trace-PID where nothing else is said.
const QEMU_TRACE = /^trace-\d+$/;

// logrotate: vm1.log.1, vm1.log.2.gz, vm1.log-20261130, vm1.log-20261130-1795996800.
const ROTATED = /\.(?:log|trace|out|err|txt)(?:\.\d+|-\d{8}(?:-\d+)?)$/i;

/** Folders that hold what people build, not what they record. */
export const NEVER: ReadonlySet<string> = new Set([
  "node_modules",
  ".git",
  ".hg",
  ".svn",
  "target",
  "build",
  "dist",
]);

/** Whether a file of this name may tell of a migration. */
export function isCandidate(name: string): boolean {
  const without = name.replace(/\.(?:gz|xz|zst)$/i, "");
  return ENDINGS.test(name) || QEMU_TRACE.test(without) || ROTATED.test(without) || !name.includes(".");
}

/** Of the files of a folder those come first that most likely tell what it is. */
export function byLikelihood(names: string[]): string[] {
  const rank = (name: string) =>
    name === "capture.json" ? 0 : /log|trace|qemu|\.err$/i.test(name) ? 1 : name.endsWith(".json") ? 3 : 2;
  return names.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}
