// SPDX-License-Identifier: Apache-2.0
// QEMUs that run on this machine, and monitors that can be spoken to: from their command lines, and from sockets
// where QEMU and libvirt put them.
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

export interface Qemu {
  readonly pid: number;
  readonly name: string;
  readonly monitors: readonly string[];
}

export interface Found {
  readonly qemus: readonly Qemu[];
  /** Sockets whose name says that they are monitors, and those of the command lines. */
  readonly monitors: readonly string[];
}

const PLACES = ["/run", "/var/lib/libvirt/qemu", path.join(os.homedir(), ".cache")];
const DEEPEST = 4;
const MOST_FOLDERS = 4000;
const MONITOR = /qmp|monitor/i;

export async function findQemus(): Promise<Found> {
  const [qemus, sockets] = await Promise.all([running(), socketsIn(PLACES)]);
  const monitors = new Set([...qemus.flatMap((qemu) => qemu.monitors), ...sockets]);
  return { qemus, monitors: [...monitors].sort() };
}

async function running(): Promise<Qemu[]> {
  const out: Qemu[] = [];
  for (const entry of await fs.readdir("/proc").catch(() => [])) {
    if (/^\d+$/.test(entry)) {
      // A process may have ended meanwhile, or be that of somebody else.
      const line = await fs.readFile(`/proc/${entry}/cmdline`, "utf8").catch(() => "");
      const qemu = qemuOf(Number(entry), line.split("\0"));
      if (qemu) {
        out.push(qemu);
      }
    }
  }
  return out;
}

/** What a command line tells, if it is one of QEMU. */
export function qemuOf(pid: number, words: readonly string[]): Qemu | undefined {
  if (!/^qemu-(?:system-\w+|kvm)$|^kvm$/.test(path.basename(words[0] ?? ""))) {
    return undefined;
  }
  const after = (option: string) =>
    words.flatMap((word, i) => (word === `-${option}` || word === `--${option}` ? [words[i + 1] ?? ""] : []));
  const member = (text: string, name: string) =>
    text
      .split(",")
      .find((part) => part.startsWith(`${name}=`))
      ?.slice(name.length + 1);
  const direct = after("qmp").flatMap((text) => addressOf(text));
  const controls = after("mon").filter((text) => member(text, "mode") === "control");
  const wanted = new Set(controls.map((text) => member(text, "chardev") ?? text.split(",")[0]));
  const behind = after("chardev")
    .filter((text) => wanted.has(member(text, "id")))
    .flatMap((text) => member(text, "path") ?? []);
  const [named = ""] = after("name");
  const name = member(named, "guest") ?? named.split(",")[0] ?? "";
  return { pid, name, monitors: [...direct, ...behind] };
}

function addressOf(text: string): string[] {
  const [, kind, where] = /^(unix|tcp):([^,]+)/.exec(text) ?? [];
  return kind === "unix" ? [where!] : kind === "tcp" ? [`tcp:${where}`] : [];
}

/** Sockets below some folders that are monitors by their name; links are not followed. */
export async function socketsIn(places: readonly string[]): Promise<string[]> {
  const out: string[] = [];
  const queue = places.map((place) => ({ place, depth: 0 }));
  for (let seen = 0; queue.length > 0 && seen < MOST_FOLDERS; seen++) {
    const { place, depth } = queue.shift()!;
    for (const entry of await fs.readdir(place, { withFileTypes: true }).catch(() => [])) {
      const here = path.join(place, entry.name);
      if (entry.isDirectory() && depth < DEEPEST) {
        queue.push({ place: here, depth: depth + 1 });
      } else if (entry.isSocket() && MONITOR.test(entry.name)) {
        out.push(here);
      }
    }
  }
  return out;
}
