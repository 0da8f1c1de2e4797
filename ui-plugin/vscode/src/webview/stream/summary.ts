// SPDX-License-Identifier: Apache-2.0
// What can be said of the whole stream, and how much of it was understood.
import type { StreamTree } from "../../protocol";
import { byId, element } from "../host";

const PARTS = ["decoded", "opaque", "unreachable"] as const;

export function showSummary(root: StreamTree): void {
  const box = byId("summary");
  box.replaceChildren();
  const bytes = (count: number) => `${count.toLocaleString("en")} bytes`;
  if (!root.summary) {
    const share = root.size > 0 ? Math.floor((100 * root.read) / root.size) : 0;
    element("span", `Reading: ${share}% of ${bytes(root.size)}, ${root.total} records so far`, box);
    return;
  }
  const { outcome, coverage, machine, fds, diagnostics } = root.summary;
  element("strong", outcome, box, outcome);
  const facts = [bytes(root.size), machine ?? "", `${root.total} records`, `${fds.length} descriptors`];
  element("span", facts.filter(Boolean).join("  \u00b7  "), box);
  for (const { code, severity, message } of diagnostics.slice(0, 5)) {
    element("div", `${code}: ${message}`, box, severity);
  }
  showCoverage(coverage);
}

function showCoverage(coverage: Record<(typeof PARTS)[number] | "total", number>): void {
  const bar = byId("coverage");
  bar.replaceChildren();
  const texts: string[] = [];
  for (const part of PARTS) {
    const count = coverage[part];
    if (count > 0) {
      const piece = element("div", "", bar, part);
      piece.style.flexGrow = String(count / Math.max(1, coverage.total));
      const text = `${count.toLocaleString("en")} bytes ${part}`;
      piece.title = text;
      texts.push(text);
    }
  }
  bar.setAttribute("aria-label", `Coverage: ${texts.join(", ")}`);
  bar.title = texts.join(", ");
}
