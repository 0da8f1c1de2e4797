// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.socket;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.ReadSummary;
import dev.vtrace.decoder.trace.ReadSummary.TimeBasis;
import dev.vtrace.decoder.trace.TraceReader;
import dev.vtrace.decoder.trace.TraceRecord;
import dev.vtrace.decoder.trace.line.LimitedFindings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads vhost-user traffic from the pcap files of other programs. Source of the format: "PCAP
 * Capture File Format" of the IETF's opsawg; a header of 24 bytes, then for each packet seconds,
 * fraction, bytes captured and bytes sent, 32 bits each.
 */
public final class PcapReader implements TraceReader {
  private static final int MICROSECONDS = 0xa1b2c3d4;
  private static final int NANOSECONDS = 0xa1b23c4d;
  private static final int FILE_HEAD = 24;
  private static final int PACKET_HEAD = 16;
  private static final int LINK_TYPE_AT = 20;
  private static final int LINK_TYPE_BITS = 0xffff;
  private static final int MOST_CAPTURED = 1 << 20;
  private static final long NANOS = 1_000_000_000L;

  private final ReadOptions options;

  /** A reader for one file. */
  public PcapReader(ReadOptions options) {
    this.options = options;
  }

  /** The byte order of a file that begins so, or null where it is no pcap file. */
  public static @Nullable ByteOrder order(byte[] head, int length) {
    if (length < 4) {
      return null;
    }
    int magic = ByteBuffer.wrap(head).getInt();
    if (magic == MICROSECONDS || magic == NANOSECONDS) {
      return ByteOrder.BIG_ENDIAN;
    }
    int turned = Integer.reverseBytes(magic);
    return turned == MICROSECONDS || turned == NANOSECONDS ? ByteOrder.LITTLE_ENDIAN : null;
  }

  @Override
  public ReadSummary read(InputStream in, Consumer<? super TraceRecord> sink) throws IOException {
    LimitedFindings findings = new LimitedFindings(options.diagnostics());
    ForeignPackets packets = new ForeignPackets(sink, options.diagnostics(), options.file());
    byte[] head = in.readNBytes(FILE_HEAD);
    ByteOrder order = order(head, head.length);
    long at = head.length;
    long records = 0;
    long taken = 0;
    long damaged = 0;
    if (order == null || head.length < FILE_HEAD) {
      findings.add(Code.NOT_THIS_KIND, 0, at, options.file(), "this is not a pcap file");
      order = ByteOrder.LITTLE_ENDIAN;
    }
    ByteBuffer file = ByteBuffer.wrap(Arrays.copyOf(head, FILE_HEAD)).order(order);
    boolean fine = file.getInt(0) == NANOSECONDS;
    int linkType = file.getInt(LINK_TYPE_AT) & LINK_TYPE_BITS;
    while (true) {
      byte[] bytes = in.readNBytes(PACKET_HEAD);
      if (bytes.length == 0) {
        break;
      }
      long captured = bytes.length < PACKET_HEAD ? 0 : word(bytes, 8, order);
      if (captured > MOST_CAPTURED) {
        damaged++;
        long rest = PACKET_HEAD + in.transferTo(OutputStream.nullOutputStream());
        String text = "a packet of " + captured + " bytes; " + rest + " bytes are skipped";
        findings.add(Code.BLOCK_DAMAGED, at, rest, options.file(), text);
        at += rest;
        break;
      }
      byte[] packet = in.readNBytes((int) captured);
      if (bytes.length < PACKET_HEAD || packet.length < captured) {
        damaged++;
        String text = "the file ends inside a packet";
        findings.add(Code.TRACE_TRUNCATED, at, bytes.length, options.file(), text);
        at += bytes.length + packet.length;
        break;
      }
      long fraction = word(bytes, 4, order);
      long time = word(bytes, 0, order) * NANOS + (fine ? fraction : fraction * 1000);
      long absent = Math.max(0, word(bytes, 12, order) - captured);
      SourceSpan span = new SourceSpan(options.file(), at, PACKET_HEAD + captured, -1);
      records++;
      if (packets.take(linkType, time, ByteBuffer.wrap(packet), absent, span)) {
        taken++;
      }
      at += PACKET_HEAD + captured;
    }
    packets.end();
    findings.end();
    // Packets are passed over beside messages; a file without any is one that tells nothing.
    long refused = taken == 0 ? 0 : records - taken;
    return new ReadSummary(TimeBasis.WALL, at, records, taken, refused, damaged);
  }

  private static long word(byte[] bytes, int at, ByteOrder order) {
    return ByteBuffer.wrap(bytes).order(order).getInt(at) & 0xffff_ffffL;
  }
}
