// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { describe, it } from "node:test";
import { argumentsOf, problemsOf } from "../../src/live/form";
import { qemuOf, socketsIn } from "../../src/live/qemus";

describe("the form of a recording", () => {
  const good = { source: "/a.qmp", destination: "/b.qmp", output: "/new" };

  it("becomes a command line", () => {
    assert.deepEqual(argumentsOf("record", { ...good, capabilities: " multifd=on  xbzrle=off " }), [
      "record",
      "--verbose",
      "--source-qmp",
      "/a.qmp",
      "--destination-qmp",
      "/b.qmp",
      "-c",
      "multifd=on",
      "-c",
      "xbzrle=off",
      "-o",
      "/new",
    ]);
    assert.deepEqual(argumentsOf("record", { plan: "/blk.plan", output: "/new" }).slice(2), [
      "-o",
      "/new",
      "/blk.plan",
    ]);
    assert.deepEqual(argumentsOf("attach", { pid: "4711", as: "source", output: "/new" }), [
      "attach",
      "--pid",
      "4711",
      "--as",
      "source",
      "-o",
      "/new",
    ]);
  });

  it("says what is missing or wrong, by field", () => {
    assert.deepEqual(problemsOf("record", good), {});
    assert.deepEqual(problemsOf("record", { plan: "/p", output: "/new" }), {});
    assert.deepEqual(Object.keys(problemsOf("record", { output: "/new" })), ["source", "destination"]);
    assert.deepEqual(Object.keys(problemsOf("record", { ...good, destination: "/a.qmp" })), ["destination"]);
    assert.deepEqual(Object.keys(problemsOf("record", { ...good, capabilities: "multifd" })), [
      "capabilities",
    ]);
    assert.deepEqual(Object.keys(problemsOf("record", { ...good, output: "new" })), ["output"]);
    assert.deepEqual(Object.keys(problemsOf("attach", { output: "/new" })), ["qmp"]);
    assert.deepEqual(Object.keys(problemsOf("attach", { pid: "x", output: "/new" })), ["pid"]);
  });

  it("takes nothing for an option", () => {
    for (const id of ["source", "plan", "output", "incoming"]) {
      assert.ok(problemsOf("record", { ...good, [id]: "--source=sh" })[id], id);
    }
  });
});

describe("QEMUs that run", () => {
  it("are told by their command lines, with their monitors", () => {
    const line = (text: string) => text.split(" ");
    assert.deepEqual(
      qemuOf(
        7,
        line("/usr/bin/qemu-system-x86_64 -name guest=vm1,debug-threads=on -qmp unix:/run/a.qmp,server"),
      ),
      {
        pid: 7,
        name: "vm1",
        monitors: ["/run/a.qmp"],
      },
    );
    const libvirt =
      "qemu-kvm -chardev socket,id=mon0,path=/m.sock -chardev socket,id=x,path=/x.sock -mon chardev=mon0,id=m,mode=control";
    assert.deepEqual(qemuOf(8, line(libvirt))?.monitors, ["/m.sock"]);
    assert.deepEqual(qemuOf(9, line("qemu-system-arm -qmp tcp:127.0.0.1:4444,server=on"))?.monitors, [
      "tcp:127.0.0.1:4444",
    ]);
    assert.equal(qemuOf(1, ["/usr/bin/vim", "qemu-system-x86_64"]), undefined);
    assert.equal(qemuOf(2, []), undefined);
  });

  it("have sockets whose names say so", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "vtrace-sockets-"));
    const inner = path.join(folder, "domain-1");
    fs.mkdirSync(inner);
    fs.writeFileSync(path.join(folder, "qmp.txt"), "");
    const servers = ["monitor.sock", "other.sock"].map((name) =>
      net.createServer().listen(path.join(inner, name)),
    );
    await Promise.all(servers.map((server) => new Promise((resolve) => server.once("listening", resolve))));
    try {
      assert.deepEqual(await socketsIn([folder, path.join(folder, "missing")]), [
        path.join(inner, "monitor.sock"),
      ]);
    } finally {
      servers.forEach((server) => server.close());
      fs.rmSync(folder, { recursive: true, force: true });
    }
  });
});
