// SPDX-License-Identifier: Apache-2.0
// The captures that people work with: found in the workspace or opened by hand.
import * as vscode from "vscode";
import { fileOf, type EvidenceFiles } from "../evidence";
import { messageOf } from "../failures";
import { plain } from "../plain";
import type { Descriptors, Evidence, Findings, Ledger, LooseFiles, OpenCapture } from "../protocol";
import type { Server } from "../server";
import { watch } from "../watching";
import { LOOSE, looseOf, namesOf, optionsOf } from "./looseCapture";

/** All that the views show of one capture. */
export interface Contents {
  readonly info: OpenCapture;
  readonly ledger: Ledger;
  readonly descriptors: Descriptors;
  readonly findings: Findings;
}

/** A capture that is known; it is read when somebody first asks for its contents. */
export class Capture implements vscode.Disposable {
  contents: Contents | undefined;
  problem: string | undefined;
  /** Files that are not as they were recorded: names, with what is wrong. */
  altered: readonly string[] = [];
  /** A recorder still writes it, or was ended before it was complete. */
  unfinished = false;
  private reading: Promise<Contents> | undefined;
  private watching: vscode.Disposable | undefined;
  private verifying: vscode.CancellationTokenSource | undefined;

  constructor(
    readonly uri: vscode.Uri,
    /** Of files that were put together: which ones; else undefined. */
    readonly loose: LooseFiles | undefined,
    private readonly server: Server,
    private readonly changed: (capture: Capture) => void,
  ) {}

  get name(): string {
    if (this.loose) {
      return namesOf(this.loose).join(" + ");
    }
    const { path } = this.uri;
    return plain(this.contents?.info.name ?? path.split("/").filter(Boolean).pop() ?? path);
  }

  /** The capture as `vtrace` takes it on its command line. */
  get inputs(): string[] {
    return this.loose ? optionsOf(this.loose) : [this.uri.fsPath];
  }

  /** The name that the server knows it by. */
  get id(): string {
    return this.contents?.info.capture ?? this.uri.toString();
  }

  /**
   * What is in it.
   *
   * @throws Error with a sentence if it cannot be read
   */
  read(): Promise<Contents> {
    this.reading ??= this.load().catch((error: unknown) => {
      this.reading = undefined;
      this.problem = messageOf(error);
      this.changed(this);
      throw error;
    });
    return this.reading;
  }

  reread(): Promise<Contents> {
    this.reading = undefined;
    return this.read();
  }

  private async load(): Promise<Contents> {
    const { loose } = this;
    const info = await this.server.request(
      "vtrace/open",
      loose ? { files: loose } : { uri: this.uri.toString() },
    );
    const of = { capture: info.capture };
    const [ledger, descriptors, findings] = await Promise.all([
      this.server.request("vtrace/ledger", of),
      this.server.request("vtrace/fds", of),
      this.server.request("vtrace/diagnostics", of),
    ]);
    this.contents = { info, ledger, descriptors, findings };
    this.problem = undefined;
    this.watching ??= this.watch(info);
    this.changed(this);
    if (info.kind === "folder") {
      void this.verify(info.capture);
    }
    return this.contents;
  }

  private watch({ kind, files }: OpenCapture): vscode.Disposable {
    const watched = kind === "files" ? files.map(({ uri }) => vscode.Uri.parse(uri)) : [this.uri];
    return vscode.Disposable.from(
      ...watched.map((uri) => watch(uri, kind === "folder", () => void this.server.filesChanged(uri))),
    );
  }

  /** Compares the files with the sums that were recorded. It may take long, so nobody waits for it. */
  private async verify(capture: string): Promise<void> {
    this.verifying?.cancel();
    const { token } = (this.verifying = new vscode.CancellationTokenSource());
    const sums = await this.server.request("vtrace/verify", { capture }, token).catch(() => undefined);
    if (!sums || token.isCancellationRequested) {
      return;
    }
    const before = this.altered.join();
    const began = this.unfinished;
    this.unfinished = sums.unfinished.length > 0;
    this.altered = [
      ...sums.changed.map((name) => `${name} was changed after it was recorded`),
      ...sums.missing.map((name) => `${name} was recorded and is missing`),
    ];
    if (this.altered.join() !== before || this.unfinished !== began) {
      this.changed(this);
      if (this.altered.length > 0 && this.altered.join() !== before) {
        void vscode.window.showWarningMessage(`${this.name}: ${this.altered.join("; ")}.`);
      }
    }
  }

  dispose(): void {
    this.verifying?.cancel();
    this.watching?.dispose();
  }

