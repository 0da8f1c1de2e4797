// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.socket;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.trace.SocketCall;
import dev.vtrace.decoder.trace.TraceRecord;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.decoder.vhostuser.Flags;
import dev.vtrace.decoder.vhostuser.Framing;
import dev.vtrace.decoder.vhostuser.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the vhost-user connections among the sockets of a traced process and cuts their bytes into
 * messages. Which end the process is shows in who sends the first request; which socket is the
 * back-end's channel shows in the descriptor that SET_BACKEND_REQ_FD passes.
 */
public final class SocketWire implements Consumer<TraceRecord> {
  /** Sockets that are looked at. */
  private static final int MAX_SOCKETS = 4096;

  private final Consumer<? super WireMessage> sink;
  private final Consumer<Diagnostic> diagnostics;
  private final Map<String, WireConnection> connections = new HashMap<>();
  private final Set<String> backendChannels = new HashSet<>();

  /** Messages of all connections go to the sink, in the order of their last bytes. */
  public SocketWire(Consumer<? super WireMessage> sink, Consumer<Diagnostic> diagnostics) {
    this.sink = sink;
    this.diagnostics = diagnostics;
  }

  @Override
  public void accept(TraceRecord record) {
    if (!(record instanceof SocketCall call)) {
      return;
    }
    String key = call.socket().isEmpty() ? "fd " + call.fd() : call.socket();
    WireConnection connection = connections.get(key);
    if (connection == null) {
      if (connections.size() >= MAX_SOCKETS) {
        return;
      }
      connection = new WireConnection(key, call);
      connections.put(key, connection);
    }
    connection.add(call);
  }

  /** The trace ends. */
  public void end() {
    for (WireConnection connection : connections.values()) {
      connection.end();
    }
  }

  private final class WireConnection {
    private final String key;
    private final SourceSpan at;
    private final @Nullable Framing out;
    private final @Nullable Framing in;
    private final Headers outHeaders = new Headers();
    private final Headers inHeaders = new Headers();
    private long sender = -1;

    WireConnection(String key, SocketCall first) {
      this.key = key;
      this.at = first.span();
      byte[] b = first.bytes();
      if (head(b) == null) {
        this.out = null;
        this.in = null;
        return;
      }
      boolean reply = (b[4] & Flags.REPLY) != 0 || (b[7] & Flags.REPLY) != 0;
      boolean asks = first.outgoing() != reply;
      Channel channel = backendChannels.contains(key) ? Channel.BACKEND : Channel.MAIN;
      Direction requests = channel.requests();
      Direction answers =
          requests == Direction.TO_BACKEND ? Direction.TO_FRONTEND : Direction.TO_BACKEND;
      this.out = new Framing(channel, asks ? requests : answers, this::message, diagnostics);
      this.in = new Framing(channel, asks ? answers : requests, this::message, diagnostics);
    }

    void add(SocketCall call) {
      if (out == null || in == null) {
        return;
      }
      Framing framing = call.outgoing() ? out : in;
      List<String> kinds = new ArrayList<>();
      for (SocketCall.PassedDescriptor passed : call.passed()) {
        kinds.add(passed.what());
        String twin = twin(passed.what());
        if (twin != null && backendChannels.size() < MAX_SOCKETS) {
          backendChannels.add(twin);
          backendChannels.add(passed.what());
        }
      }
      sender = call.outgoing() ? call.thread() : -1;
      Headers headers = call.outgoing() ? outHeaders : inHeaders;
      headers.complete(call, framing);
      framing.feed(call.bytes(), 0, call.bytes().length, call.timeNs(), call.span(), kinds);
      framing.missing(
          (int) Math.min(Integer.MAX_VALUE, call.missing()), call.timeNs(), call.span());
    }

    private void unseen(long count) {
      if (count > 0) {
        diagnostics.accept(
            new Diagnostic(
                Code.PAYLOADS_UNSEEN,
                at.offset(),
                at.length(),
                at.line() < 0 ? at.file() : at.file() + ":" + at.line(),
                "the payloads of " + count + " messages are not in the trace, only their headers"));
      }
    }

    private void message(Message message) {
      sink.accept(new WireMessage(key, sender, -1, message));
    }

    void end() {
      if (out != null && in != null) {
        outHeaders.end(out);
        inHeaders.end(in);
        out.end();
        in.end();
        unseen(outHeaders.unseen() + inHeaders.unseen());
      }
    }
  }

  /** Whether bytes begin as a message does. */
  static boolean begins(byte[] bytes) {
    return head(bytes) != null;
  }

  /** The header that bytes surely begin with, or null. */
  private static @Nullable Message head(byte[] b) {
    if (b.length < Message.HEADER) {
      return null;
    }
    Message head =
        Message.of(
            Channel.MAIN,
            Direction.TO_BACKEND,
            b,
            List.of(),
            -1,
            SourceSpan.NONE,
            Message.guessOrder(b, 0));
    boolean version =
        (requireNonNull(head).flags() & ~(Flags.REPLY | Flags.NEED_REPLY)) == Flags.VERSION;
    boolean size = head.size() >= 0 && head.size() <= 4096;
    return head.row() != null && version && size ? head : null;
  }

  /**
   * Headers in one direction that were read by themselves. Back-ends read the payload with another
   * call, which is not in a trace of recvmsg alone.
   */
  private static final class Headers {
    private int due;
    private long dueNs;
    private SourceSpan span = SourceSpan.NONE;
    private long unseen;

    long unseen() {
      return unseen;
    }

    /** Tells that a payload is missing where the next header follows without it. */
    void complete(SocketCall call, Framing framing) {
      byte[] b = call.bytes();
      Message head = head(b);
      if (due > 0 && b.length != due && head != null) {
        lacks(framing);
      }
      boolean alone = b.length == Message.HEADER && call.missing() == 0;
      due = head != null && alone ? head.size() : 0;
      dueNs = call.timeNs();
      span = call.span();
    }

    void end(Framing framing) {
      // A single header may be the last thing before the trace was ended.
      if (due > 0 && unseen > 0) {
        lacks(framing);
      }
    }

    private void lacks(Framing framing) {
      framing.missing(due, dueNs, span);
      unseen++;
      due = 0;
    }
  }

  /** The other end of a socket pair: {@code UNIX-STREAM:[1->2]} is the twin of {@code [2->1]}. */
  private static @Nullable String twin(String socket) {
    int open = socket.indexOf('[');
    int arrow = socket.indexOf("->");
    int close = socket.indexOf(']');
    if (!socket.startsWith("UNIX") || open < 0 || arrow < open || close < arrow) {
      return null;
    }
    String one = socket.substring(open + 1, arrow);
    String two = socket.substring(arrow + 2, close);
    return socket.substring(0, open + 1) + two + "->" + one + socket.substring(close);
  }
}
