// SPDX-License-Identifier: Apache-2.0
// The table of keys of a page, which `?` shows.
import { byId, element } from "./host";

/** What a key does; several keys with a space between. */
export type KeyHelp = readonly (readonly [keys: string, does: string])[];

/** Fills the dialog of the page; returns what shows and hides it. */
export function keyDialog(help: KeyHelp): () => void {
  const dialog = byId<HTMLDialogElement>("help");
  const body = element("tbody", "", element("table", "", dialog));
  for (const [keys, does] of help) {
    const row = element("tr", "", body);
    const cell = element("th", "", row);
    cell.scope = "row";
    for (const key of keys.split(" ")) {
      element("kbd", key.replaceAll("_", " "), cell);
    }
    element("td", does, row);
  }
  const toggle = () => (dialog.open ? dialog.close() : dialog.showModal());
  byId("close-help").addEventListener("click", () => dialog.close());
  byId("show-help").addEventListener("click", toggle);
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "?") {
      event.preventDefault();
      dialog.close();
    }
  });
  return toggle;
}
