// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.trace.QmpMessage.Value;
import dev.vtrace.decoder.trace.ReadSummary.Clock;
import dev.vtrace.decoder.vhostuser.Span;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads QMP conversations in four forms, also mixed:
 *
 * <pre>{"t_ns": 1, "who": "src", "dir": "out", "msg": {"execute": "stop"}}
 * {"execute": "stop"}
 * 2026-11-23 08:00:00.984+0000: 1: info : f:864 : QEMU_MONITOR_SEND_MSG: mon=0x7f73 msg={...}
 * 2026-11-23T07:36:44.750370Z handle_qmp_command mon 0x5586 req: {"execute": "stop"}</pre>
 *
 * The third is libvirt's log, the fourth QEMU's trace events {@code handle_qmp_command} and {@code
 * monitor_qmp_respond}.
 */
public final class QmpReader implements TraceReader {
  private static final JsonFactory JSON = new JsonFactory();

  /** Replies such as query-qmp-schema have more leaves than anybody asks for. */
  private static final int MAX_VALUES = 4096;

  private static final int MAX_WAITING = 1024;

  private final ReadOptions options;

  /** A reader for one transcript. */
  public QmpReader(ReadOptions options) {
    this.options = options;
  }

  @Override
  public ReadSummary read(InputStream in, Consumer<? super TraceRecord> sink) throws IOException {
    return new Run(in, sink).read();
  }

  private final class Run {
    private final LineReader lines;
    private final Consumer<? super TraceRecord> sink;
    private final Findings findings = new Findings(options.diagnostics());
    private final TimeText time = new TimeText();
    private final Map<String, Deque<QmpMessage>> waiting = new HashMap<>();
    private final Deque<String> libvirtRaw = new ArrayDeque<>();
    private boolean timed;
    private long events;
    private long damaged;

    Run(InputStream in, Consumer<? super TraceRecord> sink) {
      this.lines = new LineReader(in, LineReader.DATA_LINE);
      this.sink = sink;
    }

    ReadSummary read() throws IOException {
      while (lines.next()) {
        byte[] b = lines.buffer();
        int at = lines.start();
        while (at < lines.end() && b[at] == ' ') {
          at++;
        }
        if (at == lines.end()) {
          continue;
        }
        if (b[at] == '{') {
          message(at, lines.end(), -1, "");
        } else {
          logged();
        }
      }
      findings.end();
      Clock clock = timed ? Clock.WALL : Clock.NONE;
      return new ReadSummary(clock, lines.consumed(), lines.line(), events, 0, damaged);
    }

    /** A line of libvirt's or QEMU's log; those that are about something else are passed over. */
    private void logged() throws IOException {
      byte[] b = lines.buffer();
      int start = lines.start();
      int end = lines.end();
      long nanos = -1;
      if (time.iso(b, start, end) || time.threadStamp(b, start, end)) {
        nanos = time.nanos();
      }
      int brace = start;
      while (brace < end && b[brace] != '{') {
        brace++;
      }
      if (brace == end) {
        return;
      }
      String head = lines.text(start, brace);
      boolean libvirt = head.contains("QEMU_MONITOR_") && head.contains("mon=");
      if (!libvirt
          && !head.contains("handle_qmp_command mon ")
          && !head.contains("monitor_qmp_respond mon ")) {
        return;
      }
      int mon = head.indexOf(libvirt ? "mon=" : "mon ") + 4;
      int stop = head.indexOf(' ', mon);
      String who = head.substring(mon, stop < 0 ? head.length() : stop);
      if (libvirt && repeated(head, brace)) {
        return;
      }
      message(brace, end, nanos, who);
    }

    /** libvirt logs a message when it is queued or parsed, and again as raw bytes. */
    private boolean repeated(String head, int brace) {
      int close = lines.end();
      while (close > brace && lines.buffer()[close - 1] != '}') {
        close--;
      }
      String json = lines.text(brace, close);
      if (libvirtRaw.remove(json)) {
        return true;
      }
      boolean pair =
          head.contains("_SEND_MSG") || head.contains("_IO_PROCESS") || head.contains("_IO_WRITE");
      if (pair) {
        libvirtRaw.add(json);
        if (libvirtRaw.size() > 16) {
          libvirtRaw.poll();
        }
      }
      return false;
    }