  /** The streams in it, as URIs. */
  streams(): vscode.Uri[] {
    const files = this.contents?.info.files ?? [];
    return files.filter(({ role }) => role === "stream").map(({ uri }) => vscode.Uri.parse(uri));
  }

  isStream(evidence: Evidence): boolean {
    const files = this.contents?.info.files ?? [];
    return files.some(
      ({ role, name, uri }) => role === "stream" && (uri === evidence.uri || name === evidence.file),
    );
  }
}

export class Captures implements vscode.Disposable {
  private readonly known = new Map<string, Capture>();
  private readonly changes = new vscode.EventEmitter<Capture | undefined>();
  private readonly currentChanges = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  private last: Capture | undefined;

  /** Ends with the search of the workspace, which is begun if it was not yet. */
  searched: () => Promise<void> = () => Promise.resolve();

  /** A capture was read, or (undefined) the list changed. */
  readonly onDidChange = this.changes.event;
  /** People work with another capture now. */
  readonly onDidChangeCurrent = this.currentChanges.event;

  constructor(
    private readonly server: Server,
    private readonly evidence: EvidenceFiles,
  ) {
    this.subscription = server.onDidChangeCapture((id) => {
      void this.byId(id)
        ?.reread()
        .catch(() => undefined);
    });
  }

  get all(): readonly Capture[] {
    return [...this.known.values()];
  }

  /** The capture that people chose last, whether it has been read or not. */
  get chosen(): Capture | undefined {
    return this.last;
  }

  /** The capture that was last worked with. */
  get current(): Capture | undefined {
    return this.last ?? this.all.find(({ contents }) => contents !== undefined) ?? this.all[0];
  }

  byId(id: string): Capture | undefined {
    return this.all.find((capture) => capture.id === id || capture.uri.toString() === id);
  }

  /** The capture that the server calls so. */
  async named(id: string): Promise<Capture> {
    return this.byId(id) ?? this.open(vscode.Uri.parse(id));
  }

  /** The capture that a file or folder belongs to, or is. */
  async holding(document: vscode.Uri): Promise<Capture | undefined> {
    const uri = fileOf(document);
    const known = this.all.find(
      (each) => uri.path === each.uri.path || uri.path.startsWith(each.uri.path + "/"),
    );
    if (known) {
      return known;
    }
    const kind = await this.server.request("vtrace/kind", { uri: uri.toString() });
    return kind.capture === null ? undefined : this.named(kind.capture);
  }

  /** Makes files that lie anywhere known as one capture, reads it, and goes on with it. */
  openFiles(files: LooseFiles): Promise<Capture> {
    // The name tells which files they are: the same ones are the same capture.
    const uri = vscode.Uri.from({ scheme: LOOSE, path: `/${JSON.stringify(files)}` });
    this.add(uri, files);
    return this.open(uri);
  }

  /** Makes a capture known without reading it. */
  add(uri: vscode.Uri, loose?: LooseFiles): Capture {
    const key = uri.toString();
    let capture = this.known.get(key);
    if (!capture) {
      capture = new Capture(uri, loose ?? looseOf(uri), this.server, (which) => this.changed(which));
      this.known.set(key, capture);
      this.changes.fire(undefined);
    }
    return capture;
  }

  private changed(capture: Capture): void {
    const files = capture.contents?.info.files ?? [];
    this.evidence.add(files.filter(({ role }) => role !== "other").map(({ uri }) => uri));
    this.changes.fire(capture);
  }

  /** Makes a capture known, reads it, and goes on with it. */
  async open(uri: vscode.Uri): Promise<Capture> {
    const capture = this.add(uri);
    await capture.read();
    this.use(capture);
    return capture;
  }

  use(capture: Capture): void {
    if (this.last !== capture) {
      this.last = capture;
      this.currentChanges.fire();
    }
  }

  async close(capture: Capture): Promise<void> {
    this.known.delete(capture.uri.toString());
    capture.dispose();
    if (this.last === capture) {
      this.last = undefined;
    }
    this.changes.fire(undefined);
    if (capture.contents) {
      await this.server.request("vtrace/close", { capture: capture.id });
    }
  }

  /** Tries again what could not be read. */
  async retry(): Promise<void> {
    const failed = this.all.filter(({ problem }) => problem !== undefined);
    await Promise.allSettled(failed.map((capture) => capture.reread()));
  }

  /** Reads all again that was read before, such as after the server was started again. */
  async reread(): Promise<void> {
    const open = this.all.filter(({ contents, problem }) => contents || problem);
    await Promise.allSettled(open.map((capture) => capture.reread()));
  }

  dispose(): void {
    this.all.forEach((capture) => capture.dispose());
    this.subscription.dispose();
    this.changes.dispose();
    this.currentChanges.dispose();
  }
}
