// SPDX-License-Identifier: Apache-2.0
// The timeline of one capture, in a webview.
import * as os from "node:os";
import * as path from "node:path";
import * as vscode from "vscode";
import type { Capture } from "../captures/captures";
import { messageOf, showFailure } from "../failures";
import type { Links } from "../links";
import { nanoseconds, timeOf, type Time, type TimelineParams } from "../protocol";
import type { Matches } from "../queries";
import type { Server } from "../server";
import { setUpPage } from "../webviewPage";
import type { FromPanel, ToPanel } from "./messages";
import { modelOf } from "./model";
import { TIMELINE_PAGE } from "./page";

export const TIMELINE_VIEW = "vtrace.timeline";

// Up to so many items all are sent, and the panel searches and merges by itself. Of longer timelines the
// server merges what falls on one of so many pixels, and sends more when people look closer.
const MOST_ITEMS = 250_000;
const PIXELS = 8192;

export interface PanelEvents {
  /** Somebody selected an item. */
  selected(capture: Capture, item: number): void;
  /** Somebody asks a condition of the run. */
  query(capture: Capture, where: string): Promise<unknown>;
  /** What the condition matches that is asked of a capture. */
  matches(capture: Capture): Matches | undefined;
  /** Somebody dragged the debugger's position to a time. */
  debugTo(time: Time): Promise<void>;
}

export class TimelinePanel {
  private begin = 0n;
  private loaded: Promise<void> | undefined;
  private pending: ToPanel[] = [];
  private ready = false;

  constructor(
    readonly panel: vscode.WebviewPanel,
    readonly capture: Capture,
    extension: vscode.Uri,
    private readonly server: Server,
    private readonly links: Links,
    private readonly events: PanelEvents,
  ) {
    panel.iconPath = vscode.Uri.joinPath(extension, "media", "activity.svg");
    panel.webview.onDidReceiveMessage((message: FromPanel) => {
      this.receive(message).catch(showFailure);
    });
    setUpPage(panel.webview, extension, TIMELINE_PAGE);
  }

  /** Selects items, and shows the first. */
  async select(ids: readonly number[]): Promise<void> {
    this.post({ type: "select", ids });
    const first = ids[0];
    if (first !== undefined) {
      await this.sendDetails(first);
    }
  }

  showDebugger(time: Time): void {
    const ns = nanoseconds(time);
    this.post({ type: "debug", time: ns === null ? null : Number(ns - this.begin) });
  }

  /** Marks what the condition matches that is asked of the run. */
  showMatches(): void {
    const matches = this.events.matches(this.capture);
    this.post({
      type: "matches",
      matches: matches ? { where: matches.where, total: matches.total, ids: [...matches.items] } : null,
    });
  }

  async reload(): Promise<void> {
    await this.load(undefined);
  }

  private post(message: ToPanel): void {
    if (this.ready) {
      void this.panel.webview.postMessage(message);
    } else {
      this.pending.push(message);
    }
  }

  private async receive(message: FromPanel): Promise<void> {
    switch (message.type) {
      case "ready":
        this.loaded ??= this.load(undefined);
        await this.loaded;
        return;
      case "select":
        this.events.selected(this.capture, message.id);
        await this.sendDetails(message.id);
        await this.follow(message.id);
        return;
      case "evidence":
        await this.links.reveal(this.capture, message.evidence, !message.leave);
        return;
      case "save":
        await save(message.name, Buffer.from(message.data, message.base64 ? "base64" : "utf8"));
        return;
      case "query":
        try {
          await this.events.query(this.capture, message.where);
        } catch (error) {
          this.post({ type: "refused", message: messageOf(error) });
        }
        return;
      case "debugTo":
        await this.events.debugTo(this.absolute(message.time));
        return;
      case "closer":
        await this.load({ from: this.absolute(message.from), to: this.absolute(message.to) });
    }
  }

  private absolute(sinceBegin: number): Time {
    return timeOf(this.begin + BigInt(Math.round(sinceBegin)));
  }

  private async load(part: Pick<TimelineParams, "from" | "to"> | undefined): Promise<void> {
    try {
      const { info } = await this.capture.read();
      const timeline = await this.server.request("vtrace/timeline", {
        capture: info.capture,
        pixels: info.timeline.items > MOST_ITEMS ? PIXELS : 0,
        brief: true,
        ...part,
      });
      this.begin = nanoseconds(timeline.begin) ?? 0n;
      this.ready = true;
      this.post({ type: "model", capture: this.capture.uri.toString(), model: modelOf(timeline) });
      if (this.events.matches(this.capture)) {
        this.showMatches();
      }
      for (const message of this.pending.splice(0)) {
        this.post(message);
      }
    } catch (error) {
      this.ready = true;
      this.post({ type: "failed", message: messageOf(error) });
      throw error;
    }
  }

  private async sendDetails(id: number): Promise<void> {
    const [item] = await this.items([id]);
    if (!item) {
      return;
    }
    const linked = await this.items([
      ...(item.within === undefined ? [] : [item.within]),
      ...(item.links ?? []),
    ]);
    const links = linked.map((each) => ({
      id: each.id,
      label: [each.kind, each.name, each.state].filter(Boolean).join(" "),
    }));
    this.post({
      type: "details",
      details: { id, why: item.why ?? "", links, evidence: item.evidence ?? [] },
    });
  }

  private async items(ids: number[]) {
    if (ids.length === 0) {
      return [];
    }
    return (await this.server.request("vtrace/items", { capture: this.capture.id, ids })).items;
  }

  /** Shows the evidence of a selected item beside the timeline, which keeps the focus. */
  private async follow(id: number): Promise<void> {
    if (vscode.workspace.getConfiguration("vtrace").get("timeline.followSelection", true)) {
      const [item] = await this.items([id]);
      const evidence = item?.evidence?.find(({ line }) => line !== undefined) ?? item?.evidence?.[0];
      if (evidence) {
        await this.links.reveal(this.capture, evidence, true);
      }
    }
  }
}

async function save(name: string, data: Buffer): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(os.homedir());
  // The name comes from the capture: only its last part counts.
  const defaultUri = vscode.Uri.joinPath(folder, path.basename(name));
  const target = await vscode.window.showSaveDialog({ defaultUri });
  if (target) {
    await vscode.workspace.fs.writeFile(target, data);
  }
}
