// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.simpletrace;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.trace.DroppedEvents;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.ReadSummary;
import dev.vtrace.decoder.trace.ReadSummary.TimeBasis;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.TraceReader;
import dev.vtrace.decoder.trace.TraceRecord;
import dev.vtrace.decoder.trace.event.ArgumentType;
import dev.vtrace.decoder.trace.event.Arguments;
import dev.vtrace.decoder.trace.event.BuiltinEvents;
import dev.vtrace.decoder.trace.event.EventDeclaration;
import dev.vtrace.decoder.trace.event.RecordedArguments;
import dev.vtrace.decoder.trace.line.LimitedFindings;
import dev.vtrace.decoder.trace.line.LineReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads QEMU's binary trace, file versions 2 to 4, in the byte order of the machine that wrote it
 * (source: trace/simple.c and scripts/simpletrace.py of QEMU 1.2 to 10.2).
 *
 * <p>A file starts with three 64-bit words: all ones, 0xf2b177cb0aa429b4, the version. A record is
 * event number (64 bits), time in nanoseconds of CLOCK_MONOTONIC (64), length (32) with these 24
 * bytes, process id (32; unused in version 2), arguments: 64 bits each, texts as a 32-bit length
 * and that many bytes. In version 4 a 64-bit record type stands before each: 1 such a record, 0 the
 * name of an event number: number (64), length (32), name. Before version 4 the number is the
 * position in trace-events-all.
 *
 * <p>After each record the reader goes on where its length says. Where that is no record, it looks
 * for the next one.
 */
public final class SimpletraceReader implements TraceReader {
  /** The third word of {@code f2b177cb0aa429b4}. */
  public static final long MAGIC = 0xf2b177cb0aa429b4L;

  private static final long HEADER_ID = -1;
  private static final long DROPPED_ID = -2;
  private static final long TYPE_MAPPING = 0;
  private static final long TYPE_EVENT = 1;
  private static final int RECORD_HEADER = 24;

  /** QEMU's ring buffer for events has 64 KiB; no record is larger. */
  private static final int MAX_RECORD = 64 * 1024;

  private static final int MAX_NAME = 512;
  private static final int MAX_EVENTS = 1 << 20;
  private static final int BUFFER = 1 << 20;

  private static final VarHandle LONG_LE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG_BE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT_LE =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT_BE =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final ReadOptions options;

  /** A reader for one file. */
  public SimpletraceReader(ReadOptions options) {
    this.options = options;
  }

  @Override
  public ReadSummary read(InputStream in, Consumer<? super TraceRecord> sink) throws IOException {
    SimpletraceReading run = new SimpletraceReading(in);
    return run.read(run.new RecordMaker(sink));
  }

  /** Reads without an object for each record. */
  ReadSummary read(InputStream in, SimpletraceSink sink) throws IOException {
    return new SimpletraceReading(in).read(sink);
  }

  /** The byte order of the file that this header starts, or null if it is none. */
  public static @Nullable ByteOrder order(byte[] head, int length) {
    if (length < 24 || (long) LONG_LE.get(head, 0) != HEADER_ID) {
      return null;
    }
    if ((long) LONG_LE.get(head, 8) == MAGIC) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    return (long) LONG_BE.get(head, 8) == MAGIC ? ByteOrder.BIG_ENDIAN : null;
  }

  static long u64(byte[] b, int at, boolean little) {
    return little ? (long) LONG_LE.get(b, at) : (long) LONG_BE.get(b, at);
  }

  static long u32(byte[] b, int at, boolean little) {
    return (little ? (int) INT_LE.get(b, at) : (int) INT_BE.get(b, at)) & 0xffff_ffffL;
  }

  private final class SimpletraceReading {
    private final InputStream in;
    private final LimitedFindings findings = new LimitedFindings(options.diagnostics());
    private final Map<Long, EventDeclaration> sparse = new HashMap<>();
    private final Set<String> told = new HashSet<>();
    private EventDeclaration[] byNumber = new EventDeclaration[8192];
    private boolean[] wanted = new boolean[8192];
    private byte[] buffer = new byte[BUFFER];
    private int at;
    private int filled;
    private boolean ended;
    private long base;
    private boolean little = true;
    private long version;
    private long records;
    private long events;
    private long refused;
    private long damaged;

    SimpletraceReading(InputStream in) {
      this.in = in;
    }

    ReadSummary read(SimpletraceSink sink) throws IOException {
      if (header()) {
        while (need(1)) {
          if (!record(sink)) {
            break;
          }
        }
      }
      while (need(1)) {
        at = filled;
      }
      findings.end();
      return new ReadSummary(TimeBasis.MONOTONIC, base + at, records, events, refused, damaged);
    }

