// SPDX-License-Identifier: Apache-2.0
// Folders to open, made from the recordings in samples/.
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { gunzipSync } from "node:zlib";
import { ROOT } from "./codeServer";

const SAMPLES = path.resolve(ROOT, "../../samples");

const PREFIX = "vtrace-workspace-";

export function emptyFolder(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), PREFIX));
}

/** A copy of a sample, with its logs unpacked; `rename` gives files other names. */
export function copyOfSample(name: string, rename: Record<string, string> = {}): string {
  return copyInto(path.join(emptyFolder(), name), name, rename);
}

/** A copy of a sample in a new folder. */
export function copyInto(folder: string, name: string, rename: Record<string, string> = {}): string {
  fs.mkdirSync(folder);
  for (const file of fs.readdirSync(path.join(SAMPLES, name))) {
    const data = fs.readFileSync(path.join(SAMPLES, name, file));
    const packed = file.endsWith(".gz");
    const plain = packed ? file.slice(0, -3) : file;
    fs.writeFileSync(path.join(folder, rename[plain] ?? plain), packed ? gunzipSync(data) : data);
  }
  return folder;
}

/** Removes a folder that was made here, with what is around it. */
export function remove(folder: string): void {
  const [made = ""] = path.relative(os.tmpdir(), folder).split(path.sep);
  if (!made.startsWith(PREFIX)) {
    throw new Error(`${folder} was not made here`);
  }
  fs.rmSync(path.join(os.tmpdir(), made), { recursive: true, force: true, maxRetries: 20 });
}
