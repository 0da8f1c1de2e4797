// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Follows one connection, both channels: which reply belongs to which request, what is negotiated,
 * and the state of rings and memory at every message. Messages are added in the order of time; not
 * for use by several threads at once.
 *
 * <pre>{@code
 * Session session = new Session(diagnostics::add);
 * messages.forEach(session::add);
 * session.end();
 * Vring ring = session.before(42).vring(0);
 * }</pre>
 */
public final class Session {
  private final Consumer<Diagnostic> diagnostics;
  private final SessionBuilder state = new SessionBuilder();
  private final List<SessionStep> steps = new ArrayList<>();
  private final Map<Integer, Integer> replies = new HashMap<>();
  private final Deque<Integer> waitingMain = new ArrayDeque<>();
  private final Deque<Integer> waitingBackend = new ArrayDeque<>();
  private final BitSet go = new BitSet();
  private @Nullable Request lastRequest;
  private boolean descriptors;

  /** Protocol findings go to the consumer. */
  public Session(Consumer<Diagnostic> diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** Takes the next message. */
  public SessionStep add(Message message) {
    Decoded decoded = MessageCodec.decode(message, state.negotiated());
    decoded.notes().forEach(diagnostics);
    int number = steps.size();
    SessionStep step;
    if (message.direction() == message.channel().requests()) {
      step = forth(number, decoded);
    } else {
      step = back(number, decoded);
    }
    steps.add(step);
    descriptors |= !message.fds().isEmpty();
    return step;
  }

  /** The connection is closed; requests that are still waiting are reported. */
  public void end() {
    for (int number : waitingMain) {
      missing(number, "the connection ends without a reply to it");
    }
    for (int number : waitingBackend) {
      missing(number, "the connection ends without a reply to it");
    }
    waitingMain.clear();
    waitingBackend.clear();
  }

  /**
   * An ended session by another clock.
   *
   * @param clock what becomes of a time; asked for unknown times (-1), too
   */
  public Session timed(LongUnaryOperator clock) {
    Session timed = new Session(diagnostics);
    for (SessionStep step : steps) {
      timed.steps.add(step.at(clock.applyAsLong(step.message().timeNs())));
    }
    timed.replies.putAll(replies);
    timed.descriptors = descriptors;
    return timed;
  }

  /** All messages so far. */
  public List<SessionStep> steps() {
    return Collections.unmodifiableList(steps);
  }

  /** Whether descriptors came with any of them. */
  public boolean knowsDescriptors() {
    return descriptors;
  }

  /** Whether it begins with what a front-end says first, so that nothing in front is missing. */
  public boolean fromStart() {
    return !steps.isEmpty() && steps.get(0).message().effect().opensConnection();
  }

  /** The state before a message. */
  public SessionState before(int number) {
    return number == 0 ? SessionState.FRESH : steps.get(number - 1).after();
  }

  /** The state after a message. */
  public SessionState after(int number) {
    return steps.get(number).after();
  }

  /** The state after the last message. */
  public SessionState state() {
    return before(steps.size());
  }

  /** The number of the reply to a request, or -1. */
  public int replyTo(int number) {
    return replies.getOrDefault(number, -1);
  }

  private SessionStep forth(int number, Decoded decoded) {
    Message message = decoded.message();
    Request row = message.row();
    if (message.isReply()) {
      SessionStep.MessageRole reply = SessionStep.MessageRole.STRAY;
      if (row != null && go.get(row.id())) {
        reply = SessionStep.MessageRole.GO;
        go.clear(row.id());
      } else {
        report(Code.WIRE_STRAY_REPLY, message, "the side that sent the request sends a reply");
      }
      return step(number, decoded, reply, -1);
    }
    SessionStep.MessageRole role =
        isBarrier(row) ? SessionStep.MessageRole.BARRIER : SessionStep.MessageRole.REQUEST;
    if (awaitsReply(message, row)) {
      waiting(message.channel()).add(number);
    }
    if (row != null && row.channel() == Channel.MAIN) {
      lastRequest = row;
      state.request(row, decoded);
    }
    return step(number, decoded, role, -1);
  }

  private SessionStep back(int number, Decoded decoded) {
    Message message = decoded.message();
    if (!message.isReply()) {
      report(Code.WIRE_STRAY_REPLY, message, "the side that has to reply sends a request");
      return step(number, decoded, SessionStep.MessageRole.STRAY, -1);
    }
    int asked = match(message);
    if (asked < 0) {
      report(Code.WIRE_STRAY_REPLY, message, "no request is waiting for this reply");
      return step(number, decoded, SessionStep.MessageRole.STRAY, -1);
    }
    replies.put(asked, number);
    Request row = message.row();
    if (row != null) {
      boolean addresses = row.rule() == ReplyRule.IF_POSTCOPY && decoded.payload() != Payload.ACK;
      if (addresses) {
        go.set(row.id());
      }
      if (row.channel() == Channel.MAIN) {
        state.reply(row, decoded);
      }
    }
    return step(number, decoded, SessionStep.MessageRole.REPLY, asked);
  }

  private SessionStep step(int number, Decoded decoded, SessionStep.MessageRole role, int answers) {
    return new SessionStep(number, decoded, role, answers, state.freeze());
  }

  /** Replies come in order; those that never came are reported when a later one does. */
  private int match(Message message) {
    Deque<Integer> waiting = waiting(message.channel());
    boolean expected = false;
    for (int number : waiting) {
      expected |= steps.get(number).message().request() == message.request();
    }
    if (!expected) {
      return lenient(message);
    }
    for (Iterator<Integer> it = waiting.iterator(); it.hasNext(); ) {
      int number = it.next();
      it.remove();
      if (steps.get(number).message().request() == message.request()) {
        return number;
      }
      missing(number, "a later request is answered first");
    }
    return -1;
  }

  /** A reply that nobody asked for by the rules, to the request before it all the same. */
  private int lenient(Message message) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      SessionStep step = steps.get(i);
      if (step.message().channel() != message.channel()) {
        continue;
      }
      boolean same =
          step.message().request() == message.request()
              && step.message().direction() != message.direction()
              && !step.message().isReply()
              && !replies.containsKey(i);
      return same ? i : -1;
    }
    return -1;
  }

  private Deque<Integer> waiting(Channel channel) {
    return channel == Channel.MAIN ? waitingMain : waitingBackend;
  }

  private boolean awaitsReply(Message message, @Nullable Request row) {
    boolean ack = message.needsReply() && state.negotiated().replyAck();
    if (row == null) {
      return ack;
    }
    switch (row.rule()) {
      case ALWAYS:
        return true;
      case IF_LOG_SHMFD:
        return ack || state.negotiated().logShmfd();
      case IF_POSTCOPY:
        return ack || state.freeze().postcopy();
      default:
        return ack;
    }
  }

  private boolean isBarrier(@Nullable Request row) {
    return Effect.of(row) == Effect.FEATURES_OFFER
        && lastRequest != null
        && lastRequest.awaited()
        && !state.negotiated().replyAck();
  }

  private void missing(int number, String text) {
    report(Code.WIRE_REPLY_MISSING, steps.get(number).message(), text);
  }

  private void report(Code code, Message message, String text) {
    SourceSpan span = message.span();
    diagnostics.accept(
        new Diagnostic(
            code, span.offset(), span.length(), message.name(), message.name() + ": " + text));
  }
}
