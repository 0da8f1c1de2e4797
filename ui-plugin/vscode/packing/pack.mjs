// SPDX-License-Identifier: Apache-2.0
// Packs what build has put together: pack.mjs JAR OUTPUT-FOLDER [PLATFORM...]. Without platforms one package for all
// systems is made, vtrace.vsix, else vtrace-PLATFORM.vsix for each (of all: `all`), with the libraries of that system only.
//
// VTRACE_REPOSITORY_URL is where the sources are published, https://HOST/OWNER/NAME. The page on the marketplace shows
// pictures by absolute links only: they lead below VTRACE_IMAGES_URL, by default URL/raw/HEAD/ui-plugin/vscode.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { isForeign, PLATFORMS } from "./natives.mjs";
import { content, entries, without } from "./zip.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const FILES = [
  "CHANGELOG.md",
  "LICENSE",
  "README.md",
  ".vscodeignore",
  "dist",
  "language-configuration.json",
  "plan-configuration.json",
  "media",
  "sample",
  "syntaxes",
  "walkthrough",
];
const FOLDER = "ui-plugin/vscode";

const [jar, output, ...wanted] = process.argv.slice(2);
if (!jar || !output) {
  console.error("usage: pack.mjs JAR OUTPUT-FOLDER [PLATFORM...]");
  process.exit(2);
}
const platforms = wanted.includes("all") ? Object.keys(PLATFORMS) : wanted;
const unknown = platforms.filter((each) => !(each in PLATFORMS));
if (unknown.length > 0) {
  console.error(`pack: ${unknown.join(", ")}: not one of ${Object.keys(PLATFORMS).join(", ")}`);
  process.exit(2);
}
const repository = httpsUrl("VTRACE_REPOSITORY_URL");
const images = httpsUrl("VTRACE_IMAGES_URL") ?? (repository && `${repository}/raw/HEAD/${FOLDER}`);

for (const platform of platforms.length > 0 ? platforms : [undefined]) {
  pack(platform);
}

function httpsUrl(name) {
  const text = process.env[name];
  if (!text) {
    return undefined;
  }
  if (!URL.canParse(text) || new URL(text).protocol !== "https:") {
    console.error(`pack: ${name} is no https URL: ${text}`);
    process.exit(2);
  }
  return text.replace(/(?:\.git)?\/*$/, "");
}

function pack(platform) {
  const stage = path.resolve(output, `stage-${platform ?? "all"}`);
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(path.join(stage, "server"), { recursive: true });
  for (const file of FILES) {
    cpSync(path.join(ROOT, file), path.join(stage, file), { recursive: true });
  }
  const whole = readFileSync(jar);
  const server = platform ? without(whole, (name) => isForeign(name, platform)) : whole;
  writeFileSync(path.join(stage, "server", "vtrace.jar"), server);
  writeFileSync(path.join(stage, "package.json"), manifest());

  const name = platform ? `vtrace-${platform}.vsix` : "vtrace.vsix";
  const vsix = path.resolve(output, name);
  const links = images
    ? [
        "--baseImagesUrl",
        images,
        "--baseContentUrl",
        repository ? `${repository}/blob/HEAD/${FOLDER}` : images,
      ]
    : ["--no-rewrite-relative-links", "--allow-missing-repository"];
  const target = platform ? ["--target", platform] : [];
  const vsce = path.join(ROOT, "node_modules", "@vscode", "vsce", "vsce");
  const args = ["package", "--no-dependencies", "--skip-license", ...links, ...target, "-o", vsix];
  const run = spawnSync(process.execPath, [vsce, ...args], { cwd: stage, encoding: "utf8" });
  if (run.status !== 0) {
    console.error(run.stdout + run.stderr);
    process.exit(1);
  }
  rmSync(stage, { recursive: true });
  const pictures = images
    ? `pictures below ${images}`
    : "pictures only in the package: no VTRACE_REPOSITORY_URL";
  console.log(`${name}  ${mebibytes(statSync(vsix).size)}, server ${mebibytes(server.length)}; ${pictures}`);
}

/** The version of the packed program, as the marketplace has versions: without -SNAPSHOT. */
function version() {
  const manifest = entries(readFileSync(jar)).find(({ name }) => name === "META-INF/MANIFEST.MF");
  const found = /^Implementation-Version: (\d+\.\d+\.\d+)/m.exec(
    manifest ? content(manifest).toString() : "",
  );
  if (!found) {
    console.error(`pack: ${jar} does not say its version`);
    process.exit(1);
  }
  return found[1];
}

/** The manifest that is packed: with version and repository, and without what only this folder needs. */
function manifest() {
  const all = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));
  all.version = version();
  delete all.scripts;
  delete all.devDependencies;
  if (repository) {
    all.repository = { type: "git", url: `${repository}.git`, directory: FOLDER };
    all.homepage = `${repository}#readme`;
    all.bugs = { url: `${repository}/issues` };
  }
  return JSON.stringify(all, null, 2) + "\n";
}

function mebibytes(bytes) {
  return `${(bytes / (1 << 20)).toFixed(2)} MiB`;
}
