// SPDX-License-Identifier: Apache-2.0
// Finds the Java that runs the server: by setting, by JAVA_HOME, on the PATH, in this order.
import { execFile } from "node:child_process";
import * as path from "node:path";

export const OLDEST = 17;

export interface Java {
  readonly program: string;
  readonly version: number;
}

/** A place that was looked at, and why what is there will not do. */
export interface Rejected {
  readonly place: string;
  readonly why: string;
}

export interface Search {
  readonly java: Java | undefined;
  readonly rejected: readonly Rejected[];
}

interface Candidate {
  readonly place: string;
  readonly program: string;
}

/** The output of `java -version`; rejected where there is no such program. */
export type AskVersion = (program: string) => Promise<string>;

/**
 * Looks for a Java that is new enough. A home that is set but does not serve ends the search: whoever
 * sets it wants to know, and not to get another one.
 */
export async function findJava(
  home: string,
  environment: NodeJS.ProcessEnv,
  ask: AskVersion = askVersion,
): Promise<Search> {
  const rejected: Rejected[] = [];
  for (const candidate of candidates(home, environment)) {
    const problem = await examine(candidate.program, ask);
    if (typeof problem !== "string") {
      return { java: problem, rejected };
    }
    rejected.push({ place: candidate.place, why: problem });
  }
  return { java: undefined, rejected };
}

function candidates(home: string, environment: NodeJS.ProcessEnv): Candidate[] {
  const program = process.platform === "win32" ? "java.exe" : "java";
  const inHome = (folder: string) => path.join(folder, "bin", program);
  if (home !== "") {
    return [{ place: `vtrace.java.home (${home})`, program: inHome(home) }];
  }
  const found: Candidate[] = [];
  const fromEnvironment = environment["JAVA_HOME"];
  if (fromEnvironment) {
    found.push({ place: `JAVA_HOME (${fromEnvironment})`, program: inHome(fromEnvironment) });
  }
  found.push({ place: "PATH", program });
  return found;
}

async function examine(program: string, ask: AskVersion): Promise<Java | string> {
  let output: string;
  try {
    output = await ask(program);
  } catch {
    return "no Java there";
  }
  const version = versionOf(output);
  if (version === undefined) {
    return "does not report its version";
  }
  return version >= OLDEST ? { program, version } : `Java ${version} is too old`;
}

/** The feature release in what `java -version` prints: 8 of "1.8.0_292", 17 of "17.0.15". */
export function versionOf(output: string): number | undefined {
  const match = /version "(?:1\.)?(\d+)/.exec(output);
  return match ? Number(match[1]) : undefined;
}

function askVersion(program: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, ["-version"], { timeout: 20_000 }, (error, stdout, stderr) =>
      error ? reject(error) : resolve(stderr + stdout),
    );
  });
}

/** One sentence for people without a Java that serves. */
export function noJavaMessage(rejected: readonly Rejected[]): string {
  const looked = rejected.map(({ place, why }) => `${place}: ${why}`).join("; ");
  return `vtrace needs Java ${OLDEST} or newer. Looked at ${looked}.`;
}
