// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.evidence;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Decoded;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.decoder.vhostuser.Message;
import dev.vtrace.decoder.vhostuser.Payload;
import dev.vtrace.decoder.vhostuser.ReplyRule;
import dev.vtrace.decoder.vhostuser.SessionStep;
import java.util.OptionalInt;

/** The requests of a connection's front-end, and what became of each. */
final class FrontEndRequests {
  private FrontEndRequests() {}

  static Traffic of(Connection connection) {
    Traffic traffic = new Traffic(connection);
    for (SessionStep step : traffic.session.steps()) {
      if (asks(step)) {
        JoinedRequest request = hit(step, traffic);
        reply(request, traffic);
        traffic.requests.add(request);
      }
    }
    return traffic;
  }

  private static boolean asks(SessionStep step) {
    Message message = step.message();
    return message.channel() == Channel.MAIN
        && message.direction() == Direction.TO_BACKEND
        && (step.role() == SessionStep.MessageRole.REQUEST
            || step.role() == SessionStep.MessageRole.BARRIER);
  }

  private static JoinedRequest hit(SessionStep step, Traffic traffic) {
    Message message = step.message();
    Decoded decoded = step.decoded();
    JoinedRequest request =
        new JoinedRequest(Integer.toUnsignedLong(message.request()), message.row());
    request.timeNs = message.timeNs();
    request.queue = decoded.queue();
    request.value = decoded.number("enable", decoded.number("features", -1));
    request.socket = evidence(message.span(), decoded);
    request.connection = traffic;
    request.step = step.number();
    request.awaited =
        message.needsReply() || message.row() != null && message.row().rule() == ReplyRule.ALWAYS;
    return request;
  }

  private static Evidence evidence(SourceSpan span, Decoded decoded) {
    StringBuilder text = new StringBuilder(decoded.message().name());
    if (decoded.queue() >= 0) {
      text.append(" queue ").append(decoded.queue());
    }
    long enable = decoded.number("enable", -1);
    if (enable >= 0) {
      text.append(enable == 0 ? " off" : " on");
    }
    return Evidence.of(span, text.toString());
  }

  private static void reply(JoinedRequest request, Traffic traffic) {
    OptionalInt number = traffic.session.replyTo(request.step);
    if (number.isPresent()) {
      Decoded reply = traffic.session.steps().get(number.getAsInt()).decoded();
      request.answered = true;
      request.replyNs = request.timeNs < 0 ? -1 : reply.message().timeNs();
      request.refused = reply.payload() == Payload.ACK && reply.number("value", 0) != 0;
      request.reply =
          Evidence.of(
              reply.message().span(),
              reply.message().name() + (request.refused ? " reply with an error" : " reply"));
    }
  }
}
