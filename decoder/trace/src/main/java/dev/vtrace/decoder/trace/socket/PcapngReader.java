// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.socket;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.ReadSummary;
import dev.vtrace.decoder.trace.ReadSummary.TimeBasis;
import dev.vtrace.decoder.trace.TraceReader;
import dev.vtrace.decoder.trace.TraceRecord;
import dev.vtrace.decoder.trace.WireEnd;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.trace.line.LimitedFindings;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.decoder.vhostuser.Message;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads vhost-user traffic from pcapng; {@link Pcapng} has the layout. Packets of other programs
 * are read as {@link PacketLink} knows them. Other blocks are passed over, so tools may have added
 * to the file.
 */
public final class PcapngReader implements TraceReader {
  /** The largest block that is believed: a message is at most 64 KiB and little more. */
  private static final int MAX_BLOCK = 1 << 20;

  private static final long NANOS = 1_000_000_000L;

  /** What a packet tells that is no message, by its number. */
  private static final WireEvent.WireEventKind[] KINDS = {
    WireEvent.WireEventKind.OPEN,
    WireEvent.WireEventKind.CLOSE,
    WireEvent.WireEventKind.MISSING,
    WireEvent.WireEventKind.FRONT_END,
    WireEvent.WireEventKind.PROCESS,
    WireEvent.WireEventKind.FOREIGN
  };

  private final ReadOptions options;

  /** A reader for one file. */
  public PcapngReader(ReadOptions options) {
    this.options = options;
  }

  @Override
  public ReadSummary read(InputStream in, Consumer<? super TraceRecord> sink) throws IOException {
    return new PcapngReading(in, sink).read();
  }

  /** An interface of the section: units a second of its time stamps, seconds to add. */
  private record PcapngInterface(int linkType, long units, long offset) {}

  private final class PcapngReading {
    private final InputStream in;
    private final Consumer<? super TraceRecord> sink;
    private final ForeignPackets others;
    private final LimitedFindings findings = new LimitedFindings(options.diagnostics());
    private final List<PcapngInterface> faces = new ArrayList<>();
    private byte[] buffer = new byte[64 * 1024];
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private int at;
    private int filled;
    private boolean ended;
    private long base;
    private long blocks;
    private long events;
    private long refused;
    private long damaged;

    PcapngReading(InputStream in, Consumer<? super TraceRecord> sink) {
      this.in = in;
      this.sink = sink;
      this.others = new ForeignPackets(sink, options.diagnostics(), options.file());
    }

    ReadSummary read() throws IOException {
      if (need(12) && word(0, ByteOrder.BIG_ENDIAN) != Pcapng.SECTION) {
        report(Code.NOT_THIS_KIND, 0, "this is not a pcapng file");
      }
      while (need(1)) {
        if (!need(12)) {
          cut();
          break;
        }
        int type = word(0, order);
        if (type == Pcapng.SECTION) {
          section();
        }
        long length = word(4, order) & 0xffff_ffffL;
        if (length < 12 || length % 4 != 0 || length > MAX_BLOCK) {
          resync("a block of " + length + " bytes");
          continue;
        }
        if (!need((int) length)) {
          if (!elsewhere()) {
            cut();
            break;
          }
          resync("a block that is longer than the file");
          continue;
        }
        if (word((int) length - 4, order) != (int) length) {
          resync("a block whose two lengths differ");
          continue;
        }
        block(type, (int) length);
        blocks++;
        at += (int) length;
      }
      others.end();
      findings.end();
      // Packets are passed over beside messages; a file without any is one that tells nothing.
      long passed = events == 0 ? 0 : refused;
      return new ReadSummary(TimeBasis.WALL, base + at, blocks, events, passed, damaged);
    }

    private void section() {
      if (word(8, ByteOrder.BIG_ENDIAN) == Pcapng.MAGIC) {
        order = ByteOrder.BIG_ENDIAN;
      } else {
        order = ByteOrder.LITTLE_ENDIAN;
      }
      faces.clear();
    }

