// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { describe, it } from "node:test";

const PAGE = "../charts/src/main/resources/dev/vtrace/charts/page";

describe("the page without an editor", () => {
  it("has the picture that these sources give", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "vtrace-page-"));
    try {
      execFileSync("node", ["esbuild.mjs", "--page"], { env: { ...process.env, VTRACE_PAGE_DIR: folder } });
      for (const name of ["picture.js", "legend.css"]) {
        const made = readFileSync(path.join(folder, name), "utf8");
        const kept = readFileSync(path.join(PAGE, name), "utf8");
        assert.ok(made === kept, `${name} is out of date: run node esbuild.mjs --page`);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
