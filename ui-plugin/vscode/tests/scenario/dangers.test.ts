// SPDX-License-Identifier: Apache-2.0
// Where there is no Java, where people do not trust a folder, and where a capture was made to do harm.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { execFileSync } from "node:child_process";
import { scenario } from "../support/scenario";
import { copyOfSample, emptyFolder } from "../support/workspace";

/** A PATH on which there is all that code-server needs, but no Java. */
function pathWithoutJava(): string {
  const bin = path.join(emptyFolder(), "bin");
  mkdirSync(bin);
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
      await workbench.answer(javaHome());
      await page.locator(".activitybar").getByRole("tab", { name: "vtrace" }).click();
      await page.getByRole("treeitem", { name: /27 operations skipped/ }).waitFor();
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
      await workbench.page.getByRole("treeitem", { name: /27 operations skipped/ }).waitFor();
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
const hostile = hostileCapture();

/** The sample with markup in the name of a device and of a file, and files named by paths that climb out. */
function hostileCapture(): string {
  const folder = copyOfSample("backend-transfer-2q");
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    if (name.endsWith(".log") || name === "qmp.jsonl") {
      const text = readFileSync(file, "utf8").replaceAll("virtio-blk", MARKUP.replaceAll(" ", "/"));
      writeFileSync(file, name === "qmp.jsonl" ? readFileSync(file) : text);
    }
  }
  writeFileSync(
    path.join(folder, "<img src=x onerror=alert(1)>.trace.log"),
    readFileSync(path.join(folder, "dst.trace.log")),
  );
  const files = [{ path: "../../../../etc/passwd", role: "trace", participant: MARKUP, kind: "QEMU log" }];
  writeFileSync(
    path.join(folder, "capture.json.part"),
    JSON.stringify({ format: "vtrace-capture/1", files }),
  );
  return folder;
}

scenario("a hostile capture in VS Code", { workspace: hostile, packed: true }, (step) => {
  const before = readdirSync(path.dirname(hostile));

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
    assert.match((await timeline.locator("#participant").textContent()) ?? "", /<img src=x onerror/);
    await workbench.screenshot("8-hostile");
    for (const frame of page.frames()) {
      assert.equal(await frame.locator("img[src=x]").count(), 0, frame.url());
      assert.notEqual(await frame.title(), "harmed");
    }
  });

  step("writes nothing outside", async () => {
    const now = readdirSync(path.dirname(hostile)).filter(
      (name) => !/^vtrace-|^\.|tmp|bash|playwright|hsperf/i.test(name),
    );
    const added = now.filter((name) => !before.includes(name) && /harm|passwd|img/.test(name));
    assert.deepEqual(added, []);
    assert.ok(!existsSync(path.resolve(hostile, "../passwd")));
  });
});
