// SPDX-License-Identifier: Apache-2.0
// The debug type "vtrace": `vtrace dap` steps through a recorded migration, forwards and back.
import * as vscode from "vscode";
import type { Capture, Captures } from "../captures/captures";
import { requireTrust } from "../commands/commands";
import { EVIDENCE, fileOf } from "../evidence";
import { showFailure } from "../failures";
import type { Links } from "../links";
import type { Program } from "../program";

export const DEBUG_TYPE = "vtrace";

const INPUTS = ["capture", "source", "destination", "stream", "fds", "socket", "qmp", "traceEvents"];

export function registerDebugger(program: Program, captures: Captures, links: Links): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, {
      resolveDebugConfiguration: (folder, configuration) => resolve(folder, configuration, captures),
      resolveDebugConfigurationWithSubstitutedVariables: async (_, configuration) => {
        await (captures.current && links.makeRoom(captures.current));
        return configuration;
      },
    }),
    vscode.debug.registerDebugConfigurationProvider(
      DEBUG_TYPE,
      { provideDebugConfigurations: () => captures.all.map(configurationOf) },
      vscode.DebugConfigurationProviderTriggerKind.Dynamic,
    ),
    vscode.debug.registerDebugAdapterDescriptorFactory(DEBUG_TYPE, {
      createDebugAdapterDescriptor: async () => {
        try {
          const { command, args } = await program.commandLine("dap");
          return new vscode.DebugAdapterExecutable(command, args);
        } catch (error) {
          void showFailure(error);
          throw error;
        }
      },
    }),
  );
}

export function configurationOf(capture: Capture): vscode.DebugConfiguration {
  return {
    type: DEBUG_TYPE,
    request: "launch",
    name: `Debug ${capture.name}`,
    ...inputsOf(capture),
    ...defaults(),
    stopOnEntry: true,
  };
}

/** What every session has unless its configuration says otherwise. */
function defaults(): { evidenceScheme: string; qemuSource?: string; keepRecords?: number } {
  const settings = vscode.workspace.getConfiguration("vtrace");
  const qemuSource = settings.get("qemuSource", "");
  const keepRecords = settings.get("keepRecords", 0);
  return {
    evidenceScheme: EVIDENCE,
    ...(qemuSource ? { qemuSource } : {}),
    ...(keepRecords > 0 ? { keepRecords } : {}),
  };
}

/** The capture as the debugger takes it. */
function inputsOf({ uri, loose }: Capture): Record<string, unknown> {
  if (!loose) {
    return { capture: uri.fsPath };
  }
  const { qemu, ...files } = loose;
  const paths = Object.entries(files).map(([name, uris]) => [name, [uris].flat().map(pathOf)]);
  return {
    ...Object.fromEntries(paths),
    qemu: qemu?.map((each) => `${each.name}=${pathOf(each.uri)}`) ?? [],
  };
}

function pathOf(uri: string): string {
  return vscode.Uri.parse(uri).fsPath;
}

/** Fills in what was left out, so that F5 works without a launch.json. */
async function resolve(
  folder: vscode.WorkspaceFolder | undefined,
  configuration: vscode.DebugConfiguration,
  captures: Captures,
): Promise<vscode.DebugConfiguration | undefined> {
  if (configuration.request === "attach") {
    return (await requireTrust("Attaching to QEMU")) ? { ...defaults(), ...configuration } : undefined;
  }
  if (INPUTS.some((name) => configuration[name] !== undefined)) {
    return { ...defaults(), ...configuration };
  }
  const capture = captures.current;
  const active = vscode.window.activeTextEditor?.document.uri;
  const file = active && fileOf(active);
  const alone = file?.scheme === "file" ? file.fsPath : folder?.uri.fsPath;
  const inputs = capture ? inputsOf(capture) : alone === undefined ? undefined : { capture: alone };
  if (inputs === undefined) {
    void vscode.window.showInformationMessage("Open a capture first: a folder with a recorded migration.");
    return undefined;
  }
  return {
    ...configuration,
    type: DEBUG_TYPE,
    request: "launch",
    name: configuration.name || `Debug ${capture?.name ?? "this capture"}`,
    ...inputs,
    ...defaults(),
    stopOnEntry: configuration["stopOnEntry"] ?? true,
  };
}
