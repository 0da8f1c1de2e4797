// SPDX-License-Identifier: Apache-2.0
// Two captures beside each other: their timelines, aligned and with the differences marked, and what they differ in
// for the tree.
import * as vscode from "vscode";
import type { Capture } from "../captures/captures";
import { messageOf, showFailure } from "../failures";
import type { RunDifference } from "../protocol";
import type { Server } from "../server";
import { modelOf } from "../timeline/model";
import { setUpPage } from "../webviewPage";
import { differencesOf } from "./differences";
import type { FromComparison, Side, ToComparison } from "./messages";
import { COMPARE_PAGE } from "./page";

const PIXELS = 4096;
const MOST_ITEMS = 100_000;

/** Two captures, and what they differ in. */
export interface Compared {
  readonly captures: Readonly<Record<Side, Capture>>;
  readonly difference: RunDifference;
}

export class Comparison implements vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly selections = new vscode.EventEmitter<number>();
  private panel: vscode.WebviewPanel | undefined;

  /** What is compared now. */
  current: Compared | undefined;
  readonly onDidChange = this.changes.event;
  /** Somebody selected a difference on the page, by its number among the operations. */
  readonly onDidSelect = this.selections.event;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly server: Server,
  ) {}

  async show(a: Capture, b: Capture): Promise<void> {
    const [one, other] = [await a.read(), await b.read()];
    const difference = await this.server.request("vtrace/diff", {
      a: one.info.capture,
      b: other.info.capture,
    });
    const current: Compared = { captures: { a, b }, difference };
    this.panel?.dispose();
    this.current = current;
    await vscode.commands.executeCommand("setContext", "vtrace.comparing", true);
    this.changes.fire();
    this.open(current);
  }

  /** Shows a difference in both timelines. */
  select(difference: number): void {
    this.panel?.reveal(undefined, true);
    this.post({ type: "select", difference });
  }

  private open(compared: Compared): void {
    const { a, b } = compared.captures;
    const panel = vscode.window.createWebviewPanel(
      "vtrace.compare",
      `${a.name} and ${b.name}`,
      vscode.ViewColumn.Active,
      { retainContextWhenHidden: true },
    );
    this.panel = panel;
    panel.iconPath = vscode.Uri.joinPath(this.extension, "media", "activity.svg");
    panel.onDidDispose(() => {
      if (this.panel === panel) {
        this.panel = undefined;
        this.current = undefined;
        void vscode.commands.executeCommand("setContext", "vtrace.comparing", false);
        this.changes.fire();
      }
    });
    panel.webview.onDidReceiveMessage((message: FromComparison) => {
      if (message.type === "selected") {
        this.selections.fire(message.difference);
      } else {
        this.load(compared).catch(showFailure);
      }
    });
    setUpPage(panel.webview, this.extension, COMPARE_PAGE);
  }

  private async load({ captures, difference }: Compared): Promise<void> {
    try {
      const [a, b] = await Promise.all([captures.a, captures.b].map((capture) => this.model(capture)));
      this.post({
        type: "models",
        models: { a: a!, b: b! },
        differences: differencesOf(difference),
        compared: difference.compared,
      });
    } catch (error) {
      this.post({ type: "failed", message: messageOf(error) });
      throw error;
    }
  }

  private async model(capture: Capture) {
    const { info } = await capture.read();
    const timeline = await this.server.request("vtrace/timeline", {
      capture: info.capture,
      pixels: info.timeline.items > MOST_ITEMS ? PIXELS : 0,
      brief: true,
    });
    return modelOf(timeline);
  }

  private post(message: ToComparison): void {
    void this.panel?.webview.postMessage(message);
  }

  dispose(): void {
    this.panel?.dispose();
    this.changes.dispose();
    this.selections.dispose();
  }
}
