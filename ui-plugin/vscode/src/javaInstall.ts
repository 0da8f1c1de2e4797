// SPDX-License-Identifier: Apache-2.0
// How a Java is installed: by the package managers of the systems.
import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import * as path from "node:path";

export interface Installer {
  /** What has to be there. */
  readonly program: string;
  readonly command: readonly string[];
  /** Names of the package, the first one of which that this tells of is taken. */
  readonly packages: readonly string[];
  readonly tells?: readonly string[];
}

const LINUX: readonly Installer[] = [
  {
    program: "apt-get",
    command: ["apt-get", "install", "-y"],
    packages: ["openjdk-21-jre-headless", "openjdk-17-jre-headless"],
    tells: ["apt-cache", "show"],
  },
  {
    program: "dnf",
    command: ["dnf", "install", "-y"],
    packages: ["java-21-openjdk-headless", "java-latest-openjdk-headless"],
    tells: ["dnf", "-q", "list"],
  },
  { program: "zypper", command: ["zypper", "install", "-y"], packages: ["java-21-openjdk-headless"] },
  { program: "pacman", command: ["pacman", "-S", "--noconfirm"], packages: ["jre-openjdk-headless"] },
  { program: "apk", command: ["apk", "add"], packages: ["openjdk21-jre-headless"] },
];

const OTHERS: Partial<Record<NodeJS.Platform, readonly Installer[]>> = {
  darwin: [{ program: "brew", command: ["brew", "install", "--cask"], packages: ["temurin"] }],
  win32: [
    {
      program: "winget.exe",
      command: ["winget.exe", "install", "-e", "--id"],
      packages: ["EclipseAdoptium.Temurin.21.JRE"],
    },
  ],
};

/** Whether a command ends well. */
export type Asks = (command: readonly string[]) => Promise<boolean>;

/** The package managers of a system; on Linux those who are not root become it. */
export function installers(platform: NodeJS.Platform, root: boolean): readonly Installer[] {
  return platform === "linux"
    ? LINUX.map((each) => ({ ...each, command: root ? each.command : ["sudo", ...each.command] }))
    : (OTHERS[platform] ?? []);
}

/** The command that installs the first package that there is; the last one where none is known. */
export async function commandOf({ command, packages, tells }: Installer, ask: Asks = run): Promise<string[]> {
  for (const name of packages) {
    if (!tells || (await ask([...tells, name]))) {
      return [...command, name];
    }
  }
  return [...command, packages.at(-1)!];
}

function run([program, ...args]: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(program!, args, { timeout: 30_000 }, (error) => resolve(!error));
  });
}

/** Whether a program is in a folder of the PATH. */
export function onPath(program: string, environment: NodeJS.ProcessEnv): boolean {
  const folders = (environment["PATH"] ?? "").split(path.delimiter).filter((folder) => folder !== "");
  return folders.some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
