// SPDX-License-Identifier: Apache-2.0
// What the editor answers when others ask it: by name, in the order they run.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { waitFor } from "../support/waiting";

// The first line of the sample that a skipped operation follows from, counted from 0.
const STOP_LINE = 3172;

const root = () => vscode.workspace.workspaceFolders![0]!.uri;
const file = (name: string) => vscode.Uri.joinPath(root(), name);
const activeTab = () => vscode.window.tabGroups.activeTabGroup.activeTab?.input;

const shown = (view: string) =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .some(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(view));

async function openLog(name = "src.trace.log"): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(file(name));
  await vscode.window.showTextDocument(document);
  return document;
}

export const TESTS: Record<string, () => Promise<void>> = {
  "is active, with all commands that its manifest names": async () => {
    const extension = vscode.extensions.getExtension("vtrace.vtrace")!;
    await extension.activate();
    const all = new Set(await vscode.commands.getCommands(true));
    const named: { command: string }[] = extension.packageJSON.contributes.commands;
    assert.deepEqual(
      named.map(({ command }) => command).filter((each) => !all.has(each)),
      [],
    );
  },

  "knows a trace log by its content": async () => {
    await waitFor("the language of a log", async () => (await openLog()).languageId === "vtrace-log");
    const other = await openLog("renamed.txt");
    await waitFor("the language of a log of another name", async () => other.languageId === "vtrace-log");
  },

  "has diagnostics with codes and pages": async () => {
    const { uri } = await openLog();
    const found = await waitFor("diagnostics", async () => {
      const all = vscode.languages.getDiagnostics(uri);
      return all.length > 0 && all;
    });
    const transferred = found.find(({ message }) => message.includes("the back-end is transferred"));
    assert.equal(transferred?.range.start.line, STOP_LINE);
    assert.equal(transferred.source, "vtrace");
    assert.ok(typeof transferred.code === "object" && transferred.code.target.scheme === "vtrace");
  },

  "helps to write a plan of a recording": async () => {
    const document = await vscode.workspace.openTextDocument({
      language: "vtrace-plan",
      content: "source a\ncapability \nsorce b\n",
    });
    await vscode.window.showTextDocument(document);
    const wrong = await waitFor("a diagnostic", async () =>
      vscode.languages.getDiagnostics(document.uri).find(({ message }) => message.includes("sorce")),
    );
    assert.equal(wrong.message, "unknown setting 'sorce'");
    assert.equal(wrong.range.start.line, 2);
    const offered = await vscode.commands.executeCommand<vscode.CompletionList>(
      "vscode.executeCompletionItemProvider",
      document.uri,
      new vscode.Position(1, 11),
    );
    assert.ok(offered.items.some(({ label }) => label === "multifd=on"));
  },

  "explains a line on hover": async () => {
    const { uri } = await openLog();
    const at = new vscode.Position(STOP_LINE, 32);
    const text = await waitFor("a hover", async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        "vscode.executeHoverProvider",
        uri,
        at,
      );
      const contents = hovers.flatMap(({ contents }) => contents);
      return contents.map((each) => (typeof each === "string" ? each : each.value)).join("\n") || undefined;
    });
    assert.match(text, /vhost_virtque_stop/);
    assert.match(text, /skipped/);
  },

  "has colours and hints": async () => {
    const { uri, lineCount } = await openLog();
    const tokens = await waitFor("semantic tokens", async () =>
      vscode.commands.executeCommand<vscode.SemanticTokens | undefined>(
        "vscode.provideDocumentSemanticTokens",
        uri,
      ),
    );
    // Five numbers each, and more than one in a line.
    assert.ok(tokens.data.length > 5 * lineCount, `${tokens.data.length} numbers`);
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
      "vscode.executeInlayHintProvider",
      uri,
      new vscode.Range(STOP_LINE, 0, STOP_LINE + 3, 0),
    );
    const labels = hints.map(({ label }) =>
      typeof label === "string" ? label : label.map(({ value }) => value).join(""),
    );
    assert.ok(
      labels.some((label) => label.includes("µs")),
      labels.join(", "),
    );
  },

  "has an outline of windows and queues": async () => {
    const { uri } = await openLog();
    const names = (all: readonly vscode.DocumentSymbol[]): string[] =>
      all.flatMap(({ name, children }) => [name, ...names(children)]);
    // While the run is still read, starts and stops have no more than the log says of them.
    const found = await waitFor("an outline with what is known of the run", async () => {
      const all = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
        "vscode.executeDocumentSymbolProvider",
        uri,
      );
      const found = names(all ?? []);
      return found.includes("switchover stop, back-end transferred") && found;
    });
    for (const name of ["ordinary start", "queue 0", "queue 1", "migrate_set_state new state completed"]) {
      assert.ok(found.includes(name), `${name} is not in ${found.join(", ")}`);
    }
  },

  "leads from the end of a call to its begin": async () => {
    const document = await openLog();
    const line = document
      .getText()
      .split("\n")
      .findIndex((text) => text.includes(" vhost_dev_stop_out "));
    const at = new vscode.Position(line, document.lineAt(line).text.indexOf("vhost_dev_stop_out") + 2);
    const places = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
      "vscode.executeDefinitionProvider",
      document.uri,
      at,
    );
    const begins = places.map((each) => ("range" in each ? each.range : each.targetRange).start.line);
    assert.ok(begins.some((begin) => document.lineAt(begin).text.includes(" vhost_dev_stop_in ")));
  },

  "carries out all that lenses and code actions offer": async () => {
    const { uri } = await openLog();
    const known = new Set(await vscode.commands.getCommands(true));
    const lenses = await waitFor("lenses", async () => {
      const all = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        "vscode.executeCodeLensProvider",
        uri,
        1000,
      );
      return all.some(({ command }) => command?.command === "vtrace.showWindow") && all;
    });
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      uri,
      new vscode.Range(STOP_LINE, 0, STOP_LINE, 40),
    );
    const offered = new Map<string, vscode.Command>();
    for (const { command } of [...lenses, ...actions]) {
      if (command) {
        offered.set(command.command, command);
      }
    }
    const ours = [...offered.keys()].filter((name) => name.startsWith("vtrace.")).sort();
    assert.deepEqual(ours, [
      "vtrace.copyText",
      "vtrace.createReport",
      "vtrace.openPage",
      "vtrace.openTimeline",
      "vtrace.showWindow",
    ]);
    assert.deepEqual(
      ours.filter((name) => !known.has(name)),
      [],
    );

    const run = ({ command, arguments: args = [] }: vscode.Command) =>
      vscode.commands.executeCommand(command, ...args);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await run(offered.get("vtrace.openPage")!);
    await waitFor("the page of a rule", async () => activeTab() instanceof vscode.TabInputWebview);
    await run(offered.get("vtrace.showWindow")!);
    await run(offered.get("vtrace.openTimeline")!);
    await waitFor("the timeline", async () => shown("vtrace.timeline"));
    await run(offered.get("vtrace.copyText")!);
  },

  "shows binary traces and messages as text": async () => {
    for (const name of ["packed/src.trace.log.gz", "packed/excerpt.simpletrace"]) {
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      await vscode.commands.executeCommand("vscode.open", file(name));
      await waitFor(`the text of ${name}`, async () => {
        const tab = activeTab();
        return tab instanceof vscode.TabInputText && tab.uri.scheme === "vtrace";
      });
      const document = vscode.window.activeTextEditor!.document;
      assert.match(document.getText(), /vhost|VRING|FEATURES/);
      assert.equal(document.languageId, "vtrace-log");
    }
  },

  "opens a .vtrace file as a capture": async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.commands.executeCommand("vscode.open", file("packed/report.vtrace"));
    // In an editor of its own, and at no time as the bytes of a file.
    await waitFor("the timeline", async () =>
      vscode.window.tabGroups.all
        .flatMap((group) => group.tabs)
        .some(({ input }) => input instanceof vscode.TabInputCustom && input.viewType === "vtrace.bundle"),
    );
  },

  "has its four views": async () => {
    for (const view of ["captures", "findings", "stream", "descriptors"]) {
      // Fails for a view that is not there.
      await vscode.commands.executeCommand(`vtrace.${view}.focus`);
    }
  },

  "shows the timeline beside a log": async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.commands.executeCommand("vtrace.openTimeline");
    const tabs = await waitFor("two groups", async () => {
      const inputs = vscode.window.tabGroups.all.map((group) => group.activeTab?.input);
      return inputs.length === 2 && inputs;
    });
    assert.ok(tabs[0] instanceof vscode.TabInputText, "no log on the left");
    assert.ok(tabs[1] instanceof vscode.TabInputWebview && tabs[1].viewType.endsWith("vtrace.timeline"));
  },

  "opens a stream of any name in its editor": async () => {
    for (const name of ["stream.bin", "migration.dat"]) {
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      await vscode.commands.executeCommand("vscode.open", file(name));
      await waitFor(`the stream editor for ${name}`, async () => {
        const tab = activeTab();
        return tab instanceof vscode.TabInputCustom && tab.viewType === "vtrace.stream";
      });
    }
  },

  "debugs a capture: stops, tells where it stands, goes to a time": async () => {
    const stops: string[] = [];
    const tracker = vscode.debug.registerDebugAdapterTrackerFactory("vtrace", {
      createDebugAdapterTracker: () => ({
        onDidSendMessage: ({ event, body }) => void (event === "stopped" && stops.push(body.reason)),
      }),
    });
    await vscode.debug.startDebugging(vscode.workspace.workspaceFolders![0], {
      type: "vtrace",
      request: "launch",
      name: "test",
      // Without it the capture would be that which was opened last.
      capture: vscode.workspace.workspaceFolders![0]!.uri.fsPath,
      stopOnEntry: true,
    });
    await waitFor("the first stop", async () => stops.length > 0);
    const session = vscode.debug.activeDebugSession!;
    const frame = async () => (await session.customRequest("stackTrace", { threadId: 1 })).stackFrames[0];
    const entry = await frame();
    assert.deepEqual(stops, ["entry"]);
    // The editor puts the machine before the path.
    assert.ok(entry.source.path.endsWith(file("src.trace.log").fsPath), entry.source.path);
    const before = await session.customRequest("vtrace/position");

    const { timestamp } = /^(?<timestamp>\S+)Z /.exec((await openLog()).lineAt(STOP_LINE).text)!.groups!;
    const [seconds, micros = ""] = timestamp!.split(".");
    const ns = BigInt(Date.parse(`${seconds}Z`)) * 1_000_000n + BigInt(micros) * 1000n;
    await session.customRequest("vtrace/goto", { time: "0x" + ns.toString(16) });
    await waitFor("the stop after going there", async () => stops.includes("goto"));
    const after = await session.customRequest("vtrace/position");
    assert.ok(BigInt(after.time) > BigInt(before.time));
    assert.equal(BigInt(after.time), ns);

    await vscode.debug.stopDebugging(session);
    tracker.dispose();
  },
};
