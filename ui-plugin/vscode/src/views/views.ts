// SPDX-License-Identifier: Apache-2.0
// The views of the activity bar, kept up to date.
import * as vscode from "vscode";
import type { Capture, Captures } from "../captures/captures";
import type { Discovery } from "../captures/discovery";
import type { Comparison } from "../compare/comparison";
import type { Queries } from "../queries";
import { showFailure } from "../failures";
import type { Server } from "../server";
import type { StreamEditors } from "../stream/editor";
import { captureRows } from "./capturesView";
import { differenceRows } from "./differencesView";
import { descriptorRows } from "./factViews";
import { findingRows } from "./findingsView";
import { Rows, type Node } from "./node";
import { streamRows } from "./streamView";

// While the server still reads a stream, its view looks again after so many milliseconds.
const AGAIN = 500;
// A capture that somebody only passes on the way to another one is not read.
const STAYING = 500;
// So long after they changed the rows are the new ones.
const SETTLED = 100;

// The way from a capture to its operations.
const PATH = ["capture", "participant", "device", "window"];

export class Views implements vscode.Disposable {
  private readonly captureTree: vscode.TreeView<Node>;
  private readonly streamTree: vscode.TreeView<Node>;
  private readonly facts: readonly vscode.TreeView<Node>[];
  /** Captures that were read and whose rows are still to be opened; each is opened once. */
  private readonly folded = new Set<Capture>();
  private readonly unfolded = new WeakSet<Capture>();
  private unfolding: NodeJS.Timeout | undefined;
  private shown: Capture | undefined;
  private staying: NodeJS.Timeout | undefined;
  private readonly subscriptions: vscode.Disposable[];
  private readonly rows: Record<"captures" | "findings" | "stream" | "descriptors" | "differences", Rows>;
  private stream: vscode.Uri | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    server: Server,
    private readonly captures: Captures,
    discovery: Discovery,
    streams: StreamEditors,
    comparison: Comparison,
    queries: Queries,
  ) {
    this.rows = {
      captures: new Rows(() => captureRows(captures, discovery.progress, queries)),
      findings: new Rows(() => findingRows(captures)),
      stream: new Rows(() => streamRows(server, this.stream, () => this.lookAgain())),
      descriptors: new Rows(() => descriptorRows(captures)),
      differences: new Rows(() => differenceRows(server, comparison.current)),
    };
    const tree = (name: keyof Views["rows"]) =>
      vscode.window.createTreeView(`vtrace.${name}`, {
        treeDataProvider: this.rows[name],
        showCollapseAll: true,
      });
    this.captureTree = tree("captures");
    this.facts = [tree("findings"), tree("descriptors")];
    this.streamTree = tree("stream");
    const differences = tree("differences");
    this.subscriptions = [
      this.captureTree,
      this.streamTree,
      differences,
      comparison.onDidChange(() => {
        this.rows.differences.refresh();
        const compared = comparison.current?.captures;
        differences.description = compared ? `${compared.a.name} \u2192 ${compared.b.name}` : "";
      }),
      comparison.onDidSelect((index) => void this.showDifference(differences, index)),
      ...this.facts,
      this.captureTree.onDidChangeSelection(({ selection }) => this.follow(selection[0]?.row.capture)),
      this.captureTree.onDidChangeVisibility(({ visible }) => {
        this.unfoldSoon();
        void (visible && discovery.begin().catch(showFailure));
      }),
      discovery.onDidChange(() => this.rows.captures.refresh()),
      queries.onDidChange(() => this.rows.captures.refresh()),
      ...Object.values(this.rows),
      captures.onDidChange((changed) => this.update(changed)),
      captures.onDidChangeCurrent(() => this.showCurrent()),
      streams.onDidShow((uri) => this.showStream(uri)),
    ];
  }

  private update(changed: Capture | undefined): void {
    this.rows.captures.refresh();
    void vscode.commands.executeCommand("setContext", "vtrace.hasCapture", this.captures.all.length > 0);
    if (changed?.streams().some((uri) => uri.toString() === this.stream?.toString())) {
      this.rows.stream.refresh();
    }
    this.showCurrent(changed);
    if (changed?.contents && !this.unfolded.has(changed)) {
      this.unfolded.add(changed);
      this.folded.add(changed);
    }
    if (this.folded.size > 0) {
      this.unfoldSoon();
    }
  }

  /** Shows what is in the capture that people work with, in all views but that of the captures. */
  private showCurrent(changed?: Capture): void {
    const { current } = this.captures;
    this.rows.findings.refresh();
    this.rows.descriptors.refresh();
    this.facts.forEach((tree) => (tree.description = current?.name ?? ""));
    if (!this.stream || changed === current || this.shown !== current) {
      this.showStream(current?.streams()[0]);
    }
    this.shown = current;
  }

  /** All views show the capture that is selected, which is read if people stay on it. */
  private follow(capture: Capture | undefined): void {
    clearTimeout(this.staying);
    if (!capture) {
      return;
    }
    this.captures.use(capture);
    if (!capture.contents && capture.problem === undefined) {
      this.staying = setTimeout(() => void capture.read().catch(() => undefined), STAYING);
    }
  }

  /** Selects the row of a difference, where the view is seen. */
  private async showDifference(tree: vscode.TreeView<Node>, index: number): Promise<void> {
    const node = await this.rows.differences.find(
      ({ key }) => key === `difference ${index}`,
      ({ kind }) => kind === "differences" || kind === "change",
    );
    await (node && tree.visible && tree.reveal(node, { focus: false }));
  }

  /** Opens the rows of captures that were just read, where the view is seen; the focus stays where it is. */
  private unfoldSoon(): void {
    clearTimeout(this.unfolding);
    // The editor asks for the rows again first; it cannot open one that it does not know.
    this.unfolding = setTimeout(() => void this.unfold(), SETTLED);
  }

  private async unfold(): Promise<void> {
    if (!this.captureTree.visible) {
      return;
    }
    for (const capture of this.folded) {
      const node = await this.rows.captures.find(
        (row) => row.kind === "capture" && row.capture === capture,
        () => false,
      );
      try {
        await (node && this.captureTree.reveal(node, { select: false, focus: false, expand: true }));
        this.folded.delete(capture);
      } catch {
        // The rows have changed in the meantime.
        this.unfoldSoon();
        return;
      }
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
      this.streamTree.description = uri ? this.nameOf(uri) : "";
      this.rows.stream.refresh();
      void vscode.commands.executeCommand("setContext", "vtrace.hasStream", uri !== undefined);
    }
  }

  /** The name of a stream, with that of its capture. */
  private nameOf(uri: vscode.Uri): string {
    const owner = this.captures.all.find((each) =>
      each.streams().some((s) => s.toString() === uri.toString()),
    );
    const name = uri.path.split("/").pop() ?? "";
    return owner ? `${owner.name}: ${name}` : name;
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

  /** Brings the view to the front, with a capture selected. */
  async showCapture(capture: Capture): Promise<void> {
    await vscode.commands.executeCommand("vtrace.captures.focus");
    const node = await this.rows.captures.find(
      (row) => row.kind === "capture" && row.capture === capture,
      () => false,
    );
    await (node && this.captureTree.reveal(node, { select: true, focus: true, expand: true }));
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
    clearTimeout(this.staying);
    clearTimeout(this.unfolding);
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}
