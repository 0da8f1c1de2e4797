// SPDX-License-Identifier: Apache-2.0
// Packages as they are published, and what is in them.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { content, entries } from "../../packing/zip.mjs";
import { ROOT } from "./codeServer";

/** Where nothing is: the name is reserved. */
export const REPOSITORY = "https://git.example/people/vtrace";
export const IMAGES = `${REPOSITORY}/raw/HEAD/ui-plugin/vscode`;

/** Packs into a folder for a system, or for all; returns the files of the package by their names. */
export function packInto(folder: string, platform?: string, repository = ""): Map<string, Buffer> {
  const jar = path.join(ROOT, "server", "vtrace.jar");
  const pack = path.join(ROOT, "packing", "pack.mjs");
  const run = spawnSync(process.execPath, [pack, jar, folder, ...(platform ? [platform] : [])], {
    env: { ...process.env, VTRACE_REPOSITORY_URL: repository, VTRACE_IMAGES_URL: "" },
    encoding: "utf8",
  });
  if (run.status !== 0) {
    throw new Error(run.stdout + run.stderr);
  }
  const vsix = readFileSync(path.join(folder, platform ? `vtrace-${platform}.vsix` : "vtrace.vsix"));
  return new Map(entries(vsix).map((entry) => [entry.name, content(entry)]));
}

/** The addresses of the pictures of a page in Markdown. */
export function pictures(markdown: string): string[] {
  return [...markdown.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, address]) => address!);
}