    private boolean header() throws IOException {
      ByteOrder order = need(24) ? order(buffer, filled) : null;
      if (order == null) {
        report(Code.NOT_THIS_KIND, 0, 0, "this is not a simpletrace file");
        return false;
      }
      little = order == ByteOrder.LITTLE_ENDIAN;
      version = u64(buffer, 16, little);
      if (version < 2 || version > 4) {
        report(Code.NOT_THIS_KIND, 16, 8, "simpletrace version " + version + " is not known");
        return false;
      }
      at = 24;
      if (version < 4) {
        if (options.events().size() == 0 || options.events() == BuiltinEvents.table()) {
          report(Code.EVENT_UNDECLARED, 16, 8, "events are numbered by a trace-events-all file");
          return true;
        }
        for (int i = 0; i < options.events().size(); i++) {
          map(i, requireNonNull(options.events().at(i)));
        }
      }
      return true;
    }

    /** Reads one record; false where the input ends. */
    private boolean record(SimpletraceSink sink) throws IOException {
      int prefix = version == 4 ? 8 : 0;
      if (prefix > 0) {
        if (!need(8)) {
          return truncated();
        }
        long type = u64(buffer, at, little);
        if (type == TYPE_MAPPING) {
          return mapping();
        }
        if (type != TYPE_EVENT) {
          return resync("a record of unknown type 0x" + Long.toHexString(type));
        }
      }
      if (!need(prefix + RECORD_HEADER)) {
        return truncated();
      }
      int head = at + prefix;
      long id = u64(buffer, head, little);
      long length = u32(buffer, head + 16, little);
      if (length < RECORD_HEADER || length > MAX_RECORD) {
        return resync("a record of " + length + " bytes");
      }
      if (!need(prefix + (int) length)) {
        return truncated();
      }
      head = at + prefix;
      boolean dropped = id == DROPPED_ID;
      int slot = slot(id);
      EventDeclaration declaration = dropped ? null : declaration(id, slot);
      if (!dropped && declaration == null) {
        if (version == 4) {
          return resync("event number " + id + " has no name");
        }
        declaration = undeclared(id);
        slot = slot(id);
      }
      long offset = base + at;
      records++;
      long time = u64(buffer, head + 8, little);
      long process = version == 2 ? -1 : u32(buffer, head + 20, little);
      int data = head + RECORD_HEADER;
      at += prefix + (int) length;
      if (dropped) {
        long count = length >= 32 ? u64(buffer, data, little) : 0;
        report(Code.EVENTS_DROPPED, offset, length, count + " events were lost before this point");
        sink.dropped(offset, time, process, count);
      } else if (slot >= 0 && !wanted[slot]) {
        refused++;
      } else {
        events++;
        sink.event(
            requireNonNull(declaration),
            offset,
            time,
            process,
            buffer,
            data,
            (int) length - RECORD_HEADER);
      }
      return true;
    }

    private boolean mapping() throws IOException {
      if (!need(20)) {
        return truncated();
      }
      long id = u64(buffer, at + 8, little);
      long length = u32(buffer, at + 16, little);
      if (length == 0 || length > MAX_NAME) {
        return resync("an event name of " + length + " bytes");
      }
      if (!need(20 + (int) length)) {
        return truncated();
      }
      for (int i = 0; i < length; i++) {
        if (!LineReader.isNameByte(buffer[at + 20 + i])) {
          return resync("an event name that is not valid");
        }
      }
      String name = new String(buffer, at + 20, (int) length, StandardCharsets.ISO_8859_1);
      EventDeclaration declaration = options.events().find(name);
      map(id, declaration == null ? EventDeclaration.unknown(name) : declaration);
      at += 20 + (int) length;
      records++;
      return true;
    }

    private int slot(long id) {
      return id >= 0 && id < byNumber.length ? (int) id : -1;
    }

    private @Nullable EventDeclaration declaration(long id, int slot) {
      return slot >= 0 ? byNumber[slot] : sparse.get(id);
    }

    private void map(long id, EventDeclaration declaration) {
      if (id < 0 || id >= MAX_EVENTS) {
        if (sparse.size() < MAX_EVENTS) {
          sparse.put(id, declaration);
        }
        return;
      }
      int slot = (int) id;
      if (slot >= byNumber.length) {
        int size = Math.max(slot + 1, byNumber.length * 2);
        byNumber = Arrays.copyOf(byNumber, size);
        wanted = Arrays.copyOf(wanted, size);
      }
      byNumber[slot] = declaration;
      wanted[slot] = options.names().test(declaration.name().written());
    }

    private EventDeclaration undeclared(long id) {
      EventDeclaration unknown = EventDeclaration.unknown("event_" + id);
      map(id, unknown);
      return unknown;
    }

    /** The input ends inside a record, unless its length is damaged and another one follows. */
    private boolean truncated() throws IOException {
      int left = filled - at;
      int start = at;
      while (filled - at > RECORD_HEADER + 8) {
        at++;
        if (isRecord()) {
          at = start;
          return resync("a record that is longer than the file");
        }
      }
      at = start;
      damaged++;
      report(
          Code.TRACE_TRUNCATED,
          base + at,
          left,
          "the file ends inside a record, " + left + " bytes of it are there");
      at = filled;
      return false;
    }

