// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vtrace.decoder.analysis.Descriptor;
import dev.vtrace.decoder.analysis.Migration;
import java.io.IOException;
import java.io.OutputStream;

/** Writes the descriptor ledger as JSON of format {@code vtrace-fds/1}. */
public final class FdsJson {
  private FdsJson() {}

  /** Writes to a stream that the caller closes. */
  public static void write(OutputStream target, Migration migration) throws IOException {
    JsonGenerator out = Json.generator(target);
    out.writeStartObject();
    out.writeStringField("format", "vtrace-fds/1");
    out.writeStringField("capture", migration.name());
    out.writeArrayFieldStart("descriptors");
    for (Descriptor descriptor : migration.descriptors()) {
      descriptor(out, descriptor);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("counts");
    for (FdsCount count : FdsCount.of(migration)) {
      out.writeStartObject();
      out.writeNumberField("migration", count.attempt());
      out.writeNumberField("sent", count.sent());
      out.writeNumberField("wire", count.wire());
      out.writeNumberField("stream", count.stream());
      out.writeNumberField("received", count.received());
      out.writeNumberField("unclaimed", count.unclaimed());
      out.writeBooleanField("agree", count.agree());
      out.writeEndObject();
    }
    out.writeEndArray();
    Json.findings(out, migration.findings());
    out.writeEndObject();
    out.writeRaw('\n');
    out.flush();
  }

  private static void descriptor(JsonGenerator out, Descriptor descriptor) throws IOException {
    out.writeStartObject();
    out.writeNumberField("index", descriptor.index());
    out.writeStringField("channel", descriptor.channel().label());
    out.writeStringField("kind", descriptor.kind());
    out.writeStringField("purpose", descriptor.purpose());
    if (descriptor.attempt() > 0) {
      out.writeNumberField("migration", descriptor.attempt());
    } else {
      out.writeNullField("migration");
    }
    out.writeStringField("state", descriptor.state().label());
    out.writeArrayFieldStart("sightings");
    for (Descriptor.Sighting sighting : descriptor.sightings()) {
      out.writeStartObject();
      out.writeStringField("participant", sighting.participant());
      out.writeStringField("what", sighting.what());
      if (sighting.number() >= 0) {
        out.writeNumberField("fd", sighting.number());
      }
      Json.time(out, "time", sighting.timeNs());
      out.writeFieldName("evidence");
      Json.evidence(out, sighting.evidence());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }
}
