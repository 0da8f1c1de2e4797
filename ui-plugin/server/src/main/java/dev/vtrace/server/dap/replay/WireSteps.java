// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Decoded;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.decoder.vhostuser.MessageField;
import dev.vtrace.decoder.vhostuser.SessionStep.MessageRole;

/** The messages of a connection as steps. */
final class WireSteps {
  private WireSteps() {}

  static void add(Connection connection, TrackBuilder lane) {
    ReplayFrame around = null;
    for (dev.vtrace.decoder.vhostuser.SessionStep message : connection.session().steps()) {
      Decoded decoded = message.decoded();
      SourceSpan span = message.message().span();
      String text = text(message);
      Evidence evidence = new Evidence(span.file(), span.line(), span.offset(), text);
      around =
          around == null
              ? ReplayFrame.in(null, "connection " + lane.track.participant(), evidence)
              : around;
      String name = message.message().name();
      StepBuilder step =
          new StepBuilder(
              evidence,
              new Detail.MessageDetail(connection, message),
              name,
              text,
              message.message().timeNs());
      step.queue = decoded.queue();
      step.frame = around;
      step.opens = lane.steps.isEmpty();
      lane.steps.add(step);
    }
  }

  private static String text(dev.vtrace.decoder.vhostuser.SessionStep message) {
    StringBuilder text = new StringBuilder(message.message().name());
    boolean back = message.message().direction() == Direction.TO_FRONTEND;
    text.append(message.role() == MessageRole.REPLY ? " reply" : back ? " from the back-end" : "");
    text.append(message.message().channel() == Channel.BACKEND ? " (back-end channel)" : "");
    for (MessageField field : message.decoded().fields()) {
      if (text.length() < 120) {
        text.append("  ").append(field.name()).append(' ').append(field.text());
      }
    }
    return text.toString();
  }
}
