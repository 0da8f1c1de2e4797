// SPDX-License-Identifier: Apache-2.0
// A real VS Code for tests: code-server on a port of this machine, with folders of its own.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import * as fs from "node:fs";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { PATIENCE } from "./waiting";

/** The folder of the extension. */
export const ROOT = path.resolve(__dirname, "../../..");

export interface Options {
  /** The folder that is opened. */
  readonly workspace: string;
  /** Install the packed extension. */
  readonly packed?: boolean;
  readonly environment?: NodeJS.ProcessEnv;
  readonly settings?: Record<string, unknown>;
  /** People have to trust the folder first. */
  readonly trust?: boolean;
}

export class CodeServer {
  private constructor(
    private readonly process: ChildProcess,
    private readonly home: string,
    readonly port: number,
    readonly log: string[],
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  static async start(options: Options): Promise<CodeServer> {
    const home = fs.mkdtempSync(path.join(os.tmpdir(), "vtrace-code-"));
    const folders = [
      "--user-data-dir",
      path.join(home, "data"),
      "--extensions-dir",
      path.join(home, "extensions"),
    ];
    const settings = {
      "workbench.startupEditor": "none",
      "editor.hover.delay": 100,
      "editor.stickyScroll.enabled": false,
      "extensions.autoCheckUpdates": false,
      "window.restoreWindows": "none",
      "files.simpleDialog.enable": true,
      "chat.disableAIFeatures": true,
      "workbench.secondarySideBar.defaultVisibility": "hidden",
      "workbench.tips.enabled": false,
      ...options.settings,
    };
    fs.mkdirSync(path.join(home, "data", "User"), { recursive: true });
    fs.writeFileSync(path.join(home, "data", "User", "settings.json"), JSON.stringify(settings));

    // The editor asks a login shell for its environment, which begins with that of the system.
    const exports = Object.entries(options.environment ?? {}).map(
      ([name, value]) => `export ${name}='${value}'\n`,
    );
    fs.writeFileSync(path.join(home, ".profile"), exports.join(""));
    const environment = {
      ...process.env,
      HOME: home,
      XDG_CONFIG_HOME: path.join(home, "config"),
      ...options.environment,
    };
    const [program, ...args] = commandLine();
    if (options.packed) {
      // Another package is for comparisons of times.
      const vsix = process.env["VTRACE_TEST_VSIX"] ?? path.join(ROOT, "target", "vtrace.vsix");
      const run = spawnSync(program!, [...args, ...folders, "--install-extension", vsix], {
        env: environment,
        encoding: "utf8",
      });
      if (run.status !== 0) {
        throw new Error(`the extension could not be installed: ${run.stdout}${run.stderr}`);
      }
    }

    const port = await freePort();
    const quiet = ["--auth", "none", "--disable-telemetry", "--disable-update-check"];
    const trust = options.trust ? [] : ["--disable-workspace-trust"];
    const child = spawn(
      program!,
      [...args, ...quiet, ...trust, "--bind-addr", `127.0.0.1:${port}`, ...folders, options.workspace],
      { env: environment, detached: true, stdio: ["ignore", "pipe", "pipe"] },
    );
    const log: string[] = [];
    for (const output of [child.stdout, child.stderr]) {
      output!.setEncoding("utf8").on("data", (text: string) => log.push(text));
    }
    const server = new CodeServer(child, home, port, log);
    await server.answers();
    return server;
  }

  private async answers(): Promise<void> {
    const until = Date.now() + PATIENCE;
    while (Date.now() < until && this.process.exitCode === null) {
      try {
        await fetch(`${this.url}healthz`);
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
    throw new Error(`code-server does not answer:\n${this.log.join("")}`);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    if (this.process.exitCode === null) {
      process.kill(-this.process.pid!, "SIGKILL");
      await ended;
    }
    fs.rmSync(this.home, { recursive: true, force: true, maxRetries: 20 });
  }
}

/** Those behind 4.100, which want Node 24. */
export function isNewer(): boolean {
  return !/-4\.(\d\d|100)\./.test(path.basename(process.env["VTRACE_CODE_SERVER"] ?? ""));
}

/** Newer code-servers come with the Node that they want. */
function commandLine(): string[] {
  const home = process.env["VTRACE_CODE_SERVER"];
  if (!home) {
    throw new Error("VTRACE_CODE_SERVER is not set; start these tests by ui-plugin/vscode/test");
  }
  const own = path.resolve(home, `../node-24/node_modules/node-linux-${process.arch}/bin/node`);
  return [isNewer() ? own : process.execPath, path.join(home, "node_modules/code-server/out/node/entry.js")];
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
