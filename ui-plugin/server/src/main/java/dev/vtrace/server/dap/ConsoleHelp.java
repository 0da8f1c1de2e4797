// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import java.util.List;
import java.util.TreeSet;
import org.eclipse.lsp4j.debug.EvaluateResponse;

/** What the debug console says to who asks for help. */
final class ConsoleHelp {
  private static final String LANGUAGE =
      """
      An expression over what is known at this step, as in conditions of breakpoints:
        queue == 1 && verdict == "skipped"
        event =~ "vring" || operation == "GET_VRING_BASE"
        source.queue[0].state != "enabled"
        features & 0x4000
      == != < <= > >= compare, =~ tells whether a text contains another, && || ! ( ) combine, & tests bits.
      source. destination. backend. lead to the state of these. What is not there is equal to none.
      Names at this step:
      """;

  private ConsoleHelp() {}

  /** Whether somebody wants help, and means no name of the model. */
  static boolean asks(String text) {
    return List.of("help", "?", "help()").contains(text);
  }

  /** The language, and the names that stand for something now. */
  static EvaluateResponse answer(List<String> known) {
    TreeSet<String> names = new TreeSet<>();
    for (String path : known) {
      int end = path.indexOf('.');
      int bracket = path.indexOf('[');
      end = bracket >= 0 && (end < 0 || bracket < end) ? bracket : end;
      names.add(end < 0 ? path : path.substring(0, end) + (path.charAt(end) == '[' ? "[n]" : "."));
    }
    EvaluateResponse out = new EvaluateResponse();
    out.setResult(LANGUAGE + "  " + String.join(" ", names));
    out.setType("help");
    return out;
  }
}
