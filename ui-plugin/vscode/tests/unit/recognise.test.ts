// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { after, describe, it } from "node:test";
import { guess, guessFile, isTraceLog } from "../../src/captures/recognise";
import { ROOT } from "../support/codeServer";
import { emptyFolder, remove } from "../support/workspace";

const SAMPLES = path.resolve(ROOT, "../../samples");
const folder = emptyFolder();
after(() => remove(folder));

describe("files are recognised by their first bytes", () => {
  it("in the samples", async () => {
    const kinds: Record<string, string | undefined> = {};
    for (const name of readdirSync(path.join(SAMPLES, "backend-transfer-2q"))) {
      kinds[name] = await guessFile(path.join(SAMPLES, "backend-transfer-2q", name));
    }
    assert.deepEqual(kinds, {
      "device-section-truth.json": undefined,
      "dst.trace.log.gz": "trace",
      "qmp.jsonl": "messages",
      "scenario.json": undefined,
      "src.trace.log.gz": "trace",
      "stream.bin": "stream",
      "stream.fds.jsonl": "messages",
      "vhost-user-dev0.jsonl": "messages",
    });
  });

  it("packed by xz, of which only the packing can be told", async () => {
    assert.equal(await guessFile(path.join(SAMPLES, "ordinary-2q", "stream.bin.xz")), "packed");
  });

  it("whatever form the lines of a log have", () => {
    assert.ok(isTraceLog("vhost_dev_init_in 0x55a4845efa80\nvhost_section ram0\n"));
    assert.ok(
      isTraceLog("771@1763884793.826303:vhost_dev_init_in 0x5\n771@1763884793.9:vhost_section ram0\n"),
    );
    assert.ok(isTraceLog("2026-11-23T07:59:53.826303Z vhost_dev_init_in 0x5\nqemu_file_fclose \n"));
  });

  it("but not logs of others", () => {
    assert.ok(!isTraceLog("2026-11-23T07:59:53Z my_service started\nmy_service stopped\n"));
    assert.ok(!isTraceLog("[INFO] vhost_dev_init_in was called\n"));
    assert.equal(guess(Buffer.from("{}")), undefined);
    assert.equal(guess(Buffer.alloc(0)), undefined);
    assert.equal(guess(Buffer.alloc(64, 0xff)), undefined);
  });

  it("in simpletrace of either byte order", () => {
    for (const write of ["writeBigUInt64LE", "writeBigUInt64BE"] as const) {
      const head = Buffer.alloc(24, 0xff);
      head[write](0xf2b177cb0aa429b4n, 8);
      assert.equal(guess(head), "trace");
    }
  });

  it("even if packed data is cut or damaged", () => {
    const broken = Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]);
    assert.equal(guess(broken), "packed");
  });

  it("and nothing waits for a FIFO, or fails where a file is missing", async () => {
    const fifo = path.join(folder, "fifo.log");
    execFileSync("mkfifo", [fifo]);
    writeFileSync(path.join(folder, "empty.log"), "");
    assert.equal(await guessFile(fifo), undefined);
    assert.equal(await guessFile(path.join(folder, "empty.log")), undefined);
    assert.equal(await guessFile(path.join(folder, "missing.log")), undefined);
    assert.equal(await guessFile(folder), undefined);
  });
});
