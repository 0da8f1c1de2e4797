// SPDX-License-Identifier: Apache-2.0
// Where the debugger stands in time, for the timeline; and sending it to another time.
import * as vscode from "vscode";
import type { Capture, Captures } from "../captures/captures";
import type { Time } from "../protocol";
import type { Server } from "../server";
import { DEBUG_TYPE } from "./debugger";

interface Frame {
  readonly line: number;
  readonly source?: { readonly path?: string };
}

/** What of the protocol's messages is looked at. */
interface Message {
  readonly type: string;
  readonly seq?: number;
  readonly event?: string;
  readonly command?: string;
  readonly request_seq?: number;
  readonly arguments?: { readonly threadId?: number };
  readonly body?: { readonly threadId?: number; readonly stackFrames?: readonly Frame[] };
}

interface GotoTarget {
  readonly id: number;
}

/** Told where the debugger stands, or null when it has ended. */
export type Stopped = (capture: Capture | undefined, time: Time) => void;

export class DebuggerPosition implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly server: Server,
    private readonly captures: Captures,
    private readonly stopped: Stopped,
  ) {
    this.subscriptions = [
      vscode.debug.registerDebugAdapterTrackerFactory(DEBUG_TYPE, {
        createDebugAdapterTracker: () => this.track(),
      }),
      vscode.debug.onDidTerminateDebugSession((session) => {
        if (session.type === DEBUG_TYPE) {
          stopped(undefined, null);
        }
      }),
    ];
  }

  /** Listens for the frames of the thread that stopped: the editor asks for them after each stop. */
  private track(): vscode.DebugAdapterTracker {
    const asked = new Map<number, number | undefined>();
    let thread: number | undefined;
    return {
      onWillReceiveMessage: ({ command, seq, arguments: params }: Message) => {
        if (command === "stackTrace" && seq !== undefined) {
          asked.set(seq, params?.threadId);
        }
      },
      onDidSendMessage: ({ type, event, command, request_seq: request, body }: Message) => {
        if (type === "event" && event === "stopped") {
          thread = body?.threadId;
        } else if (type === "response" && command === "stackTrace" && request !== undefined) {
          const [frame] = body?.stackFrames ?? [];
          const wanted = thread === undefined || asked.get(request) === thread;
          asked.delete(request);
          if (frame && wanted) {
            this.locate(frame).catch((error: unknown) =>
              console.warn("vtrace: no position of the debugger", error),
            );
          }
        }
      },
    };
  }

  private async locate(frame: Frame): Promise<void> {
    const path = frame.source?.path;
    if (path) {
      const position = { line: Math.max(0, frame.line - 1), character: 0 };
      const at = await this.server.request("vtrace/at", { uri: vscode.Uri.file(path).toString(), position });
      this.stopped(this.captures.byId(at.capture) ?? this.captures.current, at.time);
    }
  }

  /**
   * Sends the debugger to what is nearest to a time.
   *
   * @throws Error with a sentence if nothing is debugged, or it cannot go there
   */
  async goTo(capture: Capture, time: Time): Promise<void> {
    const session = vscode.debug.activeDebugSession;
    const item = vscode.debug.activeStackItem;
    if (session?.type !== DEBUG_TYPE || !item) {
      throw new Error("The debugger is not running.");
    }
    const { items } = await this.server.request("vtrace/at", { capture: capture.id, time });
    for (const id of items) {
      const { uri, range } = await this.server.request("vtrace/locate", { capture: capture.id, item: id });
      const source = { path: vscode.Uri.parse(uri).fsPath };
      const { targets } = (await session.customRequest("gotoTargets", {
        source,
        line: range.start.line + 1,
      })) as {
        targets: GotoTarget[];
      };
      const target = targets[0];
      if (target) {
        await session.customRequest("goto", { threadId: item.threadId, targetId: target.id });
        return;
      }
    }
    throw new Error("The debugger has nothing to stop at there.");
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}
