// SPDX-License-Identifier: Apache-2.0
// Puts the parts together when the editor starts.
import * as vscode from "vscode";
import { Captures, type Capture } from "./captures/captures";
import { Discovery } from "./captures/discovery";
import { captureOf, createReport, exportCapture, openCapture } from "./commands/captureCommands";
import { compareAsText, compareWith } from "./commands/compareCommands";
import { command } from "./commands/commands";
import { EvidenceFiles } from "./evidence";
import { EvidenceLanguage } from "./evidenceLanguage";
import { showFailure } from "./failures";
import { chooseJava, installJava } from "./commands/javaCommands";
import { openLivePage } from "./commands/liveCommands";
import { endRecordings } from "./live/panel";
import { queryRun } from "./commands/queryCommand";
import { openAsOne } from "./commands/looseCommands";
import { Results } from "./commands/results";
import { rowCommands } from "./commands/rowCommands";
import type { Target } from "./commands/target";
import { Comparison } from "./compare/comparison";
import { configurationOf, registerDebugger } from "./debug/debugger";
import { DebuggerPosition } from "./debug/position";
import { Following } from "./following";
import { Links } from "./links";
import { LOG_EDITOR, LogEditors } from "./log/editor";
import { LogPlaces } from "./logPlaces";
import { recogniseLogs, serveTexts } from "./logs";
import { Messages } from "./messages";
import { Overview } from "./overview/panel";
import { Program } from "./program";
import { Queries } from "./queries";
import { recogniseFiles } from "./recognition";
import { Server } from "./server";
import { STREAM_EDITOR, StreamEditors } from "./stream/editor";
import { BUNDLE_EDITOR, TimelinePanels } from "./timeline/panels";
import { Verdicts } from "./verdicts";
import { Views } from "./views/views";

// What the server is told when it changes.
const SERVER_SETTINGS = ["vtrace.qemuSource", "vtrace.analysisLimitMiB", "vtrace.keepRecords"];

