// SPDX-License-Identifier: Apache-2.0
// Files that were put together: their name, their URI, and how `vtrace` takes them.
import * as vscode from "vscode";
import type { LooseFiles } from "../protocol";

/** The scheme of captures that were put together of files. */
export const LOOSE = "vtrace-files";

/** What such a URI tells, as after a restart of the window. */
export function looseOf({ scheme, path }: vscode.Uri): LooseFiles | undefined {
  return scheme === LOOSE ? (JSON.parse(path.slice(1)) as LooseFiles) : undefined;
}

function urisOf({ source, destination, qemu, stream, fds, socket, qmp, traceEvents }: LooseFiles): string[] {
  const named = qemu?.map(({ uri }) => uri);
  return [source, destination, named, stream, fds, socket, qmp, traceEvents].flatMap((each) => each ?? []);
}

export function namesOf(files: LooseFiles): string[] {
  return urisOf(files).map((uri) => vscode.Uri.parse(uri).path.split("/").slice(-2).join("/"));
}

export function optionsOf(files: LooseFiles): string[] {
  const { source, destination, qemu, stream, fds, socket, qmp, traceEvents } = files;
  const plain = { source, destination, stream, fds, socket, qmp, "trace-events": traceEvents };
  const options = Object.entries(plain).flatMap(([name, uris]) =>
    [uris ?? []].flat().flatMap((uri) => [`--${name}`, vscode.Uri.parse(uri).fsPath]),
  );
  const named = (qemu ?? []).flatMap(({ name, uri }) => [
    "--qemu",
    `${name}=${vscode.Uri.parse(uri).fsPath}`,
  ]);
  return [...options, ...named];
}
