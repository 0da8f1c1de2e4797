// SPDX-License-Identifier: Apache-2.0
// All open timelines: at most one of each capture. They come back after a restart of the window.
import * as vscode from "vscode";
import type { Capture, Captures } from "../captures/captures";
import type { Links } from "../links";
import type { Server } from "../server";
import { TIMELINE_VIEW, TimelinePanel, type PanelEvents } from "./panel";

/** The editor of .vtrace files. */
export const BUNDLE_EDITOR = "vtrace.bundle";

export class TimelinePanels implements vscode.CustomReadonlyEditorProvider, vscode.Disposable {
  private readonly panels = new Map<Capture, TimelinePanel>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly extension: vscode.Uri,
    private readonly server: Server,
    private readonly links: Links,
    readonly captures: Captures,
    private readonly events: PanelEvents,
  ) {
    this.subscriptions = [
      vscode.window.registerWebviewPanelSerializer(TIMELINE_VIEW, {
        deserializeWebviewPanel: async (panel, state: { capture?: string } | undefined) => {
          const uri = state?.capture;
          if (uri === undefined) {
            panel.dispose();
          } else {
            this.adopt(panel, captures.add(vscode.Uri.parse(uri)));
          }
        },
      }),
      server.onDidChangeCapture((id) => {
        const capture = captures.byId(id);
        void (
          capture &&
          this.panels
            .get(capture)
            ?.reload()
            .catch(() => undefined)
        );
      }),
    ];
  }

  /** The timeline of a capture, in front, beside a log or what else is open. */
  async show(capture: Capture): Promise<TimelinePanel> {
    if (!this.panels.has(capture)) {
      await this.links.makeRoom(capture);
    }
    const open = this.panels.get(capture);
    if (open) {
      open.panel.reveal(undefined, true);
      return open;
    }
    const panel = vscode.window.createWebviewPanel(
      TIMELINE_VIEW,
      `Timeline: ${capture.name}`,
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { retainContextWhenHidden: true },
    );
    return this.adopt(panel, capture);
  }

  of(capture: Capture): TimelinePanel | undefined {
    return this.panels.get(capture);
  }

  get all(): readonly TimelinePanel[] {
    return [...this.panels.values()];
  }

  /** Shows the timeline of a .vtrace file in place of its bytes. */
  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  async resolveCustomEditor(document: vscode.CustomDocument, panel: vscode.WebviewPanel): Promise<void> {
    const capture = this.captures.add(document.uri);
    this.adopt(panel, capture);
    // Why one cannot be read is said in its tab.
    await capture.read().then(
      () => this.captures.use(capture),
      () => undefined,
    );
  }

  private adopt(panel: vscode.WebviewPanel, capture: Capture): TimelinePanel {
    const timeline = new TimelinePanel(panel, capture, this.extension, this.server, this.links, this.events);
    this.panels.set(capture, timeline);
    panel.onDidDispose(() => {
      if (this.panels.get(capture) === timeline) {
        this.panels.delete(capture);
      }
    });
    panel.onDidChangeViewState(() => {
      if (panel.active) {
        this.captures.use(capture);
      }
    });
    return timeline;
  }

  dispose(): void {
    for (const { panel } of this.all) {
      panel.dispose();
    }
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}
