// SPDX-License-Identifier: Apache-2.0
// Puts the parts together when the editor starts.
import * as vscode from "vscode";
import { Captures, type Capture } from "./captures/captures";
import { findCaptures } from "./captures/discovery";
import {
  captureOf,
  compareWith,
  createReport,
  exportCapture,
  openCapture,
  type Target,
} from "./commands/captureCommands";
import { command, showFailure } from "./commands/commands";
import { chooseJava } from "./commands/javaCommands";
import { attachQemu, recordMigration } from "./commands/liveCommands";
import { configurationOf, registerDebugger } from "./debug/debugger";
import { DebuggerPosition } from "./debug/position";
import { Following } from "./following";
import { Links } from "./links";
import { recogniseLogs, serveTexts } from "./logs";
import { Program } from "./program";
import { Server } from "./server";
import { STREAM_EDITOR, StreamEditors } from "./stream/editor";
import { recogniseStreams } from "./stream/recognise";
import { TimelinePanels } from "./timeline/panels";
import { Node } from "./views/node";
import { Views } from "./views/views";

export function activate(context: vscode.ExtensionContext): void {
  const program = new Program(vscode.Uri.joinPath(context.extensionUri, "server", "vtrace.jar").fsPath);
  const server = new Server(program);
  const captures = new Captures(server);
  const streams = new StreamEditors(context.extensionUri, server);
  const links = new Links(server, (uri, offset, length) => streams.showBytes(uri, offset, length));
  const views = new Views(server, captures, streams);
  const position = new DebuggerPosition(captures, (capture, time) => {
    for (const panel of timelines.all) {
      panel.showDebugger(panel.capture === capture ? time : null);
    }
  });
  const timelines: TimelinePanels = new TimelinePanels(context.extensionUri, server, links, captures, {
    selected: (capture, item) => void views.reveal(capture, item),
    debugTo: (time) => position.goTo(time),
  });

  context.subscriptions.push(
    server,
    captures,
    streams,
    views,
    timelines,
    position,
    new Following(server, captures, timelines, streams),
    vscode.window.registerCustomEditorProvider(STREAM_EDITOR, streams, {
      webviewOptions: { retainContextWhenHidden: true },
      supportsMultipleEditorsPerDocument: false,
    }),
    recogniseLogs(server),
    recogniseStreams(server),
    serveTexts(server),
    registerDebugger(program, captures),
    ...captureCommands(program, server, captures, timelines),
    ...rowCommands(links, timelines, streams, server),
    command("vtrace.chooseJava", chooseJava),
    command("vtrace.restartServer", async () => {
      await server.restart();
      await captures.reread();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("vtrace.java")) {
        void vscode.commands.executeCommand("vtrace.restartServer");
      }
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(() => void look(captures)),
  );
  void look(captures);
}

/** Finds captures in the workspace; the only one, or one that is the workspace itself, is opened. */
async function look(captures: Captures): Promise<void> {
  if (!vscode.workspace.getConfiguration("vtrace").get("captures.find", true)) {
    return;
  }
  const source = new vscode.CancellationTokenSource();
  const found = await findCaptures(source.token);
  found.forEach((uri) => captures.add(uri));
  const roots = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString());
  const first =
    found.find((uri) => roots.includes(uri.toString())) ?? (found.length === 1 ? found[0] : undefined);
  if (first) {
    await captures.open(first).catch(showFailure);
  }
}

function captureCommands(
  program: Program,
  server: Server,
  captures: Captures,
  timelines: TimelinePanels,
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
    command(
      "vtrace.openTimeline",
      on((capture) => timelines.show(capture)),
    ),
    command(
      "vtrace.debugCapture",
      on(async (capture) => {
        const folder = vscode.workspace.getWorkspaceFolder(capture.uri);
        await vscode.debug.startDebugging(folder, configurationOf(capture));
      }),
    ),
    command(
      "vtrace.closeCapture",
      on((capture) => captures.close(capture)),
    ),
    command("vtrace.compareWith", (target: Target) => compareWith(program, captures, target)),
    command("vtrace.createReport", (target: Target) => createReport(program, captures, target)),
    command("vtrace.export", (target: Target) => exportCapture(program, captures, target)),
    command("vtrace.recordMigration", () => recordMigration(program)),
    command("vtrace.attachQemu", () => attachQemu(program)),
    command("vtrace.refresh", async () => {
      await server.start();
      await look(captures);
      await captures.reread();
    }),
    command("vtrace.openStream", async () => {
      const uri = captures.current?.streams()[0];
      if (uri) {
        await vscode.commands.executeCommand("vscode.openWith", uri, STREAM_EDITOR);
      }
    }),
  ];
}

function rowCommands(
  links: Links,
  timelines: TimelinePanels,
  streams: StreamEditors,
  server: Server,
): vscode.Disposable[] {
  return [
    command("vtrace.reveal", async ({ row }: Node) => {
      const [first] = row.evidence ?? [];
      if (row.capture && first) {
        await links.reveal(row.capture, first);
      }
      if (row.capture && row.item !== undefined) {
        await timelines.of(row.capture)?.select([row.item]);
      }
    }),
    command("vtrace.showInTimeline", async (target: Node | vscode.Uri | undefined) => {
      const editor = vscode.window.activeTextEditor;
      if (target instanceof Node) {
        const { capture, item } = target.row;
        if (capture && item !== undefined) {
          await (await timelines.show(capture)).select([item]);
        }
      } else if (editor) {
        await showLineInTimeline(editor, server, timelines);
      }
    }),
    command("vtrace.showInStream", async ({ row }: Node) => {
      const bytes = row.evidence?.find((each) => row.capture?.isStream(each));
      if (row.capture && bytes) {
        await links.reveal(row.capture, bytes);
      }
    }),
    command("vtrace.showBytes", (uri: vscode.Uri, offset: number, length: number) =>
      streams.showBytes(uri, offset, length),
    ),
    command("vtrace.explainRule", async ({ row }: Node) => {
      if (row.page) {
        await vscode.commands.executeCommand("markdown.showPreview", vscode.Uri.parse(row.page));
      }
    }),
    command("vtrace.openText", async ({ row }: Node) => {
      if (row.text) {
        await vscode.window.showTextDocument(vscode.Uri.parse(row.text), { preview: true });
      }
    }),
    command("vtrace.copyText", ({ row }: Node) =>
      vscode.env.clipboard.writeText([row.label, row.description].filter(Boolean).join("\t")),
    ),
  ];
}

async function showLineInTimeline(
  editor: vscode.TextEditor,
  server: Server,
  timelines: TimelinePanels,
): Promise<void> {
  const { document, selection } = editor;
  const at = await server.request("vtrace/at", { uri: document.uri.toString(), position: selection.active });
  const capture =
    timelines.captures.byId(at.capture) ?? (await timelines.captures.open(vscode.Uri.parse(at.capture)));
  await (await timelines.show(capture)).select(at.items);
}
