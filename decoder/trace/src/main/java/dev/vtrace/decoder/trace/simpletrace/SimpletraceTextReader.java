// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.simpletrace;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.ReadSummary;
import dev.vtrace.decoder.trace.ReadSummary.TimeBasis;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.TraceReader;
import dev.vtrace.decoder.trace.TraceRecord;
import dev.vtrace.decoder.trace.event.ArgumentType;
import dev.vtrace.decoder.trace.event.Arguments;
import dev.vtrace.decoder.trace.event.EventDeclaration;
import dev.vtrace.decoder.trace.event.EventFormat;
import dev.vtrace.decoder.trace.event.EventName;
import dev.vtrace.decoder.trace.event.NameTable;
import dev.vtrace.decoder.trace.event.RecordedArguments;
import dev.vtrace.decoder.trace.line.LimitedFindings;
import dev.vtrace.decoder.trace.line.LineReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads what scripts/simpletrace.py prints: {@code name delta pid=N arg=0x1 text=b'ram0'}. Times
 * are sums of the deltas, so they count from the first event.
 */
public final class SimpletraceTextReader implements TraceReader {
  private final ReadOptions options;

  /** A reader for one file. */
  public SimpletraceTextReader(ReadOptions options) {
    this.options = options;
  }

  @Override
  public ReadSummary read(InputStream in, Consumer<? super TraceRecord> sink) throws IOException {
    LimitedFindings findings = new LimitedFindings(options.diagnostics());
    LineReader lines = new LineReader(in, LineReader.LOG_LINE, options.file(), findings);
    NameTable names = new NameTable(options.events(), options.names());
    long nanos = 0;
    long events = 0;
    long refused = 0;
    long damaged = 0;
    while (lines.next()) {
      byte[] b = lines.buffer();
      int start = lines.start();
      int end = lines.end();
      int hash = 0;
      int stop = start;
      while (stop < end && LineReader.isNameByte(b[stop])) {
        hash = NameTable.hash(hash, b[stop++]);
      }
      String rest = stop < end ? lines.text(stop + 1, end) : "";
      int space = rest.indexOf(' ');
      long delta = space < 0 ? Long.MIN_VALUE : delta(rest.substring(0, space));
      SourceSpan span =
          new SourceSpan(options.file(), lines.offset(), lines.length(), lines.line());
      if (stop == start || delta == Long.MIN_VALUE || !rest.startsWith("pid=", space + 1)) {
        damaged++;
        findings.add(
            Code.LINE_DAMAGED,
            lines.offset(),
            lines.length(),
            options.file() + ":" + lines.line(),
            "the line is not an event");
        sink.accept(new LogLine(span, -1, lines.text(), true));
        continue;
      }
      nanos += delta;
      NameTable.NameEntry entry = names.find(b, start, stop, hash);
      if (!entry.wanted) {
        refused++;
        continue;
      }
      events++;
      List<String[]> pairs = pairs(rest, space + 1);
      long process = pairs.isEmpty() ? -1 : number(pairs.get(0)[1], 10);
      sink.accept(new TraceEvent(span, nanos, process, entry.name, arguments(entry.name, pairs)));
    }
    findings.end();
    return new ReadSummary(
        TimeBasis.RELATIVE, lines.consumed(), lines.line(), events, refused, damaged);
  }

  private Arguments arguments(EventName name, List<String[]> pairs) {
    int count = Math.max(0, pairs.size() - 1);
    long[] numbers = new long[count];
    String[] texts = new String[count];
    List<EventDeclaration.Argument> arguments = new ArrayList<>();
    EventDeclaration known = options.events().find(name.written());
    while (known != null && known.arguments().size() != count) {
      known = known.variant();
    }
    for (int i = 0; i < count; i++) {
      String value = pairs.get(i + 1)[1];
      ArgumentType type = ArgumentType.STRING;
      if (value.startsWith("0x")) {
        type = known == null ? ArgumentType.U64 : known.arguments().get(i).type();
        numbers[i] = type.normal(number(value.substring(2), 16));
      } else {
        texts[i] = python(value);
      }
      arguments.add(new EventDeclaration.Argument(pairs.get(i + 1)[0], type));
    }
    EventFormat format = known == null ? null : known.format();
    return new RecordedArguments(
        new EventDeclaration(name, List.copyOf(arguments), format, null), count, numbers, texts);
  }

  /** Microseconds with three decimals, as nanoseconds. */
  private static long delta(String text) {
    int dot = text.indexOf('.');
    if (dot < 0 || text.length() - dot != 4) {
      return Long.MIN_VALUE;
    }
    try {
      long whole = Long.parseLong(text.substring(0, dot));
      long rest = Long.parseLong(text.substring(dot + 1));
      return whole * 1000 + (text.startsWith("-") ? -rest : rest);
    } catch (NumberFormatException e) {
      return Long.MIN_VALUE;
    }
  }

  private static long number(String text, int radix) {
    try {
      return Long.parseUnsignedLong(text, radix);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** {@code name=value} one after the other; a value in quotes may have blanks. */
  private static List<String[]> pairs(String text, int start) {
    List<String[]> out = new ArrayList<>();
    int at = start;
    while (at < text.length()) {
      int equals = text.indexOf('=', at);
      if (equals < 0) {
        break;
      }
      int end = equals + 1;
      boolean quoted =
          end + 1 < text.length()
              && text.charAt(end) == 'b'
              && (text.charAt(end + 1) == '\'' || text.charAt(end + 1) == '"');
      if (quoted) {
        char quote = text.charAt(end + 1);
        end += 2;
        while (end < text.length() && text.charAt(end) != quote) {
          end += text.charAt(end) == '\\' ? 2 : 1;
        }
        end = Math.min(text.length(), end + 1);
      } else {
        int blank = text.indexOf(' ', end);
        end = blank < 0 ? text.length() : blank;
      }
      out.add(new String[] {text.substring(at, equals), text.substring(equals + 1, end)});
      at = end + 1;
    }
    return out;
  }

  private static String python(String literal) {
    if (literal.length() < 3) {
      return literal;
    }
    byte[] out = new byte[literal.length()];
    int length = 0;
    for (int i = 2; i < literal.length() - 1; i++) {
      char c = literal.charAt(i);
      if (c == '\\' && i + 1 < literal.length()) {
        char kind = literal.charAt(++i);
        if (kind == 'x' && i + 2 < literal.length()) {
          out[length++] = (byte) number(literal.substring(i + 1, i + 3), 16);
          i += 2;
          continue;
        }
        c = kind == 'n' ? '\n' : kind == 't' ? '\t' : kind == 'r' ? '\r' : kind;
      }
      out[length++] = (byte) c;
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }
}
