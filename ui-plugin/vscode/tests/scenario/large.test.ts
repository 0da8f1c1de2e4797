// SPDX-License-Identifier: Apache-2.0
// A stream of 10 GiB in its editor, which must not read it. How long things take is printed, and not judged.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { statfsSync, statSync } from "node:fs";
import * as path from "node:path";
import { describe, it } from "node:test";
import { ROOT } from "../support/codeServer";
import { scenario } from "../support/scenario";
import { waitFor } from "../support/waiting";
import { emptyFolder } from "../support/workspace";

const GIB = 2 ** 30;
const SIZE = 10 * GIB;

const folder = emptyFolder();
const { bavail, bsize } = statfsSync(folder);

if (bavail * bsize < SIZE + 4 * GIB) {
  describe("a stream of 10 GiB in VS Code", () => {
    it("opens", { skip: "needs 14 GiB of free disk" }, () => undefined);
  });
} else {
  const file = path.join(folder, "large.bin");
  const samples = path.resolve(ROOT, "../../samples");
  const sample = path.join(samples, "qemu111-inflight", "stream.bin.xz");
  execFileSync("python3", [
    path.join(samples, "benchmarks", "make-stream"),
    sample,
    file,
    "random",
    `${SIZE}`,
  ]);
  const { size } = statSync(file);

  scenario("a stream of 10 GiB in VS Code", { workspace: folder, packed: true }, (step) => {
    step("shows its first fields and bytes, and then all of it", async (workbench) => {
      const begin = Date.now();
      await workbench.openFile("large.bin");
      const stream = await workbench.webview("#hex");
      await stream.locator("#tree .line", { hasText: "configuration" }).waitFor();
      await stream.locator("#hex .chars", { hasText: "QEVM" }).waitFor();
      const first = Date.now() - begin;
      await stream.locator('body[data-complete="true"]').waitFor();
      const all = Date.now() - begin;
      await stream.locator("#summary strong", { hasText: "complete" }).waitFor();
      console.log(`stream of 10 GiB: first fields after ${first} ms, all of it after ${all} ms`);
    });

    step("goes to its last byte", async (workbench) => {
      const stream = await workbench.webview("#hex");
      const begin = Date.now();
      await stream.locator("#goto").fill(String(size - 1));
      await stream.locator("#goto").press("Enter");
      // The description is JSON: it ends with a brace.
      await stream.locator(`#hex .bytes [data-offset="${size - 1}"]`, { hasText: "7d" }).waitFor();
      await stream.locator("#tree .line.selected", { hasText: "text" }).waitFor();
      console.log(`stream of 10 GiB: its last byte after ${Date.now() - begin} ms`);
      await workbench.screenshot("11-large");
    });

    step("finds a field behind all the memory", async (workbench) => {
      const stream = await workbench.webview("#hex");
      const begin = Date.now();
      await stream.locator("#search").fill("last_avail_idx");
      await stream.locator("#search").press("Enter");
      await stream.locator("#tree .line.selected", { hasText: "last_avail_idx" }).waitFor();
      console.log(`stream of 10 GiB: a field found after ${Date.now() - begin} ms`);
    });

    step("takes no memory for it", async () => {
      const resident = await waitFor("the server", async () => residentOfServer());
      console.log(`stream of 10 GiB: the server takes ${Math.round(resident / 2 ** 20)} MiB`);
      assert.ok(resident < GIB, `${resident} bytes`);
    });
  });
}

/** What the language server that reads the stream takes, in bytes. */
function residentOfServer(): number | undefined {
  const command = "ps -eo rss=,args= | grep -e '[v]trace.jar lsp'";
  const lines = execFileSync("sh", ["-c", command], { encoding: "utf8" }).trim().split("\n");
  const kibibytes = lines.map((line) => Number(line.trim().split(" ")[0]));
  return kibibytes.length === 0 ? undefined : Math.max(...kibibytes) * 1024;
}
