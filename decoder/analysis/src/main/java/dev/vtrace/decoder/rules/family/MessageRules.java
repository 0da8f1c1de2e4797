// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.family;

import static dev.vtrace.decoder.rules.model.EvidenceNeed.SOCKET;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.EvidencePlaces;
import dev.vtrace.decoder.rules.model.MessageContext;
import dev.vtrace.decoder.rules.model.ProblemCollector;
import dev.vtrace.decoder.rules.model.Rank;
import dev.vtrace.decoder.rules.model.Rule;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.run.Connection.NotedStep;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.Flags;
import dev.vtrace.decoder.vhostuser.Message;
import dev.vtrace.decoder.vhostuser.Payload;
import dev.vtrace.decoder.vhostuser.SessionStep;
import dev.vtrace.decoder.vhostuser.Vring;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Headers, replies and the end of a connection. Source: vhost-user specification, "Message
 * specification", "Communication" and "REPLY_ACK"; what QEMU 10.2.2 and rust-vmm refuse.
 */
public final class MessageRules {
  private static final int REPLY_FLAGS = Flags.VERSION | Flags.REPLY;

  /** The largest part of the configuration space that QEMU reads or writes at once. */
  private static final int CONFIG_MOST = 256;

  public static final List<Rule> TABLE =
      List.of(
          Rule.step(Code.NEED_REPLY_UNHEARD, Rank.FAULT, MessageRules::needReply),
          Rule.run(Code.REPLY_MISSING, Rank.FAULT, MessageRules::replyMissing).by(SOCKET),
          Rule.run(Code.REPLY_STRAY, Rank.FAULT, MessageRules::replyStray).by(SOCKET),
          Rule.step(Code.REPLY_ERROR, Rank.FAULT, MessageRules::replyError),
          Rule.step(Code.REPLY_FLAGS, Rank.FAULT, MessageRules::replyFlags),
          Rule.step(Code.REQUEST_FLAGS, Rank.FAULT, MessageRules::requestFlags),
          Rule.run(Code.PAYLOAD_SIZE, Rank.FAULT, MessageRules::payloadSize).by(SOCKET),
          Rule.step(Code.CONFIG_SIZE, Rank.FAULT, MessageRules::configSize),
          Rule.run(Code.BACKEND_GONE, Rank.CONSEQUENCE, MessageRules::backendGone).by(SOCKET),
          Rule.run(Code.RING_LEFT_RUNNING, Rank.CONSEQUENCE, MessageRules::leftRunning).by(SOCKET));

  private MessageRules() {}

  private static @Nullable String needReply(MessageContext at) {
    if (!at.whole() || !at.forth() || !at.main() || !at.message().needsReply()) {
      return null;
    }
    // QEMU 10.2.2 sets the flag on these whatever was negotiated.
    return at.request().alwaysNeedsReply() || at.before().negotiated().replyAck()
        ? null
        : at.message().name() + " requests a reply, but REPLY_ACK was not negotiated";
  }

  private static void replyMissing(CheckedRun run, ProblemCollector report) {
    for (Connection connection : run.connections()) {
      List<SessionStep> steps = connection.session().steps();
      if (!answers(steps)) {
        continue;
      }
      for (NotedStep each : connection.noted(Code.WIRE_REPLY_MISSING)) {
        // A recording that just ends shows nothing about the reply to its last message.
        boolean later = !each.note().message().contains("connection ends");
        boolean waited = steps.size() > each.step().number() + 3;
        if (later || waited || connection.closed() != null) {
          noted(connection, each, report);
        }
      }
    }
  }

  /**
   * Where nothing comes back at all, that direction was not recorded: nobody goes on unanswered.
   */
  private static boolean answers(List<SessionStep> steps) {
    for (SessionStep step : steps) {
      if (step.role() == SessionStep.MessageRole.REPLY) {
        return true;
      }
    }
    return steps.size() < 2;
  }

  private static void replyStray(CheckedRun run, ProblemCollector report) {
    notes(run, report, Code.WIRE_STRAY_REPLY);
  }

  private static void payloadSize(CheckedRun run, ProblemCollector report) {
    notes(run, report, Code.WIRE_ODD_SIZE);
  }

  private static void notes(CheckedRun run, ProblemCollector report, Code code) {
    for (Connection connection : run.connections()) {
      connection.noted(code).forEach(each -> noted(connection, each, report));
    }
  }

