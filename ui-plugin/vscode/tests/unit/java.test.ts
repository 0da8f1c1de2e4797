// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { after, describe, it } from "node:test";
import { findJava, noJavaMessage, versionOf } from "../../src/java";
import { commandOf, installers, onPath } from "../../src/javaInstall";
import { emptyFolder, remove } from "../support/workspace";

const folders: string[] = [];
after(() => folders.forEach(remove));

/** A folder like that of a JDK, whose `java -version` prints this. */
function javaHome(output: string): string {
  const home = emptyFolder();
  folders.push(home);
  mkdirSync(path.join(home, "bin"));
  writeFileSync(path.join(home, "bin", "java"), `#!/bin/sh\necho '${output}' >&2\n`);
  chmodSync(path.join(home, "bin", "java"), 0o755);
  return home;
}

const OLD = 'openjdk version "1.8.0_292"';
const GOOD = 'openjdk version "17.0.15" 2025-04-15';
const NEW = 'openjdk version "25.0.3" 2026-04-21 LTS';

describe("the Java that runs the server", () => {
  it("tells its release in the old and in the new way", () => {
    assert.equal(versionOf(OLD), 8);
    assert.equal(versionOf(GOOD), 17);
    assert.equal(versionOf('java version "26-ea" 2026-03-17'), 26);
    assert.equal(versionOf("not a java"), undefined);
  });

  it("is that of the setting, before JAVA_HOME", async () => {
    const { java } = await findJava(javaHome(NEW), { JAVA_HOME: javaHome(GOOD) });
    assert.equal(java?.version, 25);
  });

  it("is not another one if that of the setting is too old", async () => {
    const { java, rejected } = await findJava(javaHome(OLD), { JAVA_HOME: javaHome(GOOD) });
    assert.equal(java, undefined);
    assert.match(noJavaMessage(rejected), /needs Java 17 or newer.*vtrace\.java\.home .*Java 8 is too old/);
  });

  it("is that of the PATH if JAVA_HOME leads nowhere", async () => {
    const bin = path.join(javaHome(GOOD), "bin");
    const before = process.env["PATH"];
    process.env["PATH"] = `${bin}:/bin`;
    try {
      const { java, rejected } = await findJava("", { JAVA_HOME: "/nonexistent" });
      assert.equal(java?.program, "java");
      assert.deepEqual(rejected, [{ place: "JAVA_HOME (/nonexistent)", why: "no Java there" }]);
    } finally {
      process.env["PATH"] = before;
    }
  });
});

describe("a Java that is not there yet", () => {
  it("is installed by the package manager of the system, as root", async () => {
    const [apt] = installers("linux", false);
    const only = (name: string) => (command: readonly string[]) => Promise.resolve(command.at(-1) === name);
    const command = await commandOf(apt!, only("openjdk-17-jre-headless"));
    assert.deepEqual(command, ["sudo", "apt-get", "install", "-y", "openjdk-17-jre-headless"]);
    assert.equal((await commandOf(apt!, only("openjdk-21-jre-headless"))).at(-1), "openjdk-21-jre-headless");
    assert.equal((await commandOf(apt!, only("nothing"))).at(-1), "openjdk-17-jre-headless");
    assert.equal(installers("linux", true)[0]?.command[0], "apt-get");
    assert.equal(installers("darwin", false)[0]?.program, "brew");
    assert.deepEqual(installers("aix", true), []);
  });

  it("is looked for on the PATH", () => {
    const home = javaHome(GOOD);
    assert.ok(onPath("java", { PATH: `/no/such${path.delimiter}${path.join(home, "bin")}` }));
    assert.ok(!onPath("javac", { PATH: path.join(home, "bin") }));
    assert.ok(!onPath("java", {}));
  });
});
