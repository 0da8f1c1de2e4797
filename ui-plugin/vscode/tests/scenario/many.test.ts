// SPDX-License-Identifier: Apache-2.0
// How fast the timeline is with very many items. The times are printed, and not judged: they are those of a
// browser that draws without a graphics card.
import assert from "node:assert/strict";
import * as path from "node:path";
import { repeatRings } from "../support/longLog";
import { scenario } from "../support/scenario";
import { PATIENCE } from "../support/waiting";
import { copyOfSample, emptyFolder, remove } from "../support/workspace";

// Of each life of the rings about 95 items come.
const LIVES = 1080;

// By default the server keeps fewer.
const settings = { "vtrace.keepRecords": 200_000 };

scenario(
  "the timeline of very many operations",
  { workspace: longCapture(), packed: true, settings },
  (step) => {
    step("is panned frame by frame", async (workbench) => {
      await workbench.page.locator(".activitybar").getByRole("tab", { name: "vtrace" }).click();
      await workbench.page
        .getByRole("treeitem", { name: /^vtrace-workspace-/ })
        .first()
        .waitFor();
      await workbench.command("vtrace: Show Timeline");
      const timeline = await workbench.webview("#canvas");
      await timeline.locator("body[data-items]").waitFor({ timeout: 4 * PATIENCE });
      const items = Number(await timeline.locator("body").getAttribute("data-items"));
      assert.ok(items >= 100_000, `only ${items} items`);

      for (const zooms of [1, 6, 14]) {
        await timeline.locator("#all").click();
        for (let i = 0; i < zooms; i++) {
          await timeline.locator("#zoom-in").click();
        }
        const frames = await timeline.locator("#canvas").evaluate(pan, 120);
        const at = (share: number) => frames[Math.floor(share * (frames.length - 1))]!.toFixed(1);
        const part = `${(0.7 ** zooms * 100).toPrecision(2)} %`;
        console.log(
          `timeline of ${items} items, ${part} in view, panned: frames of ${at(0.5)} ms (median), ${at(0.95)} ms (p95)`,
        );
        assert.equal(frames.length, 119);
      }
      await workbench.screenshot("9-many");
    });
  },
);

/** Moves the picture a little in each frame. The times between frames, in milliseconds, shortest first. */
async function pan(canvas: Element, frames: number): Promise<number[]> {
  const next = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  const times: number[] = [];
  for (let i = 0; i < frames; i++) {
    const deltaX = i < frames / 2 ? 25 : -25;
    canvas.dispatchEvent(new WheelEvent("wheel", { deltaX, bubbles: true, cancelable: true }));
    times.push(await next());
  }
  return times
    .slice(1)
    .map((time, i) => time - times[i]!)
    .sort((a, b) => a - b);
}

function longCapture(): string {
  const workspace = emptyFolder();
  const sample = copyOfSample("backend-transfer-2q");
  repeatRings(path.join(sample, "src.trace.log"), path.join(workspace, "src.trace.log"), LIVES);
  remove(sample);
  return workspace;
}
