// SPDX-License-Identifier: Apache-2.0
// The captures that people work with: found in the workspace or opened by hand.
import * as vscode from "vscode";
import { messageOf } from "../failures";
import type { Descriptors, Evidence, Findings, Ledger, OpenCapture } from "../protocol";
import type { Server } from "../server";
import { watch } from "../watching";

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
  private reading: Promise<Contents> | undefined;
  private watching: vscode.Disposable | undefined;

  constructor(
    readonly uri: vscode.Uri,
    private readonly server: Server,
    private readonly changed: (capture: Capture) => void,
  ) {}

  get name(): string {
    return this.contents?.info.name ?? this.uri.path.split("/").filter(Boolean).pop() ?? this.uri.path;
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
    const info = await this.server.request("vtrace/open", { uri: this.uri.toString() });
    const of = { capture: info.capture };
    const [ledger, descriptors, findings] = await Promise.all([
      this.server.request("vtrace/ledger", of),
      this.server.request("vtrace/fds", of),
      this.server.request("vtrace/diagnostics", of),
    ]);
    this.contents = { info, ledger, descriptors, findings };
    this.problem = undefined;
    this.watching ??= watch(this.uri, info.kind === "folder", () => void this.server.filesChanged(this.uri));
    this.changed(this);
    return this.contents;
  }

  dispose(): void {
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
  private readonly subscription: vscode.Disposable;
  private last: Capture | undefined;

  /** Ends with the search of the workspace that was begun last. */
  searched: Promise<void> = Promise.resolve();

  /** A capture was read, or (undefined) the list changed. */
  readonly onDidChange = this.changes.event;

  constructor(private readonly server: Server) {
    this.subscription = server.onDidChangeCapture((id) => {
      void this.byId(id)
        ?.reread()
        .catch(() => undefined);
    });
  }

  get all(): readonly Capture[] {
    return [...this.known.values()];
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
  async holding(uri: vscode.Uri): Promise<Capture | undefined> {
    const known = this.all.find(
      (each) => uri.path === each.uri.path || uri.path.startsWith(each.uri.path + "/"),
    );
    if (known) {
      return known;
    }
    const kind = await this.server.request("vtrace/kind", { uri: uri.toString() });
    return kind.capture === null ? undefined : this.named(kind.capture);
  }

  /** Makes a capture known without reading it. */
  add(uri: vscode.Uri): Capture {
    const key = uri.toString();
    let capture = this.known.get(key);
    if (!capture) {
      capture = new Capture(uri, this.server, (which) => this.changes.fire(which));
      this.known.set(key, capture);
      this.changes.fire(undefined);
    }
    return capture;
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
      this.changes.fire(undefined);
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

  /** Reads all anew that was read before, such as after the server was started again. */
  async reread(): Promise<void> {
    const open = this.all.filter(({ contents, problem }) => contents || problem);
    await Promise.allSettled(open.map((capture) => capture.reread()));
  }

  dispose(): void {
    this.all.forEach((capture) => capture.dispose());
    this.subscription.dispose();
    this.changes.dispose();
  }
}
