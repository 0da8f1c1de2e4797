// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import java.util.TreeSet;
import org.eclipse.lsp4j.debug.CompletionItem;
import org.eclipse.lsp4j.debug.CompletionItemType;
import org.eclipse.lsp4j.debug.CompletionsArguments;
import org.eclipse.lsp4j.debug.CompletionsResponse;

/** The names that can stand where a person is typing. */
final class Completions {
  private static final int MOST = 200;

  private Completions() {}

  static CompletionsResponse of(DebugSession session, CompletionsArguments asked) {
    String text = asked.getText() == null ? "" : asked.getText();
    int column = asked.getColumn() - session.lines.firstColumn();
    int end = Math.max(0, Math.min(text.length(), column));
    int start = end;
    while (start > 0 && isPath(text.charAt(start - 1))) {
      start--;
    }
    String typed = text.substring(start, end);
    TreeSet<String> next = new TreeSet<>();
    for (String path : session.known(asked.getFrameId())) {
      if (path.startsWith(typed)) {
        int dot = path.indexOf('.', typed.length());
        next.add(dot < 0 ? path : path.substring(0, dot));
      }
    }
    CompletionsResponse out = new CompletionsResponse();
    int from = start + session.lines.firstColumn();
    out.setTargets(
        next.stream()
            .limit(MOST)
            .map(path -> item(path, from, typed.length()))
            .toArray(CompletionItem[]::new));
    return out;
  }

  private static boolean isPath(char c) {
    return Character.isLetterOrDigit(c) || "_.[]".indexOf(c) >= 0;
  }

  private static CompletionItem item(String path, int start, int length) {
    CompletionItem out = new CompletionItem();
    out.setLabel(path);
    out.setType(CompletionItemType.PROPERTY);
    out.setStart(start);
    out.setLength(length);
    return out;
  }
}