  private static void noted(Connection connection, NotedStep each, ProblemCollector report) {
    Message message = each.step().message();
    report.add(
        connection.label() + "/" + message.name(),
        message.timeNs(),
        each.note().message(),
        EvidencePlaces.of(each.step()));
  }

  private static @Nullable String replyError(MessageContext at) {
    if (at.step().role() != SessionStep.MessageRole.REPLY) {
      return null;
    }
    Payload payload = at.step().decoded().payload();
    long error = payload == Payload.ACK ? at.number("value") : 0;
    if (payload == Payload.DEVICE_STATE_REPLY) {
      error = at.number("error");
    }
    return error == 0 ? null : at.message().name() + " was refused: the reply is " + error;
  }

  private static @Nullable String replyFlags(MessageContext at) {
    Message message = at.message();
    return at.step().role() == SessionStep.MessageRole.REPLY && message.flags() != REPLY_FLAGS
        ? "the reply has flags 0x"
            + Integer.toHexString(message.flags())
            + ", QEMU accepts only"
            + " 0x5"
        : null;
  }

  private static @Nullable String requestFlags(MessageContext at) {
    Message message = at.message();
    if (at.step().role() == SessionStep.MessageRole.REPLY) {
      return null;
    }
    boolean version = (message.flags() & Flags.VERSION_MASK) != Flags.VERSION;
    boolean reserved = (message.flags() & Flags.RESERVED) != 0;
    return version || reserved ? "the header's flags are " + Flags.text(message.flags()) : null;
  }

  private static @Nullable String configSize(MessageContext at) {
    boolean config = at.asks(Effect.CONFIG_READ, Effect.CONFIG_WRITE);
    if (config && Integer.compareUnsigned((int) at.number("size"), CONFIG_MOST) > 0) {
      return at.number("size") + " bytes of configuration at once, " + CONFIG_MOST + " is the most";
    }
    if (!at.answers(Effect.CONFIG_READ) || at.message().size() == 0) {
      return null;
    }
    OptionalInt answers = at.step().answers();
    if (answers.isEmpty()) {
      return null;
    }
    SessionStep asked = at.connection().session().steps().get(answers.getAsInt());
    long wanted = asked.decoded().number("size", 0);
    return at.number("size") == wanted
        ? null
        : "the reply has "
            + at.number("size")
            + " bytes of configuration; the number requested was "
            + wanted;
  }

  private static void backendGone(CheckedRun run, ProblemCollector report) {
    for (Connection connection : run.connections()) {
      ConnectionCloser closer = ConnectionCloser.of(connection);
      List<SessionStep> steps = connection.session().steps();
      if (closer == null
          || steps.isEmpty()
          || closer.side() != ConnectionCloser.ClosingSide.BACK_END) {
        continue;
      }
      WireEvent closed = closer.event();
      SessionStep last = null;
      for (SessionStep step : steps) {
        if (step.message().span().offset() < closed.span().offset()) {
          last = step;
        }
      }
      boolean goesOn = steps.get(steps.size() - 1) != last;
      if (last != null && (goesOn || !last.after().suspended())) {
        report.add(
            connection.label(),
            closed.timeNs(),
            "the back-end closed the connection"
                + (goesOn ? " while the front-end was still sending" : " while a ring was started")
                + closer.process(),
            List.of(EvidencePlaces.of(closed), EvidencePlaces.of(last)));
      }
    }
  }

  private static void leftRunning(CheckedRun run, ProblemCollector report) {
    for (Connection connection : run.connections()) {
      ConnectionCloser closer = ConnectionCloser.of(connection);
      String said = closer == null ? null : leftRunning(closer);
      if (closer == null || said == null) {
        continue;
      }
      for (Vring ring : connection.session().state().vrings()) {
        if (ring.started()) {
          report.add(
              connection.label() + "/queue " + ring.index(),
              closer.event().timeNs(),
              said,
              EvidencePlaces.of(closer.event()));
        }
      }
    }
  }

  /** Nothing where it is the back-end's doing, or where only the recording ended. */
  private static @Nullable String leftRunning(ConnectionCloser closer) {
    return switch (closer.side()) {
      case FRONT_END ->
          "the front-end closed the connection, but GET_VRING_BASE never stopped the ring"
              + closer.process();
      case NOT_TOLD ->
          "the connection was closed while the ring was started; the recording does not tell by"
              + " which side";
      case BACK_END, RECORDER -> null;
    };
  }
}
