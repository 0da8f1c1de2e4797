// SPDX-License-Identifier: Apache-2.0
// Commands about what runs now.
import type * as vscode from "vscode";
import type { Captures } from "../captures/captures";
import type { Mode } from "../live/form";
import { LivePage } from "../live/panel";
import type { Program } from "../program";
import { requireTrust } from "./commands";

/** Opens the page to record a migration, or to attach to a QEMU. */
export async function openLivePage(
  mode: Mode,
  extension: vscode.Uri,
  program: Program,
  captures: Captures,
): Promise<void> {
  if (await requireTrust(mode === "record" ? "Recording a migration" : "Attaching to QEMU")) {
    new LivePage(mode, extension, program, captures);
  }
}
