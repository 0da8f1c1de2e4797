// SPDX-License-Identifier: Apache-2.0
// What axe-core has to say of a page.
import { readFileSync } from "node:fs";
import * as path from "node:path";
import type { Frame } from "playwright-core";
import { ROOT } from "./codeServer";

interface Axe {
  run(context: Document): Promise<{
    violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[];
  }>;
}

/** Violations of WCAG and of good practice in a page, each in a sentence. */
export async function violationsIn(frame: Frame): Promise<string[]> {
  const source = readFileSync(path.join(ROOT, "node_modules", "axe-core", "axe.min.js"), "utf8");
  await frame.evaluate(source);
  return frame.evaluate(async () => {
    const { axe } = window as unknown as { axe: Axe };
    const { violations } = await axe.run(document);
    return violations.map(({ id, help, nodes }) => {
      const [first] = nodes;
      return `${id}: ${help}; ${nodes.length} times, such as ${first?.html} (${first?.failureSummary})`;
    });
  });
}