    /** Looks for the next bytes that are a record beyond reasonable doubt. */
    private boolean resync(String found) throws IOException {
      long from = base + at;
      damaged++;
      do {
        at++;
      } while (need(1) && !isRecord());
      report(
          Code.TRACE_RECORD_DAMAGED,
          from,
          base + at - from,
          found + "; " + (base + at - from) + " bytes are skipped");
      return at < filled;
    }

    private boolean isRecord() throws IOException {
      if (!need(32)) {
        return false;
      }
      int head = at;
      if (version == 4) {
        long type = u64(buffer, at, little);
        if (type == TYPE_MAPPING) {
          return isMapping();
        }
        if (type != TYPE_EVENT) {
          return false;
        }
        head += 8;
      }
      long id = u64(buffer, head, little);
      long length = u32(buffer, head + 16, little);
      boolean known = id == DROPPED_ID || declaration(id, slot(id)) != null;
      return known && length >= RECORD_HEADER && length <= MAX_RECORD;
    }

    private boolean isMapping() throws IOException {
      long id = u64(buffer, at + 8, little);
      long length = u32(buffer, at + 16, little);
      if (id < 0 || id >= MAX_EVENTS || length < 3 || length > MAX_NAME) {
        return false;
      }
      if (!need(20 + (int) length)) {
        return false;
      }
      for (int i = 0; i < length; i++) {
        if (!LineReader.isNameByte(buffer[at + 20 + i])) {
          return false;
        }
      }
      return true;
    }

    /** Makes that many bytes available at {@link #at}; false if the input has fewer. */
    private boolean need(int count) throws IOException {
      if (filled - at >= count) {
        return true;
      }
      if (ended) {
        return false;
      }
      System.arraycopy(buffer, at, buffer, 0, filled - at);
      base += at;
      filled -= at;
      at = 0;
      while (filled < count) {
        int n = in.read(buffer, filled, buffer.length - filled);
        if (n <= 0) {
          ended = true;
          return false;
        }
        filled += n;
      }
      return true;
    }

    private void report(Code code, long offset, long length, String text) {
      findings.add(code, offset, length, options.file(), text);
    }

    /** Makes records into objects. */
    private final class RecordMaker implements SimpletraceSink {
      private final Consumer<? super TraceRecord> sink;

      RecordMaker(Consumer<? super TraceRecord> sink) {
        this.sink = sink;
      }

      @Override
      public void event(
          EventDeclaration declaration,
          long offset,
          long timeNs,
          long process,
          byte[] bytes,
          int start,
          int length) {
        int size = RECORD_HEADER + length + (version == 4 ? 8 : 0);
        SourceSpan span = new SourceSpan(options.file(), offset, size, -1);
        sink.accept(
            new TraceEvent(
                span,
                timeNs,
                process,
                declaration.name(),
                arguments(declaration, offset, bytes, start, length)));
      }

      @Override
      public void dropped(long offset, long timeNs, long process, long count) {
        SourceSpan span = new SourceSpan(options.file(), offset, RECORD_HEADER + 8, -1);
        sink.accept(new DroppedEvents(span, timeNs, process, count));
      }

      private Arguments arguments(
          EventDeclaration base, long offset, byte[] bytes, int start, int length) {
        for (EventDeclaration d = base; d != null; d = d.variant()) {
          RecordedArguments fits = fit(d, bytes, start, length);
          if (fits != null) {
            return fits;
          }
        }
        String name = base.name().written();
        if (told.add(name)) {
          boolean declared = base.format() != null || !base.arguments().isEmpty();
          report(
              declared ? Code.ARGUMENTS_MISFIT : Code.EVENT_UNDECLARED,
              offset,
              length,
              declared
                  ? "the arguments of " + name + " do not fit its declaration"
                  : "the arguments of " + name + " are not declared");
        }
        return words(base, bytes, start, length);
      }

      private @Nullable RecordedArguments fit(
          EventDeclaration d, byte[] bytes, int start, int length) {
        int count = d.arguments().size();
        long[] numbers = new long[count];
        String[] texts = new String[count];
        int at = start;
        int end = start + length;
        for (int i = 0; i < count; i++) {
          ArgumentType type = d.arguments().get(i).type();
          if (type.isText()) {
            if (end - at < 4) {
              return null;
            }
            long size = u32(bytes, at, little);
            at += 4;
            if (size > end - at) {
              return null;
            }
            texts[i] = new String(bytes, at, (int) size, StandardCharsets.UTF_8);
            at += (int) size;
          } else {
            if (end - at < 8) {
              return null;
            }
            numbers[i] = type.normal(u64(bytes, at, little));
            at += 8;
          }
        }
        return at == end ? new RecordedArguments(d, count, numbers, texts) : null;
      }

      private RecordedArguments words(
          EventDeclaration declaration, byte[] bytes, int start, int length) {
        int count = length / 8;
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
          numbers[i] = u64(bytes, start + i * 8, little);
        }
        EventDeclaration plain = EventDeclaration.unknown(declaration.name().written());
        return new RecordedArguments(plain, count, numbers, new String[count]);
      }
    }
  }
}
