// SPDX-License-Identifier: Apache-2.0
// The page on which people record a migration or attach to a QEMU, and see what happens meanwhile.
import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import * as vscode from "vscode";
import type { Captures } from "../captures/captures";
import { messageOf, showFailure } from "../failures";
import type { Program } from "../program";
import { setUpPage } from "../webviewPage";
import { argumentsOf, problemsOf, type Mode, type Values } from "./form";
import type { FromLive, ToLive } from "./messages";
import { LIVE_PAGE } from "./page";
import { findQemus } from "./qemus";

// Lines are shown together that come within so many milliseconds.
const TOGETHER = 100;

const running = new Set<ChildProcess>();

/** Ends all recordings that are going on; what was recorded so far is kept. */
export function endRecordings(): void {
  running.forEach((process) => process.kill("SIGINT"));
}

export class LivePage {
  private process: ChildProcess | undefined;
  private closed = false;
  private lines: string[] = [];
  private timer: NodeJS.Timeout | undefined;
  private readonly panel: vscode.WebviewPanel;

  constructor(
    private readonly mode: Mode,
    extension: vscode.Uri,
    private readonly program: Program,
    private readonly captures: Captures,
  ) {
    const title = mode === "record" ? "Record a migration" : "Attach to QEMU";
    this.panel = vscode.window.createWebviewPanel("vtrace.live", title, vscode.ViewColumn.Active, {
      retainContextWhenHidden: true,
    });
    this.panel.iconPath = vscode.Uri.joinPath(extension, "media", "activity.svg");
    this.panel.webview.onDidReceiveMessage((message: FromLive) => {
      this.receive(message).catch(showFailure);
    });
    // What was recorded so far is kept: the recorder ends in good order.
    this.panel.onDidDispose(() => {
      this.closed = true;
      this.stop();
    });
    setUpPage(this.panel.webview, extension, LIVE_PAGE);
  }

  private async receive(message: FromLive): Promise<void> {
    switch (message.type) {
      case "ready":
      case "look": {
        const values = { output: newFolder(this.mode) };
        this.post({ type: "form", mode: this.mode, values, found: await findQemus() });
        return;
      }
      case "choosePlan": {
        const [plan] =
          (await vscode.window.showOpenDialog({ title: "Plan of the migration to record" })) ?? [];
        if (plan) {
          this.post({ type: "plan", file: plan.fsPath });
        }
        return;
      }
      case "start":
        await this.start(message.values);
        return;
      case "stop":
        this.stop();
    }
  }

  private async start(values: Values): Promise<void> {
    if (this.process || Object.keys(problemsOf(this.mode, values)).length > 0) {
      return;
    }
    const { command, args } = await this.program.commandLine(...argumentsOf(this.mode, values));
    const process = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.process = process;
    running.add(process);
    this.post({ type: "state", running: true, sentence: "running" });
    for (const output of [process.stdout, process.stderr]) {
      createInterface({ input: output }).on("line", (line) => this.say(line));
    }
    const status = await new Promise<string>((resolve) => {
      process.on("error", (error) => resolve(messageOf(error)));
      process.on("close", (code, signal) => resolve(code === null ? `ended by ${signal}` : sentenceOf(code)));
    });
    this.process = undefined;
    running.delete(process);
    this.post({ type: "state", running: false, sentence: status });
    await this.open(vscode.Uri.file(values["output"]!.trim()));
  }

  /** Also what failed, or was ended half-way, can be looked at; where nothing was recorded there is no folder. */
  private async open(folder: vscode.Uri): Promise<void> {
    const exists = await vscode.workspace.fs.stat(folder).then(
      () => true,
      () => false,
    );
    await (exists && this.captures.open(folder));
  }

  private say(line: string): void {
    this.lines.push(line);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.post({ type: "lines", lines: this.lines.splice(0) });
    }, TOGETHER);
  }

  private stop(): void {
    this.process?.kill("SIGINT");
  }

  private post(message: ToLive): void {
    if (!this.closed) {
      void this.panel.webview.postMessage(message);
    }
  }
}

function sentenceOf(status: number): string {
  return status === 0
    ? "ended well"
    : status === 1
      ? "ended; something is wrong, see below"
      : "could not be done";
}

function newFolder(name: string): string {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri;
  const stamp = new Date().toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
  return root ? vscode.Uri.joinPath(root, `${name}-${stamp}`).fsPath : "";
}
