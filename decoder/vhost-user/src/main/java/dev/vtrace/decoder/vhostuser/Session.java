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
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
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
  /** Requests that a reply is waited for: of more, the first one will not get it any more. */
  private static final int MOST_WAITING = 10_000;

  private static final String UNANSWERED = "the connection ends without a reply to it";

  private final Consumer<Diagnostic> diagnostics;
  private final SessionBuilder state = new SessionBuilder();
  private final List<SessionStep> steps = new ArrayList<>();
  private final Map<Integer, Integer> replies = new HashMap<>();
  private final List<LeftOutMessages> leftOut = new ArrayList<>();
  private final MessageBound bound;
  private Deque<WaitingRequest> waitingMain = new ArrayDeque<>();
  private Deque<WaitingRequest> waitingBackend = new ArrayDeque<>();
  private final BitSet go = new BitSet();
  private @Nullable Request lastRequest;
  private boolean descriptors;
  private boolean fromStart;

  /** The last message of each channel where that was not kept. */
  private final Map<Channel, Message> lastLeftOut = new EnumMap<>(Channel.class);

  /**
   * A request without its reply.
   *
   * @param number -1 where it is not kept
   */
  private record WaitingRequest(int number, Message message) {}

  /**
   * Messages that were not kept, one after the other.
   *
   * @param calm whether they change nothing that is followed
   * @param fromNs when the last one before was seen, -1 if not known
   * @param untilNs when the last of them was seen, -1 if not known
   */
  public record LeftOutMessages(boolean calm, long count, long fromNs, long untilNs) {}

  /** Protocol findings go to the consumer. */
  public Session(Consumer<Diagnostic> diagnostics) {
    this(diagnostics, MessageBound.NONE);
  }

  /** One that keeps no more messages than it may. Protocol findings go to the consumer. */
  public Session(Consumer<Diagnostic> diagnostics, MessageBound bound) {
    this.diagnostics = diagnostics;
    this.bound = bound;
  }

  /**
   * Takes the next message.
   *
   * @return what it led to; its number is -1 where it is not kept
   */
  public SessionStep add(Message message) {
    Decoded decoded = MessageCodec.decode(message, state.negotiated());
    decoded.notes().forEach(diagnostics);
    boolean kept = !changesNothing(message) || bound.keepsCalm(message);
    int number = kept ? steps.size() : -1;
    SessionStep step;
    if (message.direction() == message.channel().requests()) {
      step = forth(number, decoded);
    } else {
      step = back(number, decoded);
    }
    descriptors |= !message.fds().isEmpty();
    if (!kept) {
      leave(message);
      return step;
    }
    fromStart |= steps.isEmpty() && leftOut.isEmpty() && message.effect().opensConnection();
    steps.add(step);
    lastLeftOut.remove(message.channel());
    bound.add(message);
    if (bound.full() && steps.size() > MessageBound.FEW) {
      leaveMiddle();
    }
    return step;
  }

  /** Whether nothing that is followed depends on it. */
  private static boolean changesNothing(Message message) {
    return message.row() != null && message.effect() == Effect.NONE && message.fds().isEmpty();
  }

  private void leave(Message message) {
    lastLeftOut.put(message.channel(), message);
    int last = leftOut.size() - 1;
    long before = steps.isEmpty() ? -1 : steps.get(steps.size() - 1).message().timeNs();
    boolean more = last >= 0 && leftOut.get(last).calm() && leftOut.get(last).fromNs() == before;
    if (more) {
      long count = leftOut.get(last).count() + 1;
      leftOut.set(last, new LeftOutMessages(true, count, before, message.timeNs()));
    } else {
      leftOut.add(new LeftOutMessages(true, 1, before, message.timeNs()));
    }
  }

  /** Keeps the first quarter of the messages and the last one. */
  private void leaveMiddle() {
    int from = steps.size() / 4;
    int until = steps.size() - from;
    steps.subList(from, until).forEach(step -> bound.remove(step.message()));
    long fromNs = steps.get(from - 1).message().timeNs();
    long untilNs = steps.get(until).message().timeNs();
    leftOut.add(new LeftOutMessages(false, until - from, fromNs, untilNs));
    List<SessionStep> last = new ArrayList<>(steps.subList(until, steps.size()));
    steps.subList(from, steps.size()).clear();
    for (SessionStep step : last) {
      int number = steps.size();
      OptionalInt answers = kept(moved(step.answers().orElse(-1), from, until));
      steps.add(new SessionStep(number, step.decoded(), step.role(), answers, step.after()));
    }
    Map<Integer, Integer> before = new HashMap<>(replies);
    replies.clear();
    before.forEach(
        (asked, reply) -> {
          int left = moved(asked, from, until);
          int right = moved(reply, from, until);
          if (left >= 0 && right >= 0) {
            replies.put(left, right);
          }
        });
    waitingMain = moved(waitingMain, from, until);
    waitingBackend = moved(waitingBackend, from, until);
  }

  private static int moved(int number, int from, int until) {
    return number < from ? number : number < until ? -1 : number - until + from;
  }

  private static Deque<WaitingRequest> moved(Deque<WaitingRequest> all, int from, int until) {
    Deque<WaitingRequest> out = new ArrayDeque<>();
    all.forEach(
        each -> out.add(new WaitingRequest(moved(each.number(), from, until), each.message())));
    return out;
  }

  /** What was not kept, in the order in which it was let go. */
  public List<LeftOutMessages> leftOut() {
    return Collections.unmodifiableList(leftOut);
  }

  /** The connection is closed; requests that are still waiting are reported. */
  public void end() {
    for (WaitingRequest request : waitingMain) {
      missing(request.message(), UNANSWERED);
    }
    for (WaitingRequest request : waitingBackend) {
      missing(request.message(), UNANSWERED);
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
    timed.fromStart = fromStart;
    for (LeftOutMessages gap : leftOut) {
      long from = clock.applyAsLong(gap.fromNs());
      long until = clock.applyAsLong(gap.untilNs());
      timed.leftOut.add(new LeftOutMessages(gap.calm(), gap.count(), from, until));
    }
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
    return fromStart;
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

  /** The number of the reply to a request, if that is kept. */
  public OptionalInt replyTo(int number) {
    return kept(replies.getOrDefault(number, -1));
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
      Deque<WaitingRequest> waiting = waiting(message.channel());
      waiting.add(new WaitingRequest(number, message));
      if (waiting.size() > MOST_WAITING) {
        missing(waiting.remove().message(), UNANSWERED);
      }
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
    WaitingRequest request = match(message);
    if (request == null) {
      report(Code.WIRE_STRAY_REPLY, message, "no request is waiting for this reply");
      return step(number, decoded, SessionStep.MessageRole.STRAY, -1);
    }
    int asked = request.number();
    if (asked >= 0 && number >= 0) {
      replies.put(asked, number);
    }
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
    return new SessionStep(number, decoded, role, kept(answers), state.freeze());
  }

  private static OptionalInt kept(int number) {
    return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** Replies come in order; those that never came are reported when a later one does. */
  private @Nullable WaitingRequest match(Message message) {
    Deque<WaitingRequest> waiting = waiting(message.channel());
    boolean expected = false;
    for (WaitingRequest request : waiting) {
      expected |= request.message().request() == message.request();
    }
    if (!expected) {
      return lenient(message);
    }
    for (Iterator<WaitingRequest> it = waiting.iterator(); it.hasNext(); ) {
      WaitingRequest request = it.next();
      it.remove();
      if (request.message().request() == message.request()) {
        return request;
      }
      missing(request.message(), "a later request is answered first");
    }
    return null;
  }

  /** A reply that nobody asked for by the rules, to the request before it all the same. */
  private @Nullable WaitingRequest lenient(Message message) {
    Message left = lastLeftOut.get(message.channel());
    if (left != null) {
      boolean asked = asks(left, message);
      if (asked) {
        lastLeftOut.put(message.channel(), message);
      }
      return asked ? new WaitingRequest(-1, left) : null;
    }
    for (int i = steps.size() - 1; i >= 0; i--) {
      SessionStep step = steps.get(i);
      if (step.message().channel() != message.channel()) {
        continue;
      }
      boolean same = asks(step.message(), message) && !replies.containsKey(i);
      return same ? new WaitingRequest(i, step.message()) : null;
    }
    return null;
  }

  private static boolean asks(Message request, Message reply) {
    return request.request() == reply.request()
        && request.direction() != reply.direction()
        && !request.isReply();
  }

  private Deque<WaitingRequest> waiting(Channel channel) {
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

  private void missing(Message request, String text) {
    report(Code.WIRE_REPLY_MISSING, request, text);
  }

  private void report(Code code, Message message, String text) {
    SourceSpan span = message.span();
    diagnostics.accept(
        new Diagnostic(
            code, span.offset(), span.length(), message.name(), message.name() + ": " + text));
  }
}
