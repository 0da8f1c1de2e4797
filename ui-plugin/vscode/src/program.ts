// SPDX-License-Identifier: Apache-2.0
// The vtrace program that comes with the extension: how it is started, and one run of it.
import { spawn } from "node:child_process";
import * as vscode from "vscode";
import { findJava, noJavaMessage } from "./java";

export interface CommandLine {
  readonly command: string;
  readonly args: string[];
}

export interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** More output than this is not for an editor. */
const MOST_OUTPUT = 64 << 20;

export class NoJava extends Error {}

export class Program {
  constructor(private readonly jar: string) {}

  /**
   * The command line that runs vtrace with these arguments.
   *
   * @throws NoJava if there is no Java that could run it
   */
  async commandLine(...args: string[]): Promise<CommandLine> {
    const settings = vscode.workspace.getConfiguration("vtrace");
    const search = await findJava(settings.get("java.home", ""), process.env);
    if (!search.java) {
      throw new NoJava(noJavaMessage(search.rejected));
    }
    const options = settings.get<string[]>("java.options", []);
    return { command: search.java.program, args: [...options, "-jar", this.jar, ...args] };
  }

  /** How much of a run is kept, as options of a command that reads one. */
  keeping(): string[] {
    const records = vscode.workspace.getConfiguration("vtrace").get("keepRecords", 0);
    return records > 0 ? ["--keep-records", String(records)] : [];
  }

  /** Runs a command of vtrace to its end. No shell reads the arguments. */
  async run(args: string[], token?: vscode.CancellationToken): Promise<Run> {
    const line = await this.commandLine(...args);
    return new Promise((resolve, reject) => {
      const child = spawn(line.command, line.args, { stdio: ["ignore", "pipe", "pipe"] });
      const out: Buffer[] = [];
      const err: Buffer[] = [];
      let size = 0;
      const keep = (to: Buffer[]) => (chunk: Buffer) => {
        size += chunk.length;
        if (size > MOST_OUTPUT) {
          child.kill();
        } else {
          to.push(chunk);
        }
      };
      child.stdout.on("data", keep(out));
      child.stderr.on("data", keep(err));
      const cancelled = token?.onCancellationRequested(() => child.kill());
      child.on("error", reject);
      child.on("close", (status) => {
        cancelled?.dispose();
        const text = (parts: Buffer[]) => Buffer.concat(parts).toString("utf8");
        resolve({ status: status ?? 3, stdout: text(out), stderr: text(err) });
      });
    });
  }
}
