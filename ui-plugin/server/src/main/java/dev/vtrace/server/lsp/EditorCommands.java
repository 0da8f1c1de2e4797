// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import java.util.List;

/**
 * Commands of lenses and code actions. A client that has views for what they show does them, for
 * others {@link ServerCommands}; PROTOCOL.md tells their arguments.
 */
final class EditorCommands {
  /** Opens the timeline: capture, item or nothing. */
  static final String TIMELINE = "vtrace.openTimeline";

  /** Shows the operations of a window: capture, id of the window, item. */
  static final String WINDOW = "vtrace.showWindow";

  /** Copies text: the text. */
  static final String COPY = "vtrace.copyText";

  /** Opens the page of a rule: its URI. */
  static final String PAGE = "vtrace.openPage";

  /** Makes a report: capture. */
  static final String REPORT = "vtrace.createReport";

  /** All of them. */
  static final List<String> ALL = List.of(TIMELINE, WINDOW, COPY, PAGE, REPORT);

  private EditorCommands() {}
}
