// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.socket;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.trace.SocketCall;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.trace.socket.PacketLink.PacketChunk;
import dev.vtrace.decoder.vhostuser.Flags;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds vhost-user connections in packets that other programs recorded. None of them records
 * descriptors. A flow of which no packet begins as a message does is left alone.
 */
final class ForeignPackets {
  private static final int MOST_FLOWS = 4096;
  private static final String FRONT_END = "front-end";
  private static final String BACK_END = "back-end";

  private final SocketWire wire;
  private final Consumer<Diagnostic> diagnostics;
  private final String file;
  private final Map<String, PacketFlow> flows = new HashMap<>();
  private long messages;
  private boolean unnamed;

  ForeignPackets(
      Consumer<? super WireMessage> sink, Consumer<Diagnostic> diagnostics, String file) {
    this.wire =
        new SocketWire(
            message -> {
              messages++;
              sink.accept(message);
            },
            diagnostics);
    this.diagnostics = diagnostics;
    this.file = file;
  }

  private static final class PacketFlow {
    private final String first;
    private final Map<String, Long> next = new HashMap<>();

    PacketFlow(String first) {
      this.first = first;
    }
  }

  /** Whether a packet is of a vhost-user connection; then its bytes are taken. */
  boolean take(int linkType, long timeNs, ByteBuffer packet, long absent, SourceSpan span) {
    PacketChunk chunk = PacketLink.chunk(linkType, packet, absent);
    if (chunk == null) {
      return false;
    }
    String sender = chunk.sender();
    if (sender.isEmpty() && SocketWire.begins(chunk.bytes())) {
      unnamed = true;
      boolean reply = ((chunk.bytes()[4] | chunk.bytes()[7]) & Flags.REPLY) != 0;
      sender = reply ? BACK_END : FRONT_END;
    }
    PacketFlow flow = flows.get(chunk.flow());
    if (flow == null || chunk.opens() && !flow.next.containsKey(sender)) {
      if (chunk.bytes().length == 0 || !SocketWire.begins(chunk.bytes())) {
        return false;
      }
      if (flow == null && flows.size() >= MOST_FLOWS) {
        return false;
      }
      flow = new PacketFlow(sender);
      flows.put(chunk.flow(), flow);
    }
    byte[] bytes = fresh(flow, sender, chunk, timeNs, span);
    if (bytes.length > 0) {
      call(flow, sender, chunk, bytes, chunk.absent(), timeNs, span);
    }
    return true;
  }

  /** What of a packet was not seen before; what is missing before it is told. */
  private byte[] fresh(
      PacketFlow flow, String sender, PacketChunk chunk, long timeNs, SourceSpan span) {
    byte[] bytes = chunk.bytes();
    if (chunk.sequence() < 0) {
      return bytes;
    }
    if (chunk.opens()) {
      flow.next.put(sender, chunk.sequence());
    }
    long due = flow.next.getOrDefault(sender, chunk.sequence());
    int ahead = (int) (chunk.sequence() - due);
    long end = chunk.sequence() + bytes.length + chunk.absent();
    if (ahead > 0) {
      call(flow, sender, chunk, new byte[0], ahead, timeNs, span);
    } else if (ahead < 0) {
      if (-(long) ahead >= bytes.length) {
        return new byte[0];
      }
      bytes = Arrays.copyOfRange(bytes, -ahead, bytes.length);
    }
    flow.next.put(sender, end & 0xffff_ffffL);
    return bytes;
  }

  private void call(
      PacketFlow flow,
      String sender,
      PacketChunk chunk,
      byte[] bytes,
      long absent,
      long timeNs,
      SourceSpan span) {
    wire.accept(
        new SocketCall(
            span,
            timeNs,
            chunk.process(),
            "packet",
            -1,
            chunk.flow(),
            sender.equals(flow.first),
            bytes,
            absent,
            List.of()));
  }

  /** The file ends. */
  void end() {
    wire.end();
    if (messages > 0) {
      String which =
          unnamed ? "; nor which socket a packet is of, so all are taken for one connection" : "";
      diagnostics.accept(
          new Diagnostic(
              Code.WIRE_NO_DESCRIPTORS,
              0,
              0,
              file,
              "the file does not tell which messages carried descriptors" + which));
    }
  }

  /** How many messages were found. */
  long messages() {
    return messages;
  }
}
