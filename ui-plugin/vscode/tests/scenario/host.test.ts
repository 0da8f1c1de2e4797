// SPDX-License-Identifier: Apache-2.0
// Runs tests/host inside the extension host of a real VS Code. Its workbench takes the tests in the address
// of the page, as that of vscode.dev does, and says when they have ended. Later code-servers ignore this.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import * as path from "node:path";
import { describe, it } from "node:test";
import type { Result } from "../host/index";
import { CodeServer, isNewer, ROOT } from "../support/codeServer";
import { PATIENCE } from "../support/waiting";
import { launch } from "../support/workbench";
import { copyOfSample, remove } from "../support/workspace";

const TESTS = path.join(ROOT, "target", "tests", "host", "index.js");
const RESULTS = path.join(path.dirname(TESTS), "results.json");

describe("the extension, asked through the API of VS Code", () => {
  it("answers as it should", { skip: isNewer() && "this code-server starts no tests" }, async (test) => {
    const workspace = copyOfSample("backend-transfer-2q");
    copyFileSync(path.join(workspace, "src.trace.log"), path.join(workspace, "renamed.txt"));
    copyFileSync(path.join(workspace, "stream.bin"), path.join(workspace, "migration.dat"));
    packInto(path.join(workspace, "packed"));
    rmSync(RESULTS, { force: true });
    const server = await CodeServer.start({ workspace });
    const browser = await launch();
    try {
      const page = await browser.newPage();
      const ended = new Promise<void>((resolve, reject) => {
        setTimeout(() => reject(new Error("the tests did not end")), 3 * PATIENCE).unref();
        void page.exposeFunction("codeAutomationExit", () => resolve());
      });
      await page.exposeFunction("codeAutomationLog", () => undefined);
      const remote = (file: string) => `vscode-remote://127.0.0.1:${server.port}${file}`;
      const payload = [
        ["extensionDevelopmentPath", remote(ROOT)],
        ["extensionTestsPath", remote(TESTS)],
      ];
      const query = new URLSearchParams({ folder: workspace, payload: JSON.stringify(payload) });
      await page.goto(`${server.url}?${query}`);
      await ended;
      assert.ok(existsSync(RESULTS), server.log.join(""));
    } finally {
      await browser.close();
      await server.stop();
      remove(workspace);
    }
    for (const { name, failure } of JSON.parse(readFileSync(RESULTS, "utf8")) as Result[]) {
      await test.test(name, () => assert.ok(failure === undefined, failure));
    }
  });
});

/** Files that an editor of texts cannot show. */
function packInto(folder: string): void {
  const project = path.resolve(ROOT, "../..");
  const sample = path.join(project, "samples", "backend-transfer-2q");
  const traces = path.join(project, "decoder", "trace", "src", "test", "resources", "trace");
  mkdirSync(folder);
  for (const file of [path.join(sample, "src.trace.log.gz"), path.join(traces, "excerpt.simpletrace")]) {
    copyFileSync(file, path.join(folder, path.basename(file)));
  }
  const jar = path.join(ROOT, "server", "vtrace.jar");
  execFileSync("java", ["-jar", jar, "report", sample, "-o", path.join(folder, "report.vtrace")], {
    stdio: "ignore",
  });
}
