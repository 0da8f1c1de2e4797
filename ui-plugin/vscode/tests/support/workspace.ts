// SPDX-License-Identifier: Apache-2.0
// Folders to open, made from the recordings in samples/.
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { gunzipSync } from "node:zlib";
import { ROOT } from "./codeServer";

const SAMPLES = path.resolve(ROOT, "../../samples");

export function emptyFolder(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), "vtrace-workspace-"));
}

/** A copy of a sample, with its logs unpacked; `rename` gives files other names. */
export function copyOfSample(name: string, rename: Record<string, string> = {}): string {
  const folder = emptyFolder();
  for (const file of fs.readdirSync(path.join(SAMPLES, name))) {
    const data = fs.readFileSync(path.join(SAMPLES, name, file));
    const packed = file.endsWith(".gz");
    const plain = packed ? file.slice(0, -3) : file;
    fs.writeFileSync(path.join(folder, rename[plain] ?? plain), packed ? gunzipSync(data) : data);
  }
  return folder;
}

export function remove(folder: string): void {
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
}
