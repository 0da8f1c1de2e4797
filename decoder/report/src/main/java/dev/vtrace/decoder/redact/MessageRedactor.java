// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.redact;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Message;
import dev.vtrace.decoder.vhostuser.Payload;
import dev.vtrace.decoder.vhostuser.Request;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Takes out of vhost-user messages what is no number of the protocol. Only payloads whose every
 * field is known stay as they are.
 */
final class MessageRedactor {
  private static final int MAC = 6;
  private static final int UUID = 16;

  /** Slots of a guest's memory that KVM has. */
  private static final int MOST_REGIONS = 512;

  private static final int MOST_SHARED = 256;

  /** With what a compiler adds at its end. */
  private static final int INFLIGHT_IN_C = 24;

  private final Pseudonyms names;

  MessageRedactor(Pseudonyms names) {
    this.names = names;
  }

  /**
   * Changes a message in place.
   *
   * @param from index of its header
   * @param to index after its last byte
   */
  void redact(Channel channel, byte[] bytes, int from, int to) {
    if (to - from < Message.HEADER) {
      // Less than a header tells nothing of what it is.
      clear(SecretKind.DATA, bytes, from, to);
      return;
    }
    ByteOrder order = Message.guessOrder(slice(bytes, from), 0);
    ByteBuffer header = ByteBuffer.wrap(bytes).order(order);
    int request = header.getInt(from);
    payload(channel, request, bytes, from + Message.HEADER, to, order);
  }

  private static byte[] slice(byte[] bytes, int from) {
    return Arrays.copyOfRange(bytes, from, from + Message.HEADER);
  }

  /** Changes the payload of a request or of a reply to it. */
  void payload(Channel channel, int request, byte[] bytes, int from, int to, ByteOrder order) {
    Request row = Request.of(channel, request);
    Payload layout = row == null ? Payload.UNKNOWN : row.request();
    switch (layout) {
      case CONFIG:
        config(bytes, Math.min(to, from + Payload.CONFIG.size()), to);
        break;
      case CRYPTO:
        clear(SecretKind.CRYPTO, bytes, Math.min(to, from + 8), to);
        break;
      case MAC:
        mac(bytes, from, Math.min(to, from + Long.BYTES), order);
        clear(SecretKind.DATA, bytes, Math.min(to, from + Long.BYTES), to);
        break;
      case SHARED:
        uuid(bytes, from, Math.min(to, from + UUID));
        clear(SecretKind.DATA, bytes, Math.min(to, from + UUID), to);
        break;
      case UNKNOWN:
        clear(SecretKind.DATA, bytes, from, to);
        break;
      default:
        // What follows the fields of the request, or of its reply, is not of the protocol.
        int asked = extent(requireNonNull(row).request(), bytes, from, to, order);
        int answered = extent(row.reply(), bytes, from, to, order);
        clear(SecretKind.DATA, bytes, Math.min(to, from + Math.max(asked, answered)), to);
    }
  }

  /** Bytes of a payload that are numbers of the protocol. */
  private static int extent(Payload layout, byte[] bytes, int from, int to, ByteOrder order) {
    int there = to - from;
    return switch (layout) {
      case MEM_TABLE -> {
        int count = there < 4 ? 0 : ByteBuffer.wrap(bytes).order(order).getInt(from);
        int rest = there - layout.size();
        boolean xen = count > 0 && rest == count * (long) Payload.MEM_REGION_XEN.size();
        int each = (xen ? Payload.MEM_REGION_XEN : Payload.MEM_REGION).size();
        yield count < 0 || count > MOST_REGIONS ? layout.size() : layout.size() + count * each;
      }
      case MEM_REG -> layout.size() + Payload.MEM_REGION_XEN.size();
      case SHMEM_CONFIG -> layout.size() + MOST_SHARED * Long.BYTES;
      case INFLIGHT -> INFLIGHT_IN_C;
      case CONFIG, CRYPTO, MAC, SHARED, UNKNOWN -> 0;
      default -> layout.size();
    };
  }

  /** Which device it is, the message does not tell; that of a network card begins with its MAC. */
  private void config(byte[] bytes, int from, int to) {
    clear(SecretKind.MAC, bytes, from, Math.min(to, from + MAC));
    clear(SecretKind.DATA, bytes, Math.min(to, from + MAC), to);
  }

  private void mac(byte[] bytes, int from, int to, ByteOrder order) {
    // The low 48 bits of a word.
    boolean little = order == ByteOrder.LITTLE_ENDIAN;
    clear(
        SecretKind.MAC,
        bytes,
        little ? from : Math.min(to, from + 2),
        little ? Math.min(to, from + MAC) : to);
  }

  private void uuid(byte[] bytes, int from, int to) {
    if (to - from < UUID) {
      clear(SecretKind.UUID, bytes, from, to);
    } else if (!names.keeps(SecretKind.UUID)) {
      uuid(names, bytes, from);
    }
  }

  /** Replaces a UUID as its text would be. */
  static void uuid(Pseudonyms names, byte[] bytes, int at) {
    String hex = HexFormat.of().formatHex(bytes, at, at + UUID);
    String text =
        String.join(
            "-",
            hex.substring(0, 8),
            hex.substring(8, 12),
            hex.substring(12, 16),
            hex.substring(16, 20),
            hex.substring(20));
    byte[] name = HexFormat.of().parseHex(names.digits(SecretKind.UUID, text).replace("-", ""));
    System.arraycopy(name, 0, bytes, at, UUID);
  }

  private void clear(SecretKind kind, byte[] bytes, int from, int to) {
    if (from >= to || names.keeps(kind)) {
      return;
    }
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        names.count(kind);
        Arrays.fill(bytes, i, to, (byte) 0);
        return;
      }
    }
  }
}
