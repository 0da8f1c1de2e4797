// SPDX-License-Identifier: Apache-2.0
// Walks through folders and finds the captures in them. It says how far it is, and never ends without a word.
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { byLikelihood, isCandidate, NEVER } from "./names";
import { guessFile, type Guess } from "./recognise";

export interface Walked {
  /** Folders and files that were looked at. */
  readonly folders: number;
  readonly files: number;
  /** Files whose beginning was read, since their names say that they may be evidence. */
  readonly read: number;
  /** Where it is. */
  readonly folder: string;
}

export interface Walk {
  /** A folder or a .vtrace file that holds evidence, in the order in which they are found. */
  found(capture: string): void;
  /** Now and then; false ends the walk. */
  goOn(walked: Walked): boolean | Promise<boolean>;
}

/** Looks at all below some folders, those at the top first. Links to folders are not followed: they may go in circles. */
export async function walk(roots: readonly string[], { found, goOn }: Walk): Promise<Walked> {
  const waiting = [...roots];
  let folders = 0;
  let files = 0;
  let read = 0;
  let folder = "";
  const far = () => ({ folders, files, read, folder });
  for (let next = 0; next < waiting.length; next++) {
    folder = waiting[next]!;
    const entries = await fs.readdir(folder, { withFileTypes: true }).catch(() => []);
    entries.sort((a, b) => a.name.localeCompare(b.name));
    folders++;
    for (const entry of entries) {
      if (entry.isDirectory() && !NEVER.has(entry.name)) {
        waiting.push(path.join(folder, entry.name));
      }
    }
    const names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
    files += names.length;
    const more = await look(folder, names, found, async () => {
      read++;
      return goOn(far());
    });
    if (!more || !(await goOn(far()))) {
      break;
    }
  }
  return far();
}

/** Looks into the files of a folder; false where it was told not to go on. */
async function look(
  folder: string,
  names: string[],
  found: (capture: string) => void,
  goOn: () => Promise<boolean>,
): Promise<boolean> {
  let evidence = false;
  for (const name of byLikelihood(names.filter(isCandidate))) {
    const file = path.join(folder, name);
    const archive = name.endsWith(".vtrace");
    if (evidence && !archive) {
      continue;
    }
    if (!(await goOn())) {
      return false;
    }
    const guess = await guessFile(file);
    if (archive && guess === "capture") {
      found(file);
    } else if (!archive && isEvidence(name, guess)) {
      evidence = true;
      found(folder);
    }
  }
  return true;
}

/** Whether a file with such a content makes its folder a capture. */
export function isEvidence(name: string, guess: Guess): boolean {
  switch (guess) {
    case undefined:
      return false;
    case "packed":
      return name.startsWith("stream");
    case "capture":
      return name === "capture.json";
    default:
      return true;
  }
}
