// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.socket;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * What packets of other programs carry of a socket, by link type. Sources: the list of link types
 * of tcpdump.org, RFC 9293 for TCP, and what the programs write: sockdump (link type 147: process
 * ids of receiver and sender, 64 bits each and big-endian, then the bytes), unixdump (link type 0:
 * the bytes alone), py_strace2pcap (TCP over made-up addresses, link type 1 or 101).
 */
final class PacketLink {
  static final int NULL = 0;
  static final int ETHERNET = 1;
  static final int RAW = 101;
  static final int RAW_OLD = 12;
  static final int RAW_OPENBSD = 14;
  static final int COOKED = 113;
  static final int COOKED_2 = 276;
  static final int IPV4 = 228;
  static final int IPV6 = 229;

  private static final int VLAN = 0x8100;
  private static final int VLAN_OUTER = 0x88a8;
  private static final int PROTOCOL_IPV4 = 0x0800;
  private static final int PROTOCOL_IPV6 = 0x86dd;
  private static final int TCP = 6;
  private static final int SYN = 2;

  private PacketLink() {}

  /**
   * Bytes that one end sent.
   *
   * @param flow the same for both ends
   * @param sender the end that sent; empty where the packet does not tell
   * @param process id of the sender, -1 not known
   * @param sequence number of the first byte, modulo 2^32; -1 where bytes are not numbered
   * @param opens whether the sender opens the connection
   * @param absent bytes that were sent after those but are not in the packet
   */
  record PacketChunk(
      String flow,
      String sender,
      long process,
      long sequence,
      boolean opens,
      byte[] bytes,
      long absent) {}

  /** What a packet carries, or null where it is of no socket. */
  static @Nullable PacketChunk chunk(int linkType, ByteBuffer packet, long absent) {
    ByteBuffer in = packet.slice().order(ByteOrder.BIG_ENDIAN);
    return switch (linkType) {
      case Pcapng.LINK_TYPE -> sockdump(in, absent);
      case NULL -> bare(in, absent);
      case ETHERNET -> in.remaining() < 14 ? null : ethernet(in.position(12), absent);
      case COOKED -> in.remaining() < 16 ? null : ethernet(in.position(14), absent);
      case COOKED_2 ->
          in.remaining() < 20 ? null : internet(in.getShort(0) & 0xffff, in.position(20), absent);
      case RAW, RAW_OLD, RAW_OPENBSD, IPV4, IPV6 -> version(in, absent);
      default -> null;
    };
  }

  private static @Nullable PacketChunk sockdump(ByteBuffer in, long absent) {
    if (in.remaining() < 16) {
      return null;
    }
    long receiver = in.getLong();
    long sender = in.getLong();
    if (receiver >>> 32 != 0 || sender >>> 32 != 0) {
      return null;
    }
    String flow = "process " + Math.min(receiver, sender) + " - " + Math.max(receiver, sender);
    return new PacketChunk(flow, "process " + sender, sender, -1, false, rest(in), absent);
  }

  /** The bytes alone, or a family of addresses and a packet of it. */
  private static @Nullable PacketChunk bare(ByteBuffer in, long absent) {
    byte[] bytes = rest(in.duplicate());
    if (SocketWire.begins(bytes)) {
      return new PacketChunk("socket", "", -1, -1, false, bytes, absent);
    }
    return in.remaining() < 4 ? null : version(in.position(4), absent);
  }

  private static @Nullable PacketChunk ethernet(ByteBuffer in, long absent) {
    int type = in.getShort() & 0xffff;
    while ((type == VLAN || type == VLAN_OUTER) && in.remaining() >= 4) {
      in.getShort();
      type = in.getShort() & 0xffff;
    }
    return internet(type, in, absent);
  }

  private static @Nullable PacketChunk internet(int type, ByteBuffer in, long absent) {
    return type == PROTOCOL_IPV4 || type == PROTOCOL_IPV6 ? version(in, absent) : null;
  }

  private static @Nullable PacketChunk version(ByteBuffer from, long absent) {
    ByteBuffer in = from.slice();
    if (in.remaining() < 20) {
      return null;
    }
    int version = in.get(0) >> 4 & 0xf;
    if (version == 4) {
      int head = (in.get(0) & 0xf) * 4;
      int whole = in.getShort(2) & 0xffff;
      boolean fragment = (in.getShort(6) & 0x1fff) != 0;
      if (head < 20 || fragment || in.get(9) != TCP || head > in.remaining()) {
        return null;
      }
      return tcp(in, head, whole == 0 ? in.remaining() : whole, 12, 4, absent);
    } else if (version == 6 && in.remaining() >= 40 && in.get(6) == TCP) {
      return tcp(in, 40, 40 + (in.getShort(4) & 0xffff), 8, 16, absent);
    }
    return null;
  }

  private static @Nullable PacketChunk tcp(
      ByteBuffer in, int head, int whole, int addresses, int length, long absent) {
    // What follows a packet fills a frame of the least size.
    ByteBuffer segment = in.duplicate().limit(Math.min(in.limit(), Math.max(head, whole)));
    segment = segment.position(head).slice();
    if (segment.remaining() < 20) {
      return null;
    }
    int data = (segment.get(12) >> 4 & 0xf) * 4;
    if (data < 20 || data > segment.remaining()) {
      return null;
    }
    String sender = end(in, addresses, length, segment.getShort(0));
    String receiver = end(in, addresses + length, length, segment.getShort(2));
    String flow =
        sender.compareTo(receiver) < 0 ? sender + " - " + receiver : receiver + " - " + sender;
    boolean opens = (segment.get(13) & SYN) != 0;
    long sequence = (segment.getInt(4) & 0xffff_ffffL) + (opens ? 1 : 0) & 0xffff_ffffL;
    byte[] bytes = rest(segment.position(data));
    long cut = Math.min(absent, Math.max(0, whole - in.limit()));
    return new PacketChunk(flow, sender, -1, sequence, opens, bytes, cut);
  }

  private static String end(ByteBuffer in, int at, int length, short port) {
    byte[] address = new byte[length];
    in.get(at, address);
    try {
      return InetAddress.getByAddress(address).getHostAddress() + " port " + (port & 0xffff);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] rest(ByteBuffer in) {
    byte[] out = new byte[in.remaining()];
    in.get(out);
    return out;
  }
}
