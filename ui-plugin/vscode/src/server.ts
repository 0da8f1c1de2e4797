// SPDX-License-Identifier: Apache-2.0
// The connection to `vtrace lsp`. It is started by the first request or by the first trace log.
import * as vscode from "vscode";
import {
  FileChangeType,
  LanguageClient,
  State,
  WorkDoneProgress,
  type ServerOptions,
} from "vscode-languageclient/node";
import { EVIDENCE } from "./evidence";
import { uriConverters, type EvidenceLanguage } from "./evidenceLanguage";
import { NoJava, type Program } from "./program";
import type { Requests } from "./protocol";

export const LANGUAGE = "vtrace-log";

/** Plans of recordings; people write them, so that they are no evidence. */
export const PLAN = "vtrace-plan";

export class Server implements vscode.Disposable {
  private client: Promise<LanguageClient> | undefined;
  private readonly changes = new vscode.EventEmitter<string>();
  private number = 0;

  /** A capture that the server has read again, by its URI. */
  readonly onDidChangeCapture = this.changes.event;

  constructor(
    private readonly program: Program,
    private readonly evidence: EvidenceLanguage,
  ) {}

  /**
   * Asks the server.
   *
   * @throws Error with a sentence for people, where it cannot be done
   */
  async request<M extends keyof Requests>(
    method: M,
    params: Requests[M][0],
    token?: vscode.CancellationToken,
  ): Promise<Requests[M][1]> {
    const client = await this.start();
    // An undefined token would be sent as a second parameter.
    return token ? client.sendRequest(method, params, token) : client.sendRequest(method, params);
  }

  /** The same, and is told how far the server is, in percent. */
  async requestWithProgress<M extends keyof Requests>(
    method: M,
    params: Requests[M][0],
    token: vscode.CancellationToken,
    progress: (percent: number) => void,
  ): Promise<Requests[M][1]> {
    const client = await this.start();
    const workDoneToken = `${method}-${++this.number}`;
    const told = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
      if (value.kind === "report" && value.percentage !== undefined) {
        progress(value.percentage);
      }
    });
    try {
      return await client.sendRequest(method, { ...params, workDoneToken }, token);
    } finally {
      told.dispose();
    }
  }

  /** Says that a file, or something in a folder, has changed; what was read of it is read again. */
  async filesChanged(uri: vscode.Uri): Promise<void> {
    const client = await this.client?.catch(() => undefined);
    const changes = [{ uri: uri.toString(), type: FileChangeType.Changed }];
    await client?.sendNotification("workspace/didChangeWatchedFiles", { changes });
  }

  /** Passes on what people set; the server goes by it from now on. */
  async settingsChanged(): Promise<void> {
    const client = await this.client?.catch(() => undefined);
    await client?.sendNotification("workspace/didChangeConfiguration", { settings: settings() });
  }

  start(): Promise<LanguageClient> {
    this.client ??= this.launch().catch((error: unknown) => {
      this.client = undefined;
      throw error;
    });
    return this.client;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  private async launch(): Promise<LanguageClient> {
    try {
      const run = await this.program.commandLine("lsp");
      const options: ServerOptions = { run, debug: run };
      const client = new LanguageClient("vtrace", "vtrace", options, {
        documentSelector: [
          { language: LANGUAGE, scheme: "file" },
          { language: LANGUAGE, scheme: EVIDENCE },
          // Messages of recorded sockets and monitors.
          { language: "jsonl", scheme: EVIDENCE },
          { scheme: "vtrace", pattern: "/text/**" },
          { scheme: "vtrace", pattern: "/messages/**" },
          { language: PLAN, scheme: "file" },
          { language: PLAN, scheme: "untitled" },
        ],
        markdown: { isTrusted: false, supportHtml: false },
        diagnosticCollectionName: "vtrace",
        // Lenses and actions open our own views, and vtrace: documents open as such.
        initializationOptions: { ...settings(), ownCommands: true },
        uriConverters,
        middleware: this.evidence.middleware,
      });
      client.onNotification("vtrace/changed", ({ capture }: { capture: string }) =>
        this.changes.fire(capture),
      );
      client.onDidChangeState(({ newState }) => {
        if (newState === State.Stopped) {
          this.client = undefined;
        }
      });
      await client.start();
      await setContext(false);
      return client;
    } catch (error) {
      await setContext(error instanceof NoJava);
      throw error;
    }
  }

  private async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await (await client?.catch(() => undefined))?.dispose();
  }

  dispose(): void {
    this.changes.dispose();
    void this.stop();
  }
}

function setContext(noJava: boolean): Thenable<unknown> {
  return vscode.commands.executeCommand("setContext", "vtrace.noJava", noJava);
}

/** The settings that the server knows. */
function settings(): Record<string, string | number> {
  const all = vscode.workspace.getConfiguration("vtrace");
  return {
    qemuSource: all.get("qemuSource", ""),
    analysisLimitMiB: all.get("analysisLimitMiB", 0),
    keepRecords: all.get("keepRecords", 0),
  };
}
