// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { describe, it } from "node:test";
import { ROOT } from "../support/codeServer";

interface Menu {
  command: string;
}

const manifest = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));
const { contributes } = manifest;
const commands: string[] = contributes.commands.map(({ command }: Menu) => command);
const sources = readdirSync(path.join(ROOT, "src"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => readFileSync(path.join(ROOT, "src", name), "utf8"));

describe("package.json", () => {
  it("offers only commands that it declares", () => {
    const menus = Object.values(contributes.menus as Record<string, Menu[]>).flat();
    const offered = new Set(menus.map(({ command }) => command));
    assert.deepEqual(
      [...offered].filter((name) => !commands.includes(name)),
      [],
    );
  });

  it("names only files that are there", () => {
    const steps = contributes.walkthroughs[0].steps.map(
      (step: { media: { markdown: string } }) => step.media.markdown,
    );
    const icon = contributes.viewsContainers.activitybar[0].icon;
    for (const file of [
      ...steps,
      icon,
      manifest.icon,
      contributes.grammars[0].path,
      contributes.languages[0].configuration,
    ]) {
      assert.ok(existsSync(path.join(ROOT, file)), file);
    }
  });

  it("documents each setting that is read, and has none that is not", () => {
    const all = sources.join("\n");
    const declared = Object.keys(contributes.configuration.properties);
    for (const name of declared.filter((each) => each !== "vtrace.trace.server")) {
      assert.ok(all.includes(`"${name.replace("vtrace.", "")}"`), `${name} is not read`);
    }
    for (const [, name] of all.matchAll(/\.get(?:<[^>]*>)?\("([a-z]+\.[A-Za-z]+)"/g)) {
      assert.ok(declared.includes(`vtrace.${name}`), `${name} is not declared`);
    }
  });

  it("lets no folder choose a program before people trust it", () => {
    const restricted: string[] = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
    const programs = Object.keys(contributes.configuration.properties).filter((name) =>
      name.startsWith("vtrace.java."),
    );
    assert.deepEqual(restricted.toSorted(), programs.toSorted());
  });
});

describe("the sources", () => {
  it("never make markup of data", () => {
    for (const source of sources) {
      assert.doesNotMatch(
        source,
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/,
      );
    }
  });
});
