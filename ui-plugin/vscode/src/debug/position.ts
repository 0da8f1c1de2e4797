// SPDX-License-Identifier: Apache-2.0
// Where the debugger stands in time, for the timeline; and sending it to another time.
import * as vscode from "vscode";
import type { Capture, Captures } from "../captures/captures";
import { leaveTimeline } from "../links";
import type { Time } from "../protocol";
import { DEBUG_TYPE } from "./debugger";

/** What of the adapter's messages is looked at: the event `vtrace/position`, which follows each stop. */
interface Message {
  readonly type: string;
  readonly event?: string;
  /** The time is not there where the evidence has none. */
  readonly body?: { readonly time?: Time };
}

/** Told where the debugger stands, or null when that is not known or it has ended. */
export type Stopped = (capture: Capture | undefined, time: Time) => void;

export class DebuggerPosition implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly captures: Captures,
    private readonly stopped: Stopped,
  ) {
    this.subscriptions = [
      vscode.debug.registerDebugAdapterTrackerFactory(DEBUG_TYPE, {
        createDebugAdapterTracker: (session) => this.track(session),
      }),
      vscode.debug.onDidTerminateDebugSession((session) => {
        if (session.type === DEBUG_TYPE) {
          stopped(undefined, null);
        }
      }),
    ];
  }

  private track(session: vscode.DebugSession): vscode.DebugAdapterTracker {
    return {
      onDidSendMessage: ({ type, event, body }: Message) => {
        if (type === "event" && event === "vtrace/position") {
          this.stopped(this.captureOf(session), body?.time ?? null);
        }
      },
    };
  }

  private captureOf({ configuration }: vscode.DebugSession): Capture | undefined {
    const folder: unknown = configuration["capture"];
    const known = this.captures.all.find(({ uri }) => uri.fsPath === folder);
    return known ?? this.captures.current;
  }

  /**
   * Sends the debugger to what is nearest to a time.
   *
   * @throws Error with a sentence if nothing is debugged, or it cannot go there
   */
  async goTo(time: Time): Promise<void> {
    const session = vscode.debug.activeDebugSession;
    if (session?.type !== DEBUG_TYPE) {
      throw new Error("The debugger is not running.");
    }
    await leaveTimeline();
    await session.customRequest("vtrace/goto", { time });
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}
