// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.log;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.event.BuiltinEvents;
import dev.vtrace.decoder.trace.event.EventDeclaration;
import dev.vtrace.decoder.trace.event.PrintedArguments;
import dev.vtrace.decoder.trace.line.LineReader;
import dev.vtrace.decoder.trace.line.ProgramName;
import dev.vtrace.decoder.trace.line.TimeText;
import org.jspecify.annotations.Nullable;

/** What a line is that readers of logs find by its words, without its wrappers. */
public final class TextKind {
  private TextKind() {}

  /** The kind, or null if the line tells nothing. */
  public static @Nullable InputKind of(
      byte[] b, int start, int end, boolean prompted, boolean stamped) {
    boolean own =
        ProgramName.end(b, start, end) >= 0
            || event(b, start, end)
            || new TimeText().threadStamp(b, start, end);
    if (own || stamped && named(b, start, end)) {
      return InputKind.QEMU_LOG;
    }
    boolean[] found = {false};
    QmpText qmp = new QmpText(message -> found[0] = true);
    boolean taken = qmp.accept(b, start, end, -1, prompted, SourceSpan.NONE);
    if (taken && (found[0] || qmp.open() && b[start] != '{')) {
      return InputKind.QMP;
    }
    BackendText backend = new BackendText();
    return backend.of(b, start, end, -1, SourceSpan.NONE) == null ? null : InputKind.BACKEND_LOG;
  }

  /** The kind of a line inside an object that is printed over several. */
  public static @Nullable InputKind pretty(byte[] b, int start, int end) {
    int at = start;
    while (at < end && b[at] == ' ') {
      at++;
    }
    String line = LineReader.utf8(b, at, Math.min(end, at + 64));
    boolean message =
        line.startsWith("\"execute\": \"")
            || line.startsWith("\"return\": {")
            || line.startsWith("\"return\": [")
            || line.startsWith("\"error\": {")
            || line.startsWith("\"event\": \"") && Character.isUpperCase(line.charAt(10));
    return at > start && message ? InputKind.QMP : null;
  }

  /** Whether a line is an event of QEMU's trace: one that is declared. */
  public static boolean event(byte[] b, int start, int end) {
    int stop = start;
    while (stop < end && LineReader.isNameByte(b[stop])) {
      stop++;
    }
    if (stop == start || stop < end && b[stop] != ' ') {
      return false;
    }
    EventDeclaration known = BuiltinEvents.table().find(LineReader.utf8(b, start, stop));
    if (known == null) {
      return false;
    }
    String rest = stop < end ? LineReader.utf8(b, stop + 1, end) : "";
    boolean values = new PrintedArguments(rest, known, null).fits() && !known.arguments().isEmpty();
    return values || known.arguments().isEmpty() && stop < end;
  }

  /** A word of lower case with an underscore, as names of events are. */
  private static boolean named(byte[] b, int start, int end) {
    int stop = start;
    while (stop < end && (LineReader.isNameByte(b[stop]) && !Character.isUpperCase(b[stop]))) {
      stop++;
    }
    return stop < end && b[stop] == ' ' && LogPrefix.find(b, start, stop, '_') > start;
  }
}
