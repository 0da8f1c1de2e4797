// SPDX-License-Identifier: Apache-2.0
// Bundles the extension and its webviews into dist/, the picture of a timeline into the resources of the charts
// module, and with --tests the tests into target/tests/; with --page only the picture.
import { readdirSync } from "node:fs";
import { build } from "esbuild";

const common = { bundle: true, sourcemap: false, logLevel: "warning", legalComments: "none" };

const node = { ...common, platform: "node", target: "node20", format: "cjs", external: ["vscode"] };

const extension = { ...node, minify: true, entryPoints: ["src/extension.ts"], outfile: "dist/extension.js" };

const webviews = {
  ...common,
  platform: "browser",
  target: "es2022",
  format: "iife",
  minify: true,
  entryPoints: [
    { in: "src/webview/timeline/main.ts", out: "timeline" },
    { in: "src/webview/timeline/timeline.css", out: "timeline" },
    { in: "src/webview/log/main.ts", out: "log" },
    { in: "src/webview/log/log.css", out: "log" },
    { in: "src/webview/stream/main.ts", out: "stream" },
    { in: "src/webview/stream/stream.css", out: "stream" },
    { in: "src/webview/overview/main.ts", out: "overview" },
    { in: "src/webview/overview/overview.css", out: "overview" },
    { in: "src/webview/live/main.ts", out: "live" },
    { in: "src/webview/live/live.css", out: "live" },
    { in: "src/webview/compare/main.ts", out: "compare" },
    { in: "src/webview/compare/compare.css", out: "compare" },
  ],
  outdir: "dist",
};

// The same picture for pages without an editor. It lies in the sources of the charts module, which are built
// without Node: tests/unit/page.test.ts holds that it is the one that these sources give.
const page = {
  ...common,
  platform: "browser",
  target: "es2022",
  format: "iife",
  globalName: "vtracePicture",
  banner: {
    js: "// Made of ui-plugin/vscode/src/page/picture.ts by esbuild.mjs there. Do not edit.",
    css: "/* Made of ui-plugin/vscode/src/webview/timeline/legend.css by esbuild.mjs there. Do not edit. */",
  },
  entryPoints: [
    { in: "src/page/picture.ts", out: "picture" },
    { in: "src/webview/timeline/legend.css", out: "legend" },
  ],
  outdir: process.env.VTRACE_PAGE_DIR ?? "../charts/src/main/resources/dev/vtrace/charts/page",
};

const tests = {
  ...node,
  external: ["vscode", "playwright-core"],
  entryPoints: readdirSync("tests", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts") || name === "host/index.ts")
    .map((name) => "tests/" + name),
  outbase: "tests",
  outdir: "target/tests",
};

if (process.argv.includes("--page")) {
  await build(page);
} else {
  await Promise.all([build(extension), build(webviews), build(page)]);
}
if (process.argv.includes("--tests")) {
  await build(tests);
}
