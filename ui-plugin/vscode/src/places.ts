// SPDX-License-Identifier: Apache-2.0
// What a menu of a webview is opened on. The webview writes it into its markup as `data-vscode-context`; the
// editor hands it to the command, and to the conditions of the menu in package.json.

interface Menu {
  /** The editor's own entries, such as Paste, make no sense there. */
  readonly preventDefaultContextMenuItems: true;
}

export interface TimelinePlace extends Menu {
  readonly webviewSection: "item";
  readonly capture: string;
  readonly item: number;
}

export interface StreamPlace extends Menu {
  readonly webviewSection: "bytes";
  readonly stream: string;
  readonly offset: number;
  readonly length: number;
  readonly label: string;
  readonly description: string;
}

export type Place = TimelinePlace | StreamPlace;