    private void message(int start, int end, long nanos, String who) {
      Leaves leaves = new Leaves();
      boolean whole = leaves.read(lines.buffer(), start, end);
      Span span = new Span(options.file(), lines.offset(), lines.length(), lines.line());
      String prefix = leaves.get("dir") != null && leaves.has("msg") ? "msg." : "";
      long at = nanos;
      String from = who;
      if (!prefix.isEmpty()) {
        at = number(leaves.get("t_ns"));
        from = leaves.get("who") == null ? "" : leaves.get("who");
      }
      QmpMessage message = leaves.message(prefix, span, at, from);
      if (message == null || !whole && message.kind() != QmpMessage.Kind.EVENT) {
        damaged++;
        findings.add(
            Code.JSON_DAMAGED,
            lines.offset(),
            lines.length(),
            options.file() + ":" + lines.line(),
            "the line is no QMP message");
        if (message == null) {
          return;
        }
      }
      timed |= at >= 0;
      events++;
      sink.accept(conversation(message));
    }

    /** Replies come in the order of the commands, or carry their id. */
    private QmpMessage conversation(QmpMessage message) {
      Deque<QmpMessage> commands = waiting.computeIfAbsent(message.who(), w -> new ArrayDeque<>());
      switch (message.kind()) {
        case COMMAND:
          commands.add(message);
          if (commands.size() > MAX_WAITING) {
            commands.poll();
          }
          return message;
        case REPLY:
        case ERROR:
          QmpMessage command = take(commands, message.id());
          return command == null
              ? message
              : new QmpMessage(
                  message.span(),
                  message.timeNs(),
                  message.who(),
                  message.kind(),
                  command.name(),
                  message.id(),
                  message.values());
        default:
          return message;
      }
    }

    private QmpMessage take(Deque<QmpMessage> commands, String id) {
      if (!id.isEmpty()) {
        for (QmpMessage command : commands) {
          if (command.id().equals(id)) {
            commands.remove(command);
            return command;
          }
        }
        return null;
      }
      return commands.poll();
    }
  }

  private static long number(String text) {
    try {
      return text == null ? -1 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** The leaves of one JSON value. */
  private static final class Leaves {
    private final List<Value> values = new ArrayList<>();
    private final StringBuilder path = new StringBuilder();
    private final Set<String> members = new HashSet<>();

    /** Reads them; false if the JSON is cut or damaged, with what came before kept. */
    boolean read(byte[] b, int start, int end) {
      try (JsonParser parser = JSON.createParser(b, start, end - start)) {
        parser.nextToken();
        value(parser, 0);
        return true;
      } catch (IOException e) {
        return false;
      }
    }

    private void value(JsonParser parser, int depth) throws IOException {
      JsonToken token = parser.currentToken();
      if (token == null || values.size() >= MAX_VALUES || depth > 64) {
        if (token != null) {
          parser.skipChildren();
        }
        return;
      }
      int length = path.length();
      if (token == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          path.append(length == 0 ? "" : ".").append(parser.currentName());
          if (depth < 2) {
            members.add(path.toString());
          }
          parser.nextToken();
          value(parser, depth + 1);
          path.setLength(length);
        }
      } else if (token == JsonToken.START_ARRAY) {
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
          if (parser.currentToken() == null) {
            return;
          }
          path.append('[').append(i).append(']');
          value(parser, depth + 1);
          path.setLength(length);
        }
      } else {
        values.add(new Value(path.toString(), parser.getText()));
      }
    }

    String get(String wanted) {
      for (Value value : values) {
        if (value.path().equals(wanted)) {
          return value.text();
        }
      }
      return null;
    }

    /** Whether there is a member of this name, on the first two levels. */
    boolean has(String member) {
      return members.contains(member);
    }

    QmpMessage message(String prefix, Span span, long at, String who) {
      String execute = get(prefix + "execute");
      if (execute == null) {
        execute = get(prefix + "exec-oob");
      }
      String event = get(prefix + "event");
      QmpMessage.Kind kind;
      String name = "";
      if (execute != null) {
        kind = QmpMessage.Kind.COMMAND;
        name = execute;
      } else if (event != null) {
        kind = QmpMessage.Kind.EVENT;
        name = event;
      } else if (has(prefix + "error")) {
        kind = QmpMessage.Kind.ERROR;
      } else if (has(prefix + "return")) {
        kind = QmpMessage.Kind.REPLY;
      } else if (has(prefix + "QMP")) {
        kind = QmpMessage.Kind.GREETING;
      } else {
        return null;
      }
      String id = get(prefix + "id");
      return new QmpMessage(span, at, who, kind, name, id == null ? "" : id, strip(prefix));
    }

    private List<Value> strip(String prefix) {
      if (prefix.isEmpty()) {
        return List.copyOf(values);
      }
      List<Value> out = new ArrayList<>();
      for (Value value : values) {
        if (value.path().startsWith(prefix)) {
          out.add(new Value(value.path().substring(prefix.length()), value.text()));
        }
      }
      return List.copyOf(out);
    }
  }
}
