// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.log;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.QmpMessage.QmpLeaf;
import dev.vtrace.decoder.trace.QmpMessage.QmpMessageKind;
import dev.vtrace.decoder.trace.QmpReplyMatcher;
import dev.vtrace.decoder.trace.line.LineReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What people type and see: {@code (QEMU) migrate uri=unix:/tmp/m.sock} of qmp-shell, {@code (qemu)
 * info migrate} and its answer of the human monitor, as the QMP messages that they stand for.
 */
final class MonitorText {
  private static final String SHELL = "(QEMU) ";
  private static final String HMP = "--hmp ";
  private static final String ERROR = "Error: ";

  /** How many lines after a command its refusal may stand. */
  private static final int ANSWER = 2;

  /** Commands of the human monitor, and the command of QMP that each stands for. */
  private static final Map<String, String> COMMANDS =
      Map.of(
          "info migrate", "query-migrate",
          "migrate", "migrate",
          "migrate_incoming", "migrate-incoming",
          "migrate_cancel", "migrate_cancel",
          "migrate_set_capability", "migrate-set-capabilities",
          "migrate_set_parameter", "migrate-set-parameters",
          "migrate_start_postcopy", "migrate-start-postcopy",
          "stop", "stop",
          "cont", "cont",
          "device_add", "device_add");

  /** Lines that answer {@code info migrate}. */
  private static final String[] STATUS = {"Migration status: ", "Status: "};

  private final QmpReplyMatcher conversation;

  /** The last command of the human monitor, as long as its answer goes on. */
  private String asked = "";

  private long lines;
  private long askedAt;

  MonitorText(QmpReplyMatcher conversation) {
    this.conversation = conversation;
  }

  /** A further line begins. */
  void next() {
    lines++;
  }

  /** Whether it is worth to look at a line without a prompt. */
  boolean mayBe(byte[] b, int start, int end) {
    switch (end - start < 7 ? 0 : b[start]) {
      case 'M', 'S', 'E', '(':
        return true;
      default:
        return LogPrefix.starts(b, start, end, "virsh ")
            || LogPrefix.starts(b, start, end, "# virsh ")
            || LogPrefix.starts(b, start, end, "$ virsh ");
    }
  }

  /** Takes a line if it is a command or tells how a migration is. */
  boolean accept(byte[] b, int start, int end, long nanos, boolean prompt, SourceSpan span) {
    String line = new String(b, start, end - start, StandardCharsets.UTF_8).strip();
    if (line.startsWith(SHELL)) {
      return shell(line.substring(SHELL.length()), nanos, span);
    }
    int hmp = line.indexOf(HMP);
    if (line.contains("qemu-monitor-command ") && hmp > 0) {
      return human(unquoted(line.substring(hmp + HMP.length())), nanos, span);
    }
    if (prompt) {
      return human(line, nanos, span);
    }
    for (String status : STATUS) {
      boolean own = status.startsWith("Migration") || asked.equals("query-migrate");
      if (own && line.startsWith(status)) {
        return status(line.substring(status.length()).strip(), nanos, span);
      }
    }
    // A refusal is the whole answer; later on others may write that something is an error.
    if (!asked.isEmpty() && lines - askedAt <= ANSWER && line.startsWith(ERROR)) {
      List<QmpLeaf> text = List.of(new QmpLeaf("error.desc", line.substring(ERROR.length())));
      add(QmpMessageKind.ERROR, asked, text, nanos, span);
      asked = "";
      return true;
    }
    return false;
  }

  private boolean shell(String line, long nanos, SourceSpan span) {
    String[] words = line.strip().split(" ", 64);
    if (words[0].isEmpty() || !name(words[0])) {
      return false;
    }
    List<QmpLeaf> values = new ArrayList<>();
    values.add(new QmpLeaf("execute", words[0]));
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (equals > 0) {
        values.add(
            new QmpLeaf(
                "arguments." + words[i].substring(0, equals), words[i].substring(equals + 1)));
      }
    }
    add(QmpMessageKind.COMMAND, words[0], values, nanos, span);
    return true;
  }

  private boolean human(String line, long nanos, SourceSpan span) {
    asked = "";
    String[] words = line.split(" ", 64);
    boolean info = words[0].equals("info") && words.length > 1;
    String command = COMMANDS.get(info ? words[0] + " " + words[1] : words[0]);
    if (command == null) {
      return false;
    }
    asked = command;
    askedAt = lines;
    List<QmpLeaf> values = new ArrayList<>();
    values.add(new QmpLeaf("execute", command));
    String last = words[words.length - 1];
    boolean where = command.equals("migrate") || command.equals("migrate-incoming");
    if (where && words.length > 1) {
      values.add(new QmpLeaf("arguments.uri", last));
    } else if (command.equals("migrate-set-capabilities") && words.length == 3) {
      values.add(new QmpLeaf("arguments.capabilities[0].capability", words[1]));
      values.add(
          new QmpLeaf("arguments.capabilities[0].state", last.equals("on") ? "true" : "false"));
    } else if (command.equals("migrate-set-parameters") && words.length == 3) {
      values.add(new QmpLeaf("arguments." + words[1], last));
    }
    add(QmpMessageKind.COMMAND, command, values, nanos, span);
    return true;
  }

  /** {@code failed (Unable to write to socket: Broken pipe)}. */
  private boolean status(String text, long nanos, SourceSpan span) {
    int open = text.indexOf(" (");
    String state = open < 0 ? text : text.substring(0, open);
    if (!name(state)) {
      return false;
    }
    List<QmpLeaf> values = new ArrayList<>();
    values.add(new QmpLeaf("return.status", state));
    if (open > 0 && text.endsWith(")")) {
      values.add(new QmpLeaf("return.error-desc", text.substring(open + 2, text.length() - 1)));
    }
    add(QmpMessageKind.REPLY, "query-migrate", values, nanos, span);
    return true;
  }

  private void add(
      QmpMessageKind kind, String name, List<QmpLeaf> values, long nanos, SourceSpan span) {
    conversation.add(new QmpMessage(span, nanos, "", kind, name, "", List.copyOf(values)));
  }

  private static String unquoted(String text) {
    String line = text.strip();
    boolean quoted = line.length() > 1 && (line.startsWith("'") || line.startsWith("\""));
    return quoted && line.charAt(line.length() - 1) == line.charAt(0)
        ? line.substring(1, line.length() - 1)
        : line;
  }

  private static boolean name(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (!LineReader.isNameByte(word.charAt(i)) && word.charAt(i) != '-') {
        return false;
      }
    }
    return !word.isEmpty();
  }
}
