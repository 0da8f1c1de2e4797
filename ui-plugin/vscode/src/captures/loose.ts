// SPDX-License-Identifier: Apache-2.0
// Files from anywhere as one capture: which side each log says about is guessed, and asked for.
import * as path from "node:path";
import type { FileKind, LooseFiles } from "../protocol";

export type Side = "source" | "destination";

// As in the names that the server goes by.
const WORDS: Record<Side, RegExp> = {
  source: /(?:^|[^a-z])(?:src|source|outgoing|from)(?![a-z])/i,
  destination: /(?:^|[^a-z])(?:dst|dest|destination|target|incoming|to)(?![a-z])/i,
};

/** Which side a log says about, by its name, else by its folders; undefined if nothing tells. */
export function guessSide(file: string): Side | undefined {
  const parts = file.split(path.sep).reverse();
  for (const part of parts) {
    const source = WORDS.source.test(part);
    const destination = WORDS.destination.test(part);
    if (source !== destination) {
      return source ? "source" : "destination";
    }
  }
  return undefined;
}

/** A file with what it is, and for a log whose it is: a side, or the name of a further QEMU. */
export interface Sorted {
  readonly kind: FileKind;
  readonly side: Side | { readonly name: string } | undefined;
}

/** The files as the server takes them; those that are nothing of a migration are in `left`. */
export function sorted(files: readonly Sorted[]): { files: LooseFiles; left: string[] } {
  const out: LooseFiles = {};
  const left: string[] = [];
  for (const { kind, side } of files) {
    const { uri, role } = kind;
    if (role === "trace" && typeof side === "string") {
      (out[side] ??= []).push(uri);
    } else if (role === "trace" && typeof side === "object") {
      (out.qemu ??= []).push({ name: side.name, uri });
    } else if (role === "socket") {
      (out.socket ??= []).push(uri);
    } else if (role === "stream" && !out.stream) {
      out.stream = uri;
    } else if (role === "descriptors" && !out.fds) {
      out.fds = uri;
    } else if (role === "qmp" && !out.qmp) {
      out.qmp = uri;
    } else if (role === "trace-events" && !out.traceEvents) {
      out.traceEvents = uri;
    } else {
      left.push(uri);
    }
  }
  return { files: out, left };
}
