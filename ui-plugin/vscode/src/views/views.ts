// SPDX-License-Identifier: Apache-2.0
// The views of the activity bar, kept up to date.
import * as vscode from "vscode";
import type { Capture, Captures } from "../captures/captures";
import type { Server } from "../server";
import type { StreamEditors } from "../stream/editor";
import { captureRows } from "./capturesView";
import { descriptorRows, findingRows } from "./factViews";
import { Rows, type Node } from "./node";
import { streamRows } from "./streamView";

// While the server still reads a stream, its view looks again after so many milliseconds.
const AGAIN = 500;

// The way from a capture to its operations.
const PATH = ["capture", "participant", "device", "window"];

export class Views implements vscode.Disposable {
  private readonly captureTree: vscode.TreeView<Node>;
  private readonly subscriptions: vscode.Disposable[];
  private readonly rows: Record<"captures" | "findings" | "stream" | "descriptors", Rows>;
  private stream: vscode.Uri | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    server: Server,
    private readonly captures: Captures,
    streams: StreamEditors,
  ) {
    this.rows = {
      captures: new Rows(() => captureRows(captures)),
      findings: new Rows(() => findingRows(captures)),
      stream: new Rows(() => streamRows(server, this.stream, () => this.lookAgain())),
      descriptors: new Rows(() => descriptorRows(captures)),
    };
    const trees = Object.entries(this.rows).map(([name, treeDataProvider]) =>
      vscode.window.createTreeView(`vtrace.${name}`, { treeDataProvider, showCollapseAll: true }),
    );
    this.captureTree = trees[0]!;
    this.subscriptions = [
      ...trees,
      ...Object.values(this.rows),
      captures.onDidChange((changed) => this.update(changed)),
      streams.onDidShow((uri) => this.showStream(uri)),
    ];
  }

  private update(changed: Capture | undefined): void {
    const { current } = this.captures;
    this.rows.captures.refresh();
    this.rows.findings.refresh();
    this.rows.descriptors.refresh();
    void vscode.commands.executeCommand("setContext", "vtrace.hasCapture", this.captures.all.length > 0);
    if (changed?.streams().some((uri) => uri.toString() === this.stream?.toString())) {
      this.rows.stream.refresh();
    } else if (!this.stream || changed === current) {
      this.showStream(current?.streams()[0]);
    }
  }

  /** Shows more of a stream once the server has read more of it. */
  private lookAgain(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.rows.stream.refresh(), AGAIN);
  }

  private showStream(uri: vscode.Uri | undefined): void {
    if (uri?.toString() !== this.stream?.toString()) {
      this.stream = uri;
      this.rows.stream.refresh();
      void vscode.commands.executeCommand("setContext", "vtrace.hasStream", uri !== undefined);
    }
  }

  /** Selects the row of an item of the timeline, where the view is seen. */
  async reveal(capture: Capture, item: number): Promise<void> {
    if (this.captureTree.visible) {
      await this.select(capture, item);
    }
  }

  /** Brings the view to the front, with the row of an item of the timeline opened. */
  async show(capture: Capture, item: number): Promise<void> {
    await vscode.commands.executeCommand("vtrace.captures.focus");
    if (!(await this.select(capture, item, { focus: true, expand: true }))) {
      void vscode.window.showInformationMessage("Of this there is no row: it is no operation of a device.");
    }
  }

  private async select(
    capture: Capture,
    item: number,
    options: { focus: boolean; expand?: boolean } = { focus: false },
  ): Promise<boolean> {
    const node = await this.rows.captures.find(
      (row) => row.capture === capture && row.item === item,
      (row) => row.capture === capture && PATH.includes(row.kind ?? ""),
    );
    await (node && this.captureTree.reveal(node, { select: true, ...options }));
    return node !== undefined;
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}