    private void block(int type, int length) {
      ByteBuffer body = ByteBuffer.wrap(buffer, at + 8, length - 12).slice().order(order);
      try {
        switch (type) {
          case Pcapng.INTERFACE:
            faces.add(face(body));
            break;
          case Pcapng.PACKET:
            packet(body, length);
            break;
          case Pcapng.SIMPLE_PACKET:
            int original = body.getInt();
            int there = Math.min(original, body.remaining());
            content(face(0), -1, body, there, Math.max(0, (long) original - there), length);
            break;
          default:
            break;
        }
      } catch (BufferUnderflowException | IllegalArgumentException e) {
        damaged++;
        report(Code.BLOCK_DAMAGED, length, "a block that is shorter than its content");
      }
    }

    private @Nullable PcapngInterface face(int index) {
      return index >= 0 && index < faces.size() ? faces.get(index) : null;
    }

    private PcapngInterface face(ByteBuffer body) {
      int linkType = body.getShort() & 0xffff;
      body.getShort();
      body.getInt();
      long units = 1_000_000;
      long offset = 0;
      while (body.remaining() >= 4) {
        int option = body.getShort() & 0xffff;
        int length = body.getShort() & 0xffff;
        if (option == 0 || length > body.remaining()) {
          break;
        }
        int start = body.position();
        if (option == Pcapng.OPTION_RESOLUTION && length >= 1) {
          units = units(body.get(start));
        } else if (option == Pcapng.OPTION_OFFSET && length >= 8) {
          offset = body.getLong(start);
        }
        body.position(Math.min(body.limit(), start + (length + 3 & ~3)));
      }
      return new PcapngInterface(linkType, units, offset);
    }

    private long units(byte resolution) {
      int exponent = resolution & 0x7f;
      if (resolution < 0) {
        return 1L << Math.min(exponent, 40);
      }
      long units = 1;
      for (int i = 0; i < Math.min(exponent, 12); i++) {
        units *= 10;
      }
      return units;
    }

    private void packet(ByteBuffer body, int length) {
      PcapngInterface face = face(body.getInt());
      long stamp = (long) body.getInt() << 32 | body.getInt() & 0xffff_ffffL;
      int captured = body.getInt();
      long original = body.getInt() & 0xffff_ffffL;
      if (captured < 0 || captured > body.remaining()) {
        throw new BufferUnderflowException();
      }
      long time = -1;
      if (face != null && stamp != 0) {
        long units = face.units();
        long rest =
            Math.multiplyHigh(stamp % units, NANOS) == 0
                ? stamp % units * NANOS / units
                : (long) ((double) (stamp % units) / units * NANOS);
        time = (stamp / units + face.offset()) * NANOS + rest;
      }
      content(face, time, body, captured, Math.max(0, original - captured), length);
    }

