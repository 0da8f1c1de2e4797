// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.decoder.condition.ModelValue;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.vhostuser.Message;
import dev.vtrace.decoder.vhostuser.MessageField;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import dev.vtrace.server.dap.replay.Detail;
import java.util.ArrayList;
import java.util.List;

/** Messages and stream sections as trees of variables. */
final class FieldNodes {
  private FieldNodes() {}

  /** A message, with each field of its payload. */
  static List<VariableNode> message(Detail.MessageDetail detail, int step) {
    Message message = detail.message().message();
    List<VariableNode> out = new ArrayList<>();
    out.add(VariableNode.of("request", message.name()).at(Memory.message(step, 0)));
    out.add(VariableNode.of("direction", message.direction().label()));
    out.add(VariableNode.of("channel", message.channel().label()));
    out.add(
        VariableNode.of("role", detail.message().role().name().toLowerCase(java.util.Locale.ROOT)));
    out.add(VariableNode.of("flags", ModelValue.hex(message.flags())).at(Memory.message(step, 4)));
    out.add(VariableNode.of("size", ModelValue.of(message.size())).at(Memory.message(step, 8)));
    for (MessageField field : detail.message().decoded().fields()) {
      VariableNode node =
          field instanceof MessageField.NumberField word && word.text().startsWith("0x")
              ? new VariableNode(
                  word.name(),
                  ModelValue.hex(word.value()),
                  word.text(),
                  "number",
                  null,
                  "",
                  null,
                  null,
                  null)
              : VariableNode.of(field.name(), field.text());
      out.add(node.at(Memory.message(step, Message.HEADER + field.offset())));
    }
    for (int i = 0; i < message.fds().size(); i++) {
      String kind = message.fds().get(i);
      out.add(VariableNode.of("descriptor[" + i + "]", kind.isEmpty() ? "a descriptor" : kind));
    }
    return out;
  }

  /** A section of a stream, with each field. */
  static List<VariableNode> section(Section section, int stream) {
    List<VariableNode> out = new ArrayList<>();
    out.add(
        VariableNode.of("kind", section.kind().label())
            .at(Memory.stream(stream, section.offset())));
    out.add(VariableNode.of("offset", ModelValue.of(section.offset())));
    out.add(VariableNode.of("length", ModelValue.of(section.length())));
    if (section.id() >= 0) {
      out.add(VariableNode.of("id", ModelValue.of(section.id())));
    }
    if (section.version() >= 0) {
      out.add(VariableNode.of("version", ModelValue.of(section.version())));
    }
    if (section.opaque() + section.unreachable() > 0) {
      out.add(VariableNode.of("opaque", ModelValue.of(section.opaque())));
      out.add(VariableNode.of("unreachable", ModelValue.of(section.unreachable())));
    }
    section.fields().forEach(field -> out.add(field(field, stream)));
    for (Section inner : section.sections()) {
      String name = inner.name().isEmpty() ? inner.kind().label() : inner.name();
      String text = inner.length() + " bytes at " + inner.offset();
      out.add(VariableNode.group(name, text, () -> section(inner, stream)));
    }
    return out;
  }

  private static VariableNode field(Field field, int stream) {
    ModelValue datum =
        field.value() instanceof Value.Int v
            ? new ModelValue.ModelNumber(v.bits(), v.bits() > 9 || v.bits() < 0 && !v.signed())
            : null;
    return new VariableNode(
        field.label(),
        datum,
        text(field),
        field.type(),
        null,
        "",
        null,
        Memory.stream(stream, field.offset()),
        field.children().isEmpty()
            ? null
            : () -> field.children().stream().map(child -> field(child, stream)).toList());
  }

  /** The value of a field in one line. */
  static String text(Field field) {
    Value value = field.value();
    if (value instanceof Value.Int v) {
      boolean small = v.bits() >= 0 && v.bits() < 10 || v.signed() && v.bits() < 0;
      return small ? Long.toString(v.bits()) : "0x" + Long.toHexString(v.bits());
    } else if (value instanceof Value.Bool v) {
      return Boolean.toString(v.value());
    } else if (value instanceof Value.TextValue v) {
      return v.text();
    } else if (value instanceof Value.FlagsValue v) {
      return "0x" + Long.toHexString(v.bits()) + " " + String.join(" ", v.names());
    } else if (value instanceof Value.Named v) {
      return v.name() + " (" + v.bits() + ")";
    } else if (value instanceof Value.DescriptorValue v) {
      return "descriptor, " + v.kind();
    } else if (value instanceof Value.Array v) {
      return v.count() + " elements of " + v.bytes() + " bytes";
    }
    String status = field.status() == Field.Status.DECODED ? "" : ", " + status(field);
    return field.length() + " bytes" + status;
  }

  private static String status(Field field) {
    return field.status() == Field.Status.OPAQUE ? "opaque" : "truncated";
  }
}
