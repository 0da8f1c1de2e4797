// SPDX-License-Identifier: Apache-2.0
// A table of all captures: how each ended, what was skipped, what is wrong. Opening it reads those that were not
// read, one after the other.
import * as vscode from "vscode";
import type { Capture, Captures } from "../captures/captures";
import { showFailure } from "../failures";
import { setUpPage } from "../webviewPage";
import type { FromOverview, ToOverview } from "./messages";
import { OVERVIEW_PAGE } from "./page";
import { overviewRow } from "./rows";

// Changes that come so many milliseconds after each other are shown together.
const CALM = 100;

export interface OverviewEvents {
  open(capture: Capture): unknown;
  timeline(capture: Capture): unknown;
  compare(one: Capture, other: Capture): unknown;
}

export class Overview implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private timer: NodeJS.Timeout | undefined;
  private reading = false;
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly captures: Captures,
    private readonly events: OverviewEvents,
  ) {
    this.subscription = captures.onDidChange(() => this.showSoon());
  }

  show(): void {
    if (this.panel) {
      this.panel.reveal();
    } else {
      const panel = vscode.window.createWebviewPanel(
        "vtrace.overview",
        "Captures",
        vscode.ViewColumn.Active,
        {
          retainContextWhenHidden: true,
        },
      );
      this.panel = panel;
      panel.iconPath = vscode.Uri.joinPath(this.extension, "media", "activity.svg");
      panel.onDidDispose(() => {
        this.panel = undefined;
        this.reading = false;
      });
      panel.webview.onDidReceiveMessage((message: FromOverview) => {
        this.receive(message).catch(showFailure);
      });
      setUpPage(panel.webview, this.extension, OVERVIEW_PAGE);
    }
    void this.readAll();
  }

  private async receive(message: FromOverview): Promise<void> {
    switch (message.type) {
      case "ready":
        this.post();
        return;
      case "stop":
        this.reading = false;
        this.post();
        return;
      case "compare": {
        const [one, other] = [message.a, message.b].map((id) => this.captures.byId(id));
        await (one && other && this.events.compare(one, other));
        return;
      }
      default: {
        const capture = this.captures.byId(message.id);
        await (capture && this.events[message.type](capture));
      }
    }
  }

  private get unread(): Capture[] {
    return this.captures.all.filter(({ contents, problem }) => !contents && problem === undefined);
  }

  private async readAll(): Promise<void> {
    if (this.reading) {
      return;
    }
    this.reading = true;
    await this.captures.searched;
    for (let next = this.unread[0]; next && this.reading; next = this.unread[0]) {
      // Why one cannot be read is kept in the capture.
      await next.read().catch(() => undefined);
    }
    this.reading = false;
    this.post();
  }

  private showSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.post(), CALM);
  }

  private post(): void {
    const rows = this.captures.all.map((capture) =>
      overviewRow({
        id: capture.uri.toString(),
        name: capture.name,
        place: capture.loose ? "" : vscode.workspace.asRelativePath(capture.uri),
        problem: capture.problem,
        contents: capture.contents,
      }),
    );
    const message: ToOverview = { type: "rows", rows, left: this.reading ? this.unread.length : 0 };
    void this.panel?.webview.postMessage(message);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscription.dispose();
    this.panel?.dispose();
  }
}
