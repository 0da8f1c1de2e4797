// SPDX-License-Identifier: Apache-2.0
// Where there is no Java, where people do not trust a folder, and where a capture was made to do harm.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import * as path from "node:path";
import { after } from "node:test";
import { scenario } from "../support/scenario";
import { copyOfSample, emptyFolder, remove } from "../support/workspace";

/** A PATH on which there is all that code-server needs, but no Java. */
function pathWithoutJava(): string {
  const bin = emptyFolder();
  after(() => remove(bin));
  for (const program of [
    "sh",
    "bash",
    "node",
    "env",
    "uname",
    "dirname",
    "basename",
    "cat",
    "sed",
    "readlink",
    "rg",
    "which",
  ]) {
    symlinkSync(execFileSync("which", [program], { encoding: "utf8" }).trim(), path.join(bin, program));
  }
  return bin;
}

scenario(
  "VS Code without Java",
  {
    workspace: copyOfSample("backend-transfer-2q"),
    packed: true,
    environment: { PATH: pathWithoutJava(), JAVA_HOME: "" },
  },
  (step) => {
    step("says what is missing, and offers a way out", async (workbench) => {
      const { page } = workbench;
      const toast = page.locator(".notification-toast", { hasText: "vtrace needs Java 17 or newer" });
      await toast.first().waitFor();
      await toast.getByRole("button", { name: "Choose Folder of Java..." }).first().waitFor();
      await workbench.screenshot("7-no-java");
      await toast.getByRole("button", { name: "Choose Folder of Java..." }).first().click();
    });

    step("goes on with a Java that is chosen", async (workbench) => {
      const { page } = workbench;
      await workbench.answerPath(javaHome());
      await page.locator(".activitybar").getByRole("tab", { name: "vtrace" }).click();
      await page.getByRole("treeitem", { name: /44 operations skipped/ }).waitFor();
    });
  },
);

/** The home of the Java on the PATH. */
function javaHome(): string {
  const program = execFileSync("sh", ["-c", 'readlink -f "$(command -v java)"'], { encoding: "utf8" }).trim();
  return process.env["JAVA_HOME"] || path.resolve(program, "../..");
}

scenario(
  "VS Code in a folder that is not trusted",
  {
    workspace: copyOfSample("backend-transfer-2q"),
    packed: true,
    trust: true,
    settings: { "security.workspace.trust.startupPrompt": "never" },
  },
  (step) => {
    step("shows a capture", async (workbench) => {
      await workbench.page.locator(".activitybar").getByRole("tab", { name: "vtrace" }).click();
      await workbench.page.getByRole("treeitem", { name: /44 operations skipped/ }).waitFor();
    });

    step("does not record", async (workbench) => {
      await workbench.command("vtrace: Record Migration...");
      await workbench.page
        .locator(".notification-toast", { hasText: "Recording a migration needs a trusted workspace" })
        .waitFor();
    });
  },
);

const MARKUP = `<img/src=x/onerror=document.title='harmed'><script>document.title='harmed'</script>`;
// The folder around the capture is ours, too: what climbs out of the capture arrives there, and is seen.
const around = emptyFolder();
const hostile = path.join(around, "a", "b", "capture");
const CLIMBING = ["../../../harmed.trace.log", "../harmed.trace.log", "sub/../../harmed.bin"];
makeHostile();

/** The sample with markup in the name of a device and of a file, and files named by paths that climb out. */
function makeHostile(): void {
  const sample = copyOfSample("backend-transfer-2q");
  cpSync(sample, hostile, { recursive: true });
  remove(sample);
  for (const name of readdirSync(hostile).filter((each) => each.endsWith(".log"))) {
    const file = path.join(hostile, name);
    writeFileSync(file, readFileSync(file, "utf8").replaceAll("virtio-blk", MARKUP.replaceAll(" ", "/")));
  }
  copyFileSync(
    path.join(hostile, "dst.trace.log"),
    path.join(hostile, "<img src=x onerror=alert(1)>.trace.log"),
  );
  archive(path.join(hostile, "hostile.vtrace"), readdirSync(hostile));
  const names = readdirSync(hostile).filter((name) => name.endsWith(".log"));
  const files = [...names, ...CLIMBING].map((name) => ({
    name,
    role: "trace",
    participant: name.startsWith("<") ? MARKUP : name.slice(0, 3),
  }));
  writeFileSync(
    path.join(hostile, "capture.json"),
    JSON.stringify({ format: "vtrace-capture/1", participants: [{ role: "source", name: MARKUP }], files }),
  );
}

/** A .vtrace file, which is a zip, with good entries and some that climb out. */
function archive(file: string, names: string[]): void {
  const program = `import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as out:
    for name in sys.argv[2].split("|"):
        out.write(name, name)
    for name in sys.argv[3].split("|"):
        out.writestr(name, open("src.trace.log", "rb").read())`;
  execFileSync("python3", ["-c", program, file, names.join("|"), CLIMBING.join("|")], { cwd: hostile });
}

/** All files below a folder, with their sizes and times of change. */
function listing(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => {
      const { size, mtimeNs } = statSync(path.join(folder, name), { bigint: true });
      return `${name} ${size} ${mtimeNs}`;
    })
    .sort();
}

scenario("a hostile capture in VS Code", { workspace: hostile, packed: true }, (step) => {
  const before = listing(around);

  step("is shown as text, and runs nothing", async (workbench) => {
    const { page } = workbench;
    page.on("dialog", () => assert.fail("a script of the capture ran"));
    await page.locator(".activitybar").getByRole("tab", { name: "vtrace" }).click();
    await page
      .locator(".pane-body .monaco-list-row", { hasText: /onerror/ })
      .first()
      .waitFor();
    await workbench.command("vtrace: Show Timeline");
    const timeline = await workbench.webview("#canvas");
    await timeline.locator("body[data-items]").waitFor();
    for (let i = 0; i < 12; i++) {
      await timeline.locator("#canvas").press("j");
    }
    await timeline.locator("#details h2").waitFor();
    assert.match(
      (await timeline.locator("#participant").textContent()) ?? "",
      /<script>document\.title='harmed'/,
    );
    await workbench.screenshot("8-hostile");
    for (const frame of page.frames()) {
      assert.equal(await frame.locator("img[src=x]").count(), 0, frame.url());
      assert.notEqual(await frame.title(), "harmed");
    }
  });

  step("is opened as a .vtrace file, or refused in a sentence", async (workbench) => {
    const { page } = workbench;
    await workbench.command("vtrace: Open Capture...");
    await workbench.answerPath(path.join(hostile, "hostile.vtrace"));
    await page
      .getByRole("treeitem", { name: /hostile/ })
      .or(page.locator(".notification-toast", { hasText: /hostile\.vtrace/ }))
      .first()
      .waitFor();
    await workbench.screenshot("8-hostile-file");
  });

  step("writes nothing, in it or around it", async () => {
    assert.deepEqual(listing(around), before);
  });
});

after(() => remove(around));