    private void content(
        @Nullable PcapngInterface face,
        long time,
        ByteBuffer body,
        int captured,
        long absent,
        int length) {
      ByteBuffer data = body.slice().limit(captured).order(ByteOrder.BIG_ENDIAN);
      if (face == null || face.linkType() != Pcapng.LINK_TYPE || foreign(data)) {
        SourceSpan span = new SourceSpan(options.file(), base + at, length, -1);
        if (face != null && others.take(face.linkType(), time, data, absent, span)) {
          events++;
        } else {
          refused++;
        }
        return;
      }
      int version = data.get();
      int what = data.get();
      int channel = data.get();
      int half = data.get();
      if (version != Pcapng.HEADER_VERSION || what > Pcapng.FOREIGN || what < 0) {
        damaged++;
        report(Code.BLOCK_DAMAGED, length, "a packet with an unknown pseudo-header");
        return;
      }
      long process = data.getInt() & 0xffff_ffffL;
      long monotonic = data.getLong();
      String connection = text(data);
      int count = data.getShort() & 0xffff;
      List<String> fds = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        fds.add(text(data));
      }
      byte[] rest = new byte[data.remaining()];
      data.get(rest);
      SourceSpan span = new SourceSpan(options.file(), base + at, length, -1);
      events++;
      if (what >= Pcapng.OPENED) {
        WireEvent.WireEventKind kind = KINDS[what - Pcapng.OPENED];
        Direction direction =
            half == 0 ? null : half == 1 ? Direction.TO_BACKEND : Direction.TO_FRONTEND;
        String why = new String(rest, StandardCharsets.UTF_8);
        if (kind == WireEvent.WireEventKind.MISSING) {
          report(Code.WIRE_NOT_RECORDED, length, why);
        } else if (kind == WireEvent.WireEventKind.FOREIGN) {
          report(Code.WIRE_NO_MESSAGE, length, why);
        }
        WireEnd end = what == Pcapng.CLOSED ? WireEnd.of(channel) : WireEnd.NOT_TOLD;
        long about = kind == WireEvent.WireEventKind.PROCESS && process != 0 ? process : -1;
        sink.accept(new WireEvent(span, time, connection, kind, direction, why, end, about));
        return;
      }
      Message message =
          Message.of(
              channel == 1 ? Channel.BACKEND : Channel.MAIN,
              what == Pcapng.TO_BACKEND ? Direction.TO_BACKEND : Direction.TO_FRONTEND,
              rest,
              List.copyOf(fds),
              time,
              span,
              half == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
      if (message == null) {
        damaged++;
        events--;
        report(Code.BLOCK_DAMAGED, length, "a packet without a message header");
        return;
      }
      sink.accept(new WireMessage(connection, process == 0 ? -1 : process, monotonic, message));
    }

    /** Our header begins with its version, the first byte of a process id is 0. */
    private boolean foreign(ByteBuffer data) {
      return data.remaining() >= Pcapng.FIXED && data.get(0) == 0;
    }

    private String text(ByteBuffer data) {
      byte[] bytes = new byte[Math.min(data.getShort() & 0xffff, data.remaining())];
      data.get(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }

    private int word(int ahead, ByteOrder in) {
      return ByteBuffer.wrap(buffer).order(in).getInt(at + ahead);
    }

    private void cut() {
      damaged++;
      report(
          Code.TRACE_TRUNCATED,
          filled - at,
          "the file ends inside a block, " + (filled - at) + " bytes of it are there");
      at = filled;
    }

    /** Looks for the next block: a known type, and the same length at both ends. */
    private void resync(String found) throws IOException {
      long from = base + at;
      damaged++;
      do {
        at += Math.min(4, filled - at);
      } while (need(12) && !isBlock());
      if (filled - at < 12) {
        at = filled;
      }
      report(
          Code.BLOCK_DAMAGED,
          base + at - from,
          found + "; " + (base + at - from) + " bytes are skipped");
    }

    /** Whether a whole block follows, so that a length is damaged and not the file cut. */
    private boolean elsewhere() throws IOException {
      long here = base + at;
      boolean found = false;
      while (filled - at > 12 && !found) {
        at += Math.min(4, filled - at);
        found = filled - at >= 12 && isWhole();
      }
      at = (int) (here - base);
      return found;
    }

    /** As {@link #isBlock}, but only among what is in the buffer. */
    private boolean isWhole() throws IOException {
      int length = word(4, order);
      return length >= 12 && length <= filled - at && isBlock();
    }

    private boolean isBlock() throws IOException {
      int type = word(0, order);
      int length = word(4, order);
      boolean known = type == Pcapng.PACKET || type == Pcapng.INTERFACE || type == Pcapng.SECTION;
      return known
          && length >= 12
          && length <= MAX_BLOCK
          && length % 4 == 0
          && need(length)
          && word(length - 4, order) == length;
    }

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
      if (count > buffer.length) {
        buffer = Arrays.copyOf(buffer, Math.max(count, buffer.length * 2));
      }
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

    private void report(Code code, long length, String text) {
      findings.add(code, base + at, length, options.file(), text);
    }
  }
}
