// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import dev.vtrace.decoder.analysis.Evidence;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Decoded;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.decoder.vhostuser.MessageField;
import dev.vtrace.decoder.vhostuser.Span;
import dev.vtrace.decoder.vhostuser.Step.Role;

/** The messages of a connection as steps. */
final class WireSteps {
  private WireSteps() {}

  static void add(Connection connection, Lane lane) {
    Frame around = null;
    for (dev.vtrace.decoder.vhostuser.Step message : connection.session().steps()) {
      Decoded decoded = message.decoded();
      Span span = message.message().span();
      String text = text(message);
      Evidence evidence = new Evidence(span.file(), span.line(), span.offset(), text);
      around =
          around == null
              ? Frame.in(null, "connection " + lane.track.participant(), evidence)
              : around;
      String name = message.message().name();
      Draft draft =
          new Draft(
              evidence,
              new Detail.Message(connection, message),
              name,
              text,
              message.message().timeNs());
      draft.queue = decoded.queue();
      draft.frame = around;
      draft.opens = lane.drafts.isEmpty();
      lane.drafts.add(draft);
    }
  }

  private static String text(dev.vtrace.decoder.vhostuser.Step message) {
    StringBuilder text = new StringBuilder(message.message().name());
    boolean back = message.message().direction() == Direction.TO_FRONTEND;
    text.append(message.role() == Role.REPLY ? " reply" : back ? " from the back-end" : "");
    text.append(message.message().channel() == Channel.BACKEND ? " (back-end channel)" : "");
    for (MessageField field : message.decoded().fields()) {
      if (text.length() < 120) {
        text.append("  ").append(field.name()).append(' ').append(field.text());
      }
    }
    return text.toString();
  }
}
