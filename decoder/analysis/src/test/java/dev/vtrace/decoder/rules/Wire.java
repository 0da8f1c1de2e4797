// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.run.ConnectionBuilder;
import dev.vtrace.decoder.trace.WireEnd;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.decoder.vhostuser.Message;
import dev.vtrace.decoder.vhostuser.MessageCodec;
import dev.vtrace.decoder.vhostuser.Payload;
import dev.vtrace.decoder.vhostuser.Request;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A connection from lines such as {@code > SET_VRING_NUM 0 128} (request), {@code < GET_VRING_BASE
 * 0 77 0} (reply), {@code > SET_VRING_KICK 0 0 0 +eventfd f=9} (descriptor, flags), {@code x b}
 * (the back-end's half ends), {@code x f}, {@code x f reset} (with a label of {@link WireEnd}).
 * Numbers are fields in the order of the table; {@code size=12} makes the payload of another size,
 * {@code p=4711} is the sender's process.
 */
final class Wire {
  /** When logs of {@link Make} begin: 2026-11-23T08:00:00Z. */
  static final long BEGIN = 1_795_420_800_000_000_000L;

  static final String EVENTFD = " +anon_inode:[eventfd]";

  /** A session up to SET_FEATURES, with all protocol features of QEMU 10.2 but two. */
  static final String[] START = start(0x9f2b, 0x1_4000_0000L);

  /** Guest memory, one region. */
  static final String MEMORY = "> ADD_MEM_REG 0x0 0x100000 0x7f0000000000 0 +/memfd";

  private Wire() {}

  static String[] start(long protocol, long features) {
    return new String[] {
      "> GET_FEATURES",
      "< GET_FEATURES " + (features | 1L << 30 | 1L << 26),
      "> GET_PROTOCOL_FEATURES",
      "< GET_PROTOCOL_FEATURES " + protocol,
      "> SET_PROTOCOL_FEATURES " + protocol,
      "> SET_OWNER",
      "> SET_FEATURES " + features,
    };
  }

  /** A ring from its size to its kick. */
  static String[] ring(int queue) {
    return new String[] {
      "> SET_VRING_NUM " + queue + " 128",
      "> SET_VRING_BASE " + queue + " 5 0",
      "> SET_VRING_ADDR " + queue + " 0 0 0x7f0000001000 0x7f0000003000 0x7f0000002000 0",
      "> SET_VRING_KICK " + queue + " 0 0" + EVENTFD,
    };
  }

  static String[] stop(int queue) {
    return new String[] {
      "> SET_VRING_ENABLE " + queue + " 0",
      "> GET_VRING_BASE " + queue + " 0",
      "< GET_VRING_BASE " + queue + " 77 0",
    };
  }

  /** Lines and arrays of lines one after the other. */
  static String[] all(Object... parts) {
    List<String> out = new ArrayList<>();
    for (Object part : parts) {
      if (part instanceof String[] lines) {
        out.addAll(Arrays.asList(lines));
      } else {
        out.add((String) part);
      }
    }
    return out.toArray(new String[0]);
  }

  /** A session with memory, and ring 0 started and enabled, followed by more. */
  static String[] running(Object... more) {
    return all(START, MEMORY, ring(0), "> SET_VRING_ENABLE 0 1", all(more));
  }

  /** Messages of the n-th connection are a millisecond apart, and later than those before it. */
  static void feed(ConnectionBuilder connection, String file, int number, String... lines) {
    for (int i = 0; i < lines.length; i++) {
      String[] words = lines[i].split(" ");
      SourceSpan span = new SourceSpan(file, i * 100L, 100, i + 1);
      long time = BEGIN + number * 10_000_000_000L + i * 1_000_000L;
      if (words[0].equals("x")) {
        boolean back = words[1].equals("b");
        Direction direction = back ? Direction.TO_FRONTEND : Direction.TO_BACKEND;
        WireEnd end = WireEnd.NOT_TOLD;
        for (WireEnd each : WireEnd.values()) {
          end = words.length > 2 && each.label().equals(words[2]) ? each : end;
        }
        connection.add(
            new WireEvent(
                span, time, "", WireEvent.WireEventKind.CLOSE, direction, "end", end, -1));
      } else {
        connection.add(new WireMessage("", sender(words), -1, message(words, span, time)));
      }
    }
  }

  private static long sender(String[] words) {
    for (String word : words) {
      if (word.startsWith("p=")) {
        return Long.parseLong(word.substring(2));
      }
    }
    return -1;
  }

  private static Message message(String[] words, SourceSpan span, long time) {
    Request row = Request.named(words[1]);
    boolean reply = words[0].equals("<");
    List<Long> values = new ArrayList<>();
    List<String> fds = new ArrayList<>();
    int flags = reply ? 5 : 1;
    int size = -1;
    for (String word : Arrays.asList(words).subList(2, words.length)) {
      if (word.startsWith("+")) {
        fds.add(word.substring(1));
      } else if (word.startsWith("f=")) {
        flags = Long.decode(word.substring(2)).intValue();
      } else if (word.startsWith("size=")) {
        size = Integer.parseInt(word.substring(5));
      } else if (!word.startsWith("p=")) {
        values.add(Long.decode(word));
      }
    }
    long[] numbers = values.stream().mapToLong(Long::longValue).toArray();
    byte[] payload = payload(reply ? row.reply() : row.request(), numbers);
    payload = size < 0 ? payload : Arrays.copyOf(payload, size);
    boolean forth = reply == (row.channel() == Channel.BACKEND);
    return new Message(
        row.channel(),
        forth ? Direction.TO_BACKEND : Direction.TO_FRONTEND,
        row.id(),
        flags,
        payload.length,
        payload,
        fds,
        time,
        span,
        ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] payload(Payload kind, long[] values) {
    if (kind != Payload.MEM_REG && kind != Payload.MEM_TABLE && kind != Payload.CONFIG) {
      return MessageCodec.compose(kind, ByteOrder.LITTLE_ENDIAN, values);
    }
    if (kind == Payload.CONFIG) {
      byte[] head = MessageCodec.compose(kind, ByteOrder.LITTLE_ENDIAN, values);
      byte[] out = Arrays.copyOf(head, 12 + (int) values[1]);
      Arrays.fill(out, 12, out.length, (byte) (values.length > 3 ? values[3] : 0));
      return out;
    }
    int regions = kind == Payload.MEM_REG ? 0 : 1;
    ByteBuffer out = ByteBuffer.allocate(8 + 8 * (values.length - regions));
    out.order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(regions == 0 ? 0 : values[0]);
    for (int i = regions; i < values.length; i++) {
      out.putLong(values[i]);
    }
    return out.array();
  }
}
