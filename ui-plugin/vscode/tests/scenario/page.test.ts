// SPDX-License-Identifier: Apache-2.0
// The page of the package, as a marketplace makes it of what is published: each picture is seen.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { after, it } from "node:test";
import { ROOT } from "../support/codeServer";
import { IMAGES, packInto, REPOSITORY } from "../support/package";
import { launch } from "../support/workbench";
import { emptyFolder, remove } from "../support/workspace";

// The library with which vsce reads the page, too.
const vsce = createRequire(path.join(ROOT, "node_modules/@vscode/vsce/package.json"));
const markdown: { render(text: string): string } = vsce("markdown-it")({ html: true });

const folder = emptyFolder();
after(() => remove(folder));

it("the page of the package shows all its pictures", async () => {
  const files = packInto(folder, "linux-x64", REPOSITORY);
  const browser = await launch();
  try {
    const page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
    await page.route("**/*", (route) => {
      const address = route.request().url();
      const body = files.get(`extension/${address.slice(IMAGES.length + 1)}`);
      return body && address.startsWith(IMAGES)
        ? route.fulfill({ body, contentType: "image/png" })
        : route.abort();
    });
    const text = markdown.render(files.get("extension/readme.md")!.toString("utf8"));
    await page.setContent(`<style>body{font:16px sans-serif;max-width:880px;margin:1em auto}
      img{max-width:100%} td,th{border:1px solid #ccc;padding:4px}</style>${text}`);
    const widths = await page
      .locator("img")
      .evaluateAll((all) => all.map((each) => (each as HTMLImageElement).naturalWidth));
    assert.ok(widths.length >= 4);
    assert.deepEqual(
      widths.filter((width) => width < 500),
      [],
    );
    const screenshots = path.join(ROOT, "target", "screenshots");
    mkdirSync(screenshots, { recursive: true });
    await page.screenshot({ path: path.join(screenshots, "13-package-page.png"), fullPage: true });
  } finally {
    await browser.close();
  }
});
