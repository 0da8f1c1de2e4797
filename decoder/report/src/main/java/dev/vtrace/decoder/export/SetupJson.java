// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vtrace.decoder.setup.QemuSetting;
import dev.vtrace.decoder.setup.QemuSetup;
import dev.vtrace.decoder.setup.SetupDifference;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes what each QEMU was as JSON of format {@code vtrace-setup/1}. The schema is the resource
 * {@code vtrace-setup-1.schema.json}.
 */
public final class SetupJson {
  private SetupJson() {}

  /** Writes it to a stream that the caller closes. */
  public static void write(
      OutputStream target, String name, List<QemuSetup> setups, List<SetupDifference> differences)
      throws IOException {
    JsonGenerator out = Json.generator(target);
    out.writeStartObject();
    out.writeStringField("format", "vtrace-setup/1");
    out.writeStringField("name", name);
    out.writeArrayFieldStart("participants");
    for (QemuSetup setup : setups) {
      out.writeStartObject();
      out.writeStringField("name", setup.participant());
      out.writeArrayFieldStart("settings");
      for (QemuSetting each : setup.settings()) {
        out.writeStartObject();
        out.writeStringField("source", each.source().label());
        out.writeStringField("subject", each.subject());
        out.writeStringField("property", each.property());
        value(out, "value", each);
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    }
    out.writeEndArray();
    differences(out, differences);
    out.writeEndObject();
    out.writeRaw('\n');
    out.flush();
  }

  /** Writes what two sides differ in, as a field of an object. */
  static void differences(JsonGenerator out, List<SetupDifference> differences) throws IOException {
    out.writeArrayFieldStart("differences");
    for (SetupDifference each : differences) {
      out.writeStartObject();
      out.writeStringField("source", each.source().label());
      out.writeStringField("subject", each.subject());
      out.writeStringField("property", each.property());
      side(out, "first", each.firstParticipant(), each.first());
      side(out, "second", each.secondParticipant(), each.second());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void side(
      JsonGenerator out, String name, String participant, @Nullable QemuSetting setting)
      throws IOException {
    out.writeObjectFieldStart(name);
    out.writeStringField("participant", participant);
    value(out, "value", setting);
    out.writeEndObject();
  }

  private static void value(JsonGenerator out, String name, @Nullable QemuSetting setting)
      throws IOException {
    if (setting == null) {
      out.writeNullField(name);
    } else {
      out.writeStringField(name, setting.value());
      out.writeFieldName("evidence");
      Json.evidence(out, setting.evidence());
    }
  }
}