export function activate(context: vscode.ExtensionContext): void {
  const program = new Program(vscode.Uri.joinPath(context.extensionUri, "server", "vtrace.jar").fsPath);
  const evidence = new EvidenceFiles();
  const language = new EvidenceLanguage(evidence);
  const server = new Server(program, language);
  const captures = new Captures(server, evidence);
  const discovery = new Discovery(captures);
  const streams = new StreamEditors(context.extensionUri, server);
  const results = new Results();
  const logs = new LogEditors(context.extensionUri, server);
  const places = new LogPlaces(logs, server);
  const links = new Links(server, places, (uri, offset) => streams.showBytes(uri, offset));
  const verdicts = new Verdicts(context.extensionUri, captures);
  const queries = new Queries(server, captures);
  const comparison = new Comparison(context.extensionUri, server);
  const views = new Views(server, captures, discovery, streams, comparison, queries);
  const position = new DebuggerPosition(captures, (capture, time) => {
    for (const panel of timelines.all) {
      panel.showDebugger(panel.capture === capture ? time : null);
    }
  });
  const timelines: TimelinePanels = new TimelinePanels(context.extensionUri, server, links, captures, {
    selected: (capture, item) => void views.reveal(capture, item),
    debugTo: (time) => position.goTo(time),
    query: (capture, where) => queries.ask(capture, where),
    matches: (capture) => queries.of(capture),
  });

  const overview = new Overview(context.extensionUri, captures, {
    open: (capture) => views.showCapture(capture),
    timeline: (capture) => timelines.show(capture),
    compare: (one, other) => comparison.show(one, other),
  });

  context.subscriptions.push(
    evidence,
    language,
    server,
    captures,
    discovery,
    verdicts,
    command("vtrace.nextVerdict", () => verdicts.goTo(1)),
    command("vtrace.previousVerdict", () => verdicts.goTo(-1)),
    streams,
    logs,
    views,
    timelines,
    position,
    comparison,
    overview,
    queries,
    queries.onDidChange((capture) => timelines.of(capture)?.showMatches()),
    command("vtrace.query", (target: Target) => queryRun(captures, queries, timelines, target)),
    command("vtrace.overview", () => overview.show()),
    command("vtrace.selectDifference", (index: number) => comparison.select(index)),
    new Messages(server, captures, places, logs),
    new Following(server, captures, timelines, streams, logs),
    vscode.window.registerCustomEditorProvider(STREAM_EDITOR, streams, {
      webviewOptions: { retainContextWhenHidden: true },
      supportsMultipleEditorsPerDocument: false,
    }),
    vscode.window.registerCustomEditorProvider(BUNDLE_EDITOR, timelines, {
      webviewOptions: { retainContextWhenHidden: true },
      supportsMultipleEditorsPerDocument: false,
    }),
    vscode.window.registerCustomEditorProvider(LOG_EDITOR, logs, {
      webviewOptions: { retainContextWhenHidden: true },
      supportsMultipleEditorsPerDocument: false,
    }),
    recogniseLogs(server),
    recogniseFiles(server),
    serveTexts(server),
    registerDebugger(program, captures, links),
    results,
    ...captureCommands(
      program,
      server,
      captures,
      discovery,
      timelines,
      results,
      comparison,
      context.extensionUri,
    ),
    ...rowCommands({ server, captures, links, places, timelines, streams, views }),
    command("vtrace.chooseJava", chooseJava),
    command("vtrace.installJava", installJava),
    command("vtrace.restartServer", async () => {
      await server.restart();
      await captures.reread();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (SERVER_SETTINGS.some((name) => event.affectsConfiguration(name))) {
        void server.settingsChanged().then(() => captures.retry());
      }
      if (event.affectsConfiguration("vtrace.java")) {
        void vscode.commands.executeCommand("vtrace.restartServer");
      }
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(() => void discovery.lookAgain().catch(showFailure)),
  );
  discovery.beginIfLikely(likelyNames(context.extension)).catch(showFailure);
}

/** Names that recordings have, as the events that start the extension tell them. */
function likelyNames({ packageJSON }: vscode.Extension<unknown>): string[] {
  const { activationEvents } = packageJSON as { activationEvents: string[] };
  const contains = "workspaceContains:";
  return activationEvents
    .filter((event) => event.startsWith(contains))
    .map((event) => event.slice(contains.length));
}

/** What is recorded still is ended in good order. */
export function deactivate(): void {
  endRecordings();
}

/** The capture that comes with the extension. */
function sampleIn(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, "sample", "backend-transfer");
}

function captureCommands(
  program: Program,
  server: Server,
  captures: Captures,
  discovery: Discovery,
  timelines: TimelinePanels,
  results: Results,
  comparison: Comparison,
  extension: vscode.Uri,
): vscode.Disposable[] {
  const on = (run: (capture: Capture) => unknown) => async (target: Target) => {
    const capture = await captureOf(captures, target);
    if (capture) {
      captures.use(capture);
      await run(capture);
    }
  };
  return [
    command("vtrace.openCapture", (target: Target) => openCapture(captures, target)),
    command("vtrace.openSample", () => openCapture(captures, sampleIn(extension))),
    command("vtrace.openAsOne", (clicked?: vscode.Uri, selected?: vscode.Uri[]) =>
      openAsOne(server, captures, clicked, selected),
    ),
    command("vtrace.openTimeline", async (target: Target, item: unknown) => {
      const capture = await captureOf(captures, target);
      if (capture) {
        captures.use(capture);
        const panel = await timelines.show(capture);
        // A lens tells an item; a menu tells all that is selected.
        await (typeof item === "number" && panel.select([item]));
      }
    }),
    command(
      "vtrace.debugCapture",
      on(async (capture) => {
        const folder = vscode.workspace.getWorkspaceFolder(capture.uri);
        await vscode.debug.startDebugging(folder, configurationOf(capture));
      }),
    ),
    command("vtrace.closeCapture", async (target: Target) => {
      // Nobody is asked to open one only to close it.
      const capture = captures.all.length > 0 && (await captureOf(captures, target));
      await (capture && captures.close(capture));
    }),
    command("vtrace.compareWith", (target: Target) => compareWith(captures, comparison, target)),
    command("vtrace.compareAsText", () => compareAsText(program, comparison, results)),
    command("vtrace.createReport", (target: Target) => createReport(program, captures, target)),
    command("vtrace.export", (target: Target) => exportCapture(program, captures, target)),
    command("vtrace.recordMigration", () => openLivePage("record", extension, program, captures)),
    command("vtrace.attachQemu", () => openLivePage("attach", extension, program, captures)),
    command("vtrace.refresh", async () => {
      await server.start();
      await discovery.look();
      await captures.reread();
    }),
    command("vtrace.stopSearch", () => discovery.stop()),
    command("vtrace.searchAll", () => discovery.lookAtAll()),
    command("vtrace.openStream", async () => {
      const uri = captures.current?.streams()[0];
      if (uri) {
        await vscode.commands.executeCommand("vscode.openWith", uri, STREAM_EDITOR);
      }
    }),
  ];
}
