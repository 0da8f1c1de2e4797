// SPDX-License-Identifier: Apache-2.0
// Windows and migrations beside the lines.
import type { OutlineRow } from "../../log/messages";
import { byId, element } from "../host";

// More rows than anybody reads, and than a browser should hold.
const MOST = 2_000;

export class OutlinePane {
  private readonly pane = byId("outline");
  private readonly toggle = byId<HTMLButtonElement>("outline-toggle");
  private shown = false;

  constructor(
    private readonly ask: () => Promise<readonly OutlineRow[]>,
    private readonly goTo: (line: number) => void,
  ) {
    this.toggle.addEventListener("click", () => {
      this.shown = !this.shown;
      this.pane.hidden = !this.shown;
      this.toggle.setAttribute("aria-expanded", String(this.shown));
      void this.refresh();
    });
  }

  async refresh(): Promise<void> {
    if (!this.shown) {
      return;
    }
    const rows = await this.ask().catch(() => []);
    const list = document.createElement("ul");
    for (const { name, detail, line, depth } of rows.slice(0, MOST)) {
      const item = element("li", "", list);
      item.style.paddingLeft = `${depth}em`;
      const button = element("button", name, item, "link");
      button.type = "button";
      element("span", detail ? ` ${detail}` : "", item, "faint");
      button.addEventListener("click", () => this.goTo(line));
    }
    if (rows.length > MOST) {
      element("li", `and ${(rows.length - MOST).toLocaleString("en")} more`, list, "faint");
    }
    if (rows.length === 0) {
      element("li", "No starts, stops or migrations.", list, "faint");
    }
    this.pane.replaceChildren(list);
  }
}
