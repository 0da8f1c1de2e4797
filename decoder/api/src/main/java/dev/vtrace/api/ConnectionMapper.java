// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import dev.vtrace.api.VhostMessage.MessageSender;
import dev.vtrace.api.VhostMessage.MessageUse;
import dev.vtrace.api.VhostMessage.PayloadValue;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.run.LoadedRun;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.decoder.vhostuser.Message;
import dev.vtrace.decoder.vhostuser.MessageField;
import dev.vtrace.decoder.vhostuser.SessionStep;
import java.util.List;
import java.util.OptionalLong;

/** Makes {@link VhostConnection}s. */
final class ConnectionMapper {
  private ConnectionMapper() {}

  static List<VhostConnection> connections(LoadedRun run) {
    return run.connections().stream().map(ConnectionMapper::connection).toList();
  }

  private static VhostConnection connection(Connection connection) {
    return new VhostConnection(
        connection.file(),
        connection.name(),
        OptionalValues.text(connection.participant()),
        connection.fromStart(),
        connection.knowsDescriptors(),
        new MappedList<>(connection.session().steps(), step -> message(connection, step)));
  }

  private static VhostMessage message(Connection connection, SessionStep step) {
    Message message = step.message();
    return new VhostMessage(
        step.number(),
        OptionalValues.known(message.timeNs()),
        message.direction() == Direction.TO_BACKEND
            ? MessageSender.FRONT_END
            : MessageSender.BACK_END,
        message.name(),
        Integer.toUnsignedLong(message.request()),
        message.channel() != Channel.MAIN,
        MessageUse.valueOf(step.role().name()),
        message.needsReply(),
        step.answers(),
        connection.session().replyTo(step.number()),
        OptionalValues.index(step.decoded().queue()),
        step.decoded().fields().stream().map(ConnectionMapper::value).toList(),
        message.fds(),
        OptionalValues.evidencePlace(message.span(), message.name()));
  }

  private static PayloadValue value(MessageField field) {
    return new PayloadValue(
        field.name(),
        field.text(),
        field instanceof MessageField.NumberField number
            ? OptionalLong.of(number.value())
            : OptionalLong.empty());
  }
}
