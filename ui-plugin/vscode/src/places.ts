// SPDX-License-Identifier: Apache-2.0
// What a menu of a webview is opened on. The webview writes it into its markup as `data-vscode-context`; the
// editor hands it to the command, and to the conditions of the menu in package.json.

interface Menu {
  readonly preventDefaultContextMenuItems: true;
  /** Added by the editor: the type of the webview. */
  readonly webview?: string;
}

export interface TimelinePlace extends Menu {
  readonly capture: string;
  readonly item: number;
}

export interface StreamPlace extends Menu {
  readonly stream: string;
  readonly offset: number;
  readonly length: number;
  readonly label: string;
  readonly description: string;
}

export type Place = TimelinePlace | StreamPlace;
