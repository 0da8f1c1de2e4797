// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { after, describe, it } from "node:test";
import { PLATFORMS } from "../../packing/natives.mjs";
import { entries } from "../../packing/zip.mjs";
import { ROOT } from "../support/codeServer";
import { IMAGES, packInto, pictures, REPOSITORY } from "../support/package";
import { emptyFolder, remove } from "../support/workspace";

const PLATFORM = "linux-x64";
const LIBRARY = /\.(?:so|dll|dylib|jnilib|a)$/;

const folder = emptyFolder();
after(() => remove(folder));

const names = (jar: Buffer) => entries(jar).map(({ name }) => name);
const readme = (files: Map<string, Buffer>) => files.get("extension/readme.md")!.toString("utf8");

describe("the package of one system", () => {
  const files = packInto(folder, PLATFORM, REPOSITORY);
  const jar = files.get("extension/server/vtrace.jar")!;

  it("says for which system it is, and where it comes from", () => {
    assert.match(files.get("extension.vsixmanifest")!.toString("utf8"), /TargetPlatform="linux-x64"/);
    const manifest = JSON.parse(files.get("extension/package.json")!.toString("utf8"));
    assert.equal(manifest.repository.url, `${REPOSITORY}.git`);
    assert.equal(manifest.devDependencies, undefined);
  });

  it("has the libraries of that system, and of no other", () => {
    const { jna, zstd } = PLATFORMS[PLATFORM]!;
    const libraries = names(jar).filter((name) => LIBRARY.test(name));
    assert.equal(libraries.length, 2);
    assert.ok(libraries.some((name) => name.startsWith(`com/sun/jna/${jna}/`)));
    assert.ok(libraries.some((name) => name.startsWith(`${zstd}/`)));
  });

  it("has pictures where its page looks for them", () => {
    const addresses = pictures(readme(files));
    assert.ok(addresses.length >= 4);
    for (const address of addresses) {
      assert.ok(address.startsWith(`${IMAGES}/`), address);
      assert.ok(files.has(`extension/${address.slice(IMAGES.length + 1)}`), address);
    }
  });

  it("has a server that starts", (test) => {
    const file = path.join(folder, "thin.jar");
    writeFileSync(file, jar);
    const stream = path.resolve(ROOT, "../../samples/backend-transfer-2q/stream.bin");
    const run = spawnSync("java", ["-jar", file, "decode", stream], { encoding: "utf8" });
    if (run.error) {
      test.skip("needs java");
      return;
    }
    assert.equal(run.status, 0, run.stderr);
    assert.match(run.stdout, /100\.00 %/);
  });
});

describe("the jar for each system", () => {
  const whole = packInto(folder).get("extension/server/vtrace.jar")!;

  for (const [platform, { jna, zstd }] of Object.entries(PLATFORMS)) {
    it(`of ${platform} is in the whole one`, () => {
      const all = names(whole);
      assert.ok(
        all.some((name) => name.startsWith(`com/sun/jna/${jna}/`)),
        jna,
      );
      assert.ok(
        all.some((name) => name.startsWith(`${zstd}/`)),
        zstd,
      );
    });
  }
});

describe("a package that nobody publishes", () => {
  it("keeps its pictures in itself", () => {
    const files = packInto(folder);
    for (const address of pictures(readme(files))) {
      assert.ok(files.has(`extension/${address}`), address);
    }
  });
});
