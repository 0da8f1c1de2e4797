// SPDX-License-Identifier: Apache-2.0
// Finds the captures in a workspace, those that come later as well, so that nothing has to be configured.
import { lstat } from "node:fs/promises";
import * as path from "node:path";
import * as vscode from "vscode";
import type { Captures } from "./captures";
import { isCandidate, NEVER } from "./names";
import { guessFile } from "./recognise";
import { isEvidence, walk, type Walked } from "./walk";

// After so many files somebody has to say that the rest is wanted, too.
const MANY_FILES = 200_000;
// A file that was just made may get its content a little later.
const SETTLED = 1000;

/** What is known of the search that was begun last. */
export interface Progress {
  readonly walked: Walked;
  readonly state: "searching" | "ended" | "stopped" | "many";
}

export class Discovery implements vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly arrivals = new Map<string, NodeJS.Timeout>();
  private readonly subscriptions: vscode.Disposable[];
  private most = MANY_FILES;
  private stopping = false;
  private running: Promise<void> | undefined;
  private begun: Promise<void> | undefined;
  progress: Progress | undefined;

  /** The search is further on, or has ended. */
  readonly onDidChange = this.changes.event;

  constructor(private readonly captures: Captures) {
    captures.searched = () => (this.running ?? this.begin()).catch(() => undefined);
    const watcher = vscode.workspace.createFileSystemWatcher("**/*", false, false, true);
    this.subscriptions = [
      watcher,
      watcher.onDidCreate((uri) => {
        this.arrived(uri);
        this.folderArrived(uri);
      }),
      watcher.onDidChange((uri) => this.arrived(uri)),
      this.changes,
    ];
  }

  /** Searches the workspace, once: when somebody wants to see captures, or it is likely that there are some. */
  begin(): Promise<void> {
    this.begun ??= this.look();
    return this.begun;
  }

  /** Begins if a file has a name as recordings have. The editor looks for that, without reading any file. */
  async beginIfLikely(patterns: readonly string[]): Promise<void> {
    const never = `**/{${[...NEVER].join(",")}}/**`;
    // One after the other: the program that searches knows no groups within groups.
    for (const pattern of patterns) {
      const [likely] = this.begun ? [] : await vscode.workspace.findFiles(pattern, never, 1);
      if (likely) {
        return this.begin();
      }
    }
  }

  /** Finds captures in the workspace; the only one, or one that is the workspace itself, is opened. */
  look(): Promise<void> {
    this.running ??= this.searchInView().finally(() => (this.running = undefined));
    return this.running;
  }

  stop(): void {
    this.stopping = true;
  }

  /** Searches again if that was done before. */
  async lookAgain(): Promise<void> {
    await (this.begun && this.look());
  }

  /** Searches again, however many files there are. */
  lookAtAll(): Promise<void> {
    this.most = Infinity;
    return this.look();
  }

  /** The search, with a bar in the view as long as it goes on. */
  private async searchInView(): Promise<void> {
    await setContext(true);
    try {
      await vscode.window.withProgress({ location: { viewId: "vtrace.captures" } }, () => this.search());
    } finally {
      await setContext(false);
    }
  }

  private async search(): Promise<void> {
    if (!wanted()) {
      return;
    }
    this.stopping = false;
    const roots = vscode.workspace.workspaceFolders?.filter(({ uri }) => uri.scheme === "file") ?? [];
    const found: vscode.Uri[] = [];
    let shown = Date.now();
    let state: Progress["state"] = "ended";
    const walked = await walk(
      roots.map(({ uri }) => uri.fsPath),
      {
        found: (capture) => {
          const uri = vscode.Uri.file(capture);
          found.push(uri);
          this.captures.add(uri);
        },
        goOn: (far) => {
          if (Date.now() - shown > 200) {
            shown = Date.now();
            this.show({ walked: far, state: "searching" });
          }
          state = this.stopping ? "stopped" : far.files > this.most ? "many" : state;
          return state === "ended";
        },
      },
    );
    this.show({ walked, state });
    const folders = roots.map(({ uri }) => uri.toString());
    const first =
      found.find((uri) => folders.includes(uri.toString())) ?? (found.length === 1 ? found[0] : undefined);
    await (first && this.captures.open(first));
  }

  private show(progress: Progress): void {
    this.progress = progress;
    this.changes.fire();
  }

  /** A file came, or has changed: the folder may be a capture from now on. */
  private arrived(uri: vscode.Uri): void {
    const name = path.basename(uri.fsPath);
    const inside = vscode.workspace.asRelativePath(uri, false).split("/");
    const capture = name.endsWith(".vtrace") ? uri : vscode.Uri.joinPath(uri, "..");
    const known = this.captures.byId(capture.toString());
    const done = known && known.problem === undefined;
    if (!wanted() || done || !isCandidate(name) || inside.some((each) => NEVER.has(each))) {
      return;
    }
    clearTimeout(this.arrivals.get(uri.fsPath));
    this.arrivals.set(
      uri.fsPath,
      setTimeout(() => void this.add(uri, capture), SETTLED),
    );
  }

  /** Of what lies in a folder when it comes, the editor may tell nothing. */
  private folderArrived(uri: vscode.Uri): void {
    const inside = vscode.workspace.asRelativePath(uri, false).split("/");
    if (wanted() && !inside.some((each) => NEVER.has(each))) {
      const key = `${uri.fsPath}${path.sep}`;
      clearTimeout(this.arrivals.get(key));
      this.arrivals.set(
        key,
        setTimeout(() => void this.addFolder(key, uri.fsPath), SETTLED),
      );
    }
  }

  private async addFolder(key: string, folder: string): Promise<void> {
    this.arrivals.delete(key);
    if ((await lstat(folder).catch(() => undefined))?.isDirectory()) {
      await walk([folder], {
        found: (capture) => void this.captures.add(vscode.Uri.file(capture)),
        goOn: ({ files }) => files <= this.most,
      });
    }
  }

  private async add(file: vscode.Uri, capture: vscode.Uri): Promise<void> {
    this.arrivals.delete(file.fsPath);
    const name = path.basename(file.fsPath);
    const guess = await guessFile(file.fsPath);
    if (name.endsWith(".vtrace") ? guess === "capture" : isEvidence(name, guess)) {
      const first = this.captures.all.length === 0;
      const added = this.captures.add(capture);
      if (first || added.problem) {
        await this.captures.open(added.uri).catch(() => undefined);
      }
    }
  }

  dispose(): void {
    this.arrivals.forEach((timer) => clearTimeout(timer));
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}

function setContext(searching: boolean): Thenable<unknown> {
  return vscode.commands.executeCommand("setContext", "vtrace.searching", searching);
}

function wanted(): boolean {
  return vscode.workspace.getConfiguration("vtrace").get("captures.find", true);
}
