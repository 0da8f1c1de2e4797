// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.simpletrace;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.ReadSummary;
import dev.vtrace.decoder.trace.event.EventDeclaration;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prints a simpletrace file as scripts/simpletrace.py of QEMU does: name, microseconds since the
 * event before, process, arguments; texts as Python prints bytes.
 */
public final class SimpletraceText {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PID = " pid=".getBytes(StandardCharsets.US_ASCII);
  private static final int FLUSH = 1 << 16;

  private final ReadOptions options;

  /** A printer for one file. */
  public SimpletraceText(ReadOptions options) {
    this.options = options;
  }

  /** Reads all, prints all. */
  public ReadSummary print(InputStream in, OutputStream out) throws IOException {
    byte[] head = in.readNBytes(24);
    boolean little = SimpletraceReader.order(head, head.length) != ByteOrder.BIG_ENDIAN;
    InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), in);
    Printer printer = new Printer(out, little);
    try {
      ReadSummary summary = new SimpletraceReader(options).read(whole, printer);
      printer.flush();
      return summary;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private final class Printer implements SimpletraceSink {
    private final OutputStream out;
    private final boolean little;
    private final Map<EventDeclaration, byte[][]> labels = new IdentityHashMap<>();
    private byte[] line = new byte[2 * FLUSH];
    private int length;
    private long before;
    private boolean first = true;

    Printer(OutputStream out, boolean little) {
      this.out = out;
      this.little = little;
    }

    @Override
    public void event(
        EventDeclaration declaration,
        long offset,
        long timeNs,
        long process,
        byte[] buffer,
        int start,
        int size) {
      byte[][] label = labels.get(declaration);
      if (label == null) {
        label = label(declaration);
        labels.put(declaration, label);
      }
      head(label[0], timeNs, process);
      int at = start;
      int end = start + size;
      List<EventDeclaration.Argument> arguments = declaration.arguments();
      if (arguments.isEmpty()) {
        one(' ');
      }
      for (int i = 0; i < arguments.size(); i++) {
        if (arguments.get(i).type().isText()) {
          long bytes = end - at < 4 ? -1 : SimpletraceReader.u32(buffer, at, little);
          if (bytes < 0 || bytes > end - at - 4) {
            misfit(declaration, offset, size);
            break;
          }
          append(label[i + 1]);
          python(buffer, at + 4, (int) bytes);
          at += 4 + (int) bytes;
        } else {
          if (end - at < 8) {
            misfit(declaration, offset, size);
            break;
          }
          append(label[i + 1]);
          hex(SimpletraceReader.u64(buffer, at, little));
          at += 8;
        }
      }
      newline();
    }

    @Override
    public void dropped(long offset, long timeNs, long process, long count) {
      head(ascii("dropped "), timeNs, process);
      append(ascii(" num_events_dropped=0x"));
      hex(count);
      newline();
    }

    private void misfit(EventDeclaration declaration, long offset, int size) {
      String name = declaration.name().written();
      options
          .diagnostics()
          .accept(
              new Diagnostic(
                  Code.ARGUMENTS_MISFIT,
                  offset,
                  size,
                  options.file(),
                  "the arguments of " + name + " do not fit its declaration"));
    }

    private byte[][] label(EventDeclaration declaration) {
      List<EventDeclaration.Argument> arguments = declaration.arguments();
      byte[][] label = new byte[arguments.size() + 1][];
      label[0] = ascii(declaration.name().written() + " ");
      for (int i = 0; i < arguments.size(); i++) {
        boolean text = arguments.get(i).type().isText();
        label[i + 1] = ascii(" " + arguments.get(i).name() + (text ? "=" : "=0x"));
      }
      return label;
    }

    private byte[] ascii(String text) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void head(byte[] name, long timeNs, long process) {
      append(name);
      long delta = first ? 0 : timeNs - before;
      first = false;
      before = timeNs;
      if (delta < 0) {
        one('-');
        delta = -delta;
      }
      decimal(delta / 1000);
      one('.');
      int rest = (int) (delta % 1000);
      one('0' + rest / 100);
      one('0' + rest / 10 % 10);
      one('0' + rest % 10);
      append(PID);
      decimal(Math.max(0, process));
    }

    private void python(byte[] text, int start, int size) {
      ensure(size * 4 + 3);
      boolean single = false;
      boolean twin = false;
      for (int i = start; i < start + size; i++) {
        single |= text[i] == '\'';
        twin |= text[i] == '"';
      }
      char quote = single && !twin ? '"' : '\'';
      one('b');
      one(quote);
      for (int i = start; i < start + size; i++) {
        int c = text[i] & 0xff;
        if (c == quote || c == '\\') {
          one('\\');
          one(c);
        } else if (c >= ' ' && c < 0x7f) {
          one(c);
        } else {
          one('\\');
          int letter = c == '\t' ? 't' : c == '\n' ? 'n' : c == '\r' ? 'r' : 'x';
          one(letter);
          if (letter == 'x') {
            one(HEX[c >> 4]);
            one(HEX[c & 0xf]);
          }
        }
      }
      one(quote);
    }

    private void hex(long value) {
      int digits = Math.max(1, (67 - Long.numberOfLeadingZeros(value)) / 4);
      ensure(digits);
      for (int i = digits - 1; i >= 0; i--) {
        line[length++] = HEX[(int) (value >>> 4 * i) & 0xf];
      }
    }

    private void decimal(long value) {
      ensure(20);
      int digits = 1;
      for (long v = value; v >= 10; v /= 10) {
        digits++;
      }
      long v = value;
      for (int i = digits - 1; i >= 0; i--) {
        line[length + i] = (byte) ('0' + v % 10);
        v /= 10;
      }
      length += digits;
    }

    private void append(byte[] bytes) {
      ensure(bytes.length);
      System.arraycopy(bytes, 0, line, length, bytes.length);
      length += bytes.length;
    }

    private void one(int c) {
      ensure(1);
      line[length++] = (byte) c;
    }

    private void newline() {
      one('\n');
      if (length > FLUSH) {
        flush();
      }
    }

    private void ensure(int more) {
      if (line.length - length < more) {
        line = Arrays.copyOf(line, Math.max(line.length * 2, length + more));
      }
    }

    void flush() {
      try {
        out.write(line, 0, length);
        length = 0;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
