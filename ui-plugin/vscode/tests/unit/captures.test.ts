// SPDX-License-Identifier: Apache-2.0
// Which files are looked into, where captures are found, and whose a log is.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { after, describe, it } from "node:test";
import { guessSide, sorted } from "../../src/captures/loose";
import { byLikelihood, isCandidate } from "../../src/captures/names";
import { walk } from "../../src/captures/walk";

describe("names of files", () => {
  it("of QEMU, libvirt, logrotate and people may be evidence", () => {
    for (const name of [
      "trace-12345",
      "trace-12345.gz",
      "vm1.log",
      "vm1.log.1",
      "vm1.log.12.gz",
      "vm1.log-20261130",
      "vm1.log-20261130.xz",
      "vm1.save",
      "vm1.mig",
      "stream",
      "qmp.jsonl",
      "vhost.pcapng",
      "report.vtrace",
    ]) {
      assert.ok(isCandidate(name), name);
    }
  });

  it("of sources and pictures are not", () => {
    for (const name of ["main.c", "vhost.h", "page.html", "photo.png", "style.css", "mod.rs", ".gitignore"]) {
      assert.ok(!isCandidate(name), name);
    }
  });

  it("are tried in the order in which they tell most", () => {
    assert.deepEqual(byLikelihood(["a.json", "b.bin", "z.trace.log", "capture.json"]), [
      "capture.json",
      "z.trace.log",
      "b.bin",
      "a.json",
    ]);
  });
});

describe("a walk", () => {
  const root = mkdtempSync(path.join(os.tmpdir(), "vtrace-walk-"));
  after(() => rmSync(root, { recursive: true }));
  const put = (name: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  };
  const log = "1@1.0:vhost_dev_start 0x1\n1@1.1:vhost_dev_stop 0x1\n";
  for (let i = 0; i < 600; i++) {
    put(`crowded/other-${i}.json`, "{}");
  }
  for (let i = 0; i < 20; i++) {
    put(`quiet/guest-${i}.log`, "nothing of a migration\n");
  }
  put("crowded/zz.log", log);
  put("deep/er/and/deeper/trace-77", log);
  put("node_modules/x/a.log", log);
  put("empty/readme.txt", "nothing\n");
  symlinkSync(root, path.join(root, "deep", "circle"));

  it("finds captures beside any number of other files, once each, and goes in no circle", async () => {
    const found: string[] = [];
    const { files } = await walk([root], { found: (name) => found.push(name), goOn: () => true });
    assert.deepEqual(
      found.sort(),
      [path.join(root, "crowded"), path.join(root, "deep/er/and/deeper")].sort(),
    );
    assert.ok(files >= 603);
  });

  it("can be ended", async () => {
    const found: string[] = [];
    const { folders } = await walk([root], { found: (name) => found.push(name), goOn: () => false });
    assert.equal(folders, 1);
    assert.deepEqual(found, []);
  });

  it("can be ended within a folder of very many files", async () => {
    const { read } = await walk([path.join(root, "quiet")], {
      found: () => assert.fail("nothing was looked into that far"),
      goOn: (far) => far.read < 10,
    });
    assert.equal(read, 10);
  });
});

describe("files put together", () => {
  it("have the side that their name or their folder tells", () => {
    assert.equal(guessSide("/logs/src.trace.log"), "source");
    assert.equal(guessSide("/logs/qemu-destination.log"), "destination");
    assert.equal(guessSide("/logs/source/vm.log"), "source");
    assert.equal(guessSide("/target-host/vm.log"), "destination");
    assert.equal(guessSide("/logs/vm.log"), undefined);
    assert.equal(guessSide("/logs/src-to-dst/vm.log"), undefined);
    assert.equal(guessSide("/logs/resource/tools.log"), undefined);
  });

  it("are sorted by what they are; what is there twice and cannot be, is said", () => {
    const kind = (uri: string, role: string) => ({
      uri,
      role,
      kind: "",
      size: 1,
      textUri: null,
      messagesUri: null,
      capture: null,
    });
    const { files, left } = sorted([
      { kind: kind("file:///a", "trace"), side: "destination" },
      { kind: kind("file:///b", "trace"), side: { name: "qemu2" } },
      { kind: kind("file:///c", "stream"), side: undefined },
      { kind: kind("file:///d", "stream"), side: undefined },
      { kind: kind("file:///e", "socket"), side: undefined },
    ]);
    assert.deepEqual(files, {
      destination: ["file:///a"],
      qemu: [{ name: "qemu2", uri: "file:///b" }],
      stream: "file:///c",
      socket: ["file:///e"],
    });
    assert.deepEqual(left, ["file:///d"]);
  });
});
