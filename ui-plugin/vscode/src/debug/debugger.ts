// SPDX-License-Identifier: Apache-2.0
// The debug type "vtrace": `vtrace dap` steps through a recorded migration, forwards and back.
import * as vscode from "vscode";
import type { Capture, Captures } from "../captures/captures";
import { requireTrust } from "../commands/commands";
import { showFailure } from "../failures";
import { makeRoom } from "../links";
import type { Program } from "../program";

export const DEBUG_TYPE = "vtrace";

const INPUTS = ["capture", "source", "destination", "stream", "fds", "socket", "qmp", "traceEvents"];

export function registerDebugger(program: Program, captures: Captures): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, {
      resolveDebugConfiguration: (folder, configuration) => resolve(folder, configuration, captures),
      resolveDebugConfigurationWithSubstitutedVariables: async (_, configuration) => {
        await (captures.current && makeRoom(captures.current));
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
    capture: capture.uri.fsPath,
    stopOnEntry: true,
  };
}

/** Fills in what was left out, so that F5 works without a launch.json. */
async function resolve(
  folder: vscode.WorkspaceFolder | undefined,
  configuration: vscode.DebugConfiguration,
  captures: Captures,
): Promise<vscode.DebugConfiguration | undefined> {
  if (configuration.request === "attach") {
    return (await requireTrust("Attaching to QEMU")) ? configuration : undefined;
  }
  if (INPUTS.some((name) => configuration[name] !== undefined)) {
    return configuration;
  }
  const capture = captures.current;
  const file = vscode.window.activeTextEditor?.document.uri;
  const input = capture?.uri.fsPath ?? (file?.scheme === "file" ? file.fsPath : folder?.uri.fsPath);
  if (input === undefined) {
    void vscode.window.showInformationMessage("Open a capture first: a folder with a recorded migration.");
    return undefined;
  }
  return {
    ...configuration,
    type: DEBUG_TYPE,
    request: "launch",
    name: configuration.name || "Debug this capture",
    capture: input,
    stopOnEntry: configuration["stopOnEntry"] ?? true,
  };
}
