// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vtrace.decoder.analysis.model.Descriptor;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Origin;
import dev.vtrace.decoder.descriptors.HeldObject;
import dev.vtrace.decoder.descriptors.Holder;
import dev.vtrace.decoder.descriptors.Identity;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the descriptor ledger as JSON of format {@code vtrace-fds/1}. */
public final class FdsJson {
  private FdsJson() {}

  /** Writes to a stream that the caller closes. */
  public static void write(OutputStream target, Migration migration) throws IOException {
    write(target, migration, null);
  }

  /**
   * Writes to a stream that the caller closes.
   *
   * @param migration null if only live processes were asked for
   * @param holders what live processes have open, null if none were asked for
   */
  public static void write(
      OutputStream target, @Nullable Migration migration, @Nullable List<Holder> holders)
      throws IOException {
    write(Json.generator(target), migration, holders);
  }

  /** As the other, to any sink of JSON. */
  public static void write(
      JsonGenerator out, @Nullable Migration migration, @Nullable List<Holder> holders)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("format", "vtrace-fds/1");
    if (migration != null) {
      out.writeStringField("capture", migration.name());
    }
    out.writeArrayFieldStart("descriptors");
    for (Descriptor descriptor :
        migration == null ? List.<Descriptor>of() : migration.descriptors()) {
      descriptor(out, descriptor, holders);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("counts");
    for (FdsCount count : migration == null ? List.<FdsCount>of() : FdsCount.of(migration)) {
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
    if (holders != null) {
      out.writeArrayFieldStart("objects");
      for (HeldObject object : HeldObject.join(holders)) {
        out.writeStartObject();
        identity(out, object.identity());
        holders(out, object.holders(), object.identity());
        out.writeEndObject();
      }
      out.writeEndArray();
    }
    Json.findings(out, migration == null ? List.of() : migration.findings());
    out.writeEndObject();
    out.writeRaw('\n');
    out.flush();
  }

  private static void identity(JsonGenerator out, Identity identity) throws IOException {
    out.writeObjectFieldStart("identity");
    out.writeStringField("kind", identity.kind().label());
    if (!identity.name().isEmpty()) {
      out.writeStringField("name", identity.name());
    }
    number(
        out,
        identity.kind() == Identity.DescriptorKind.EVENTFD ? "eventfdId" : "inode",
        identity.number());
    number(out, "device", identity.device());
    number(out, "peer", identity.peer());
    number(out, "size", identity.size());
    out.writeEndObject();
  }

  private static void number(JsonGenerator out, String name, long value) throws IOException {
    if (value >= 0) {
      Json.number(out, name, value);
    }
  }

  private static void holders(JsonGenerator out, List<Holder> holders, Identity identity)
      throws IOException {
    out.writeArrayFieldStart("heldBy");
    for (Holder holder : holders) {
      if (!identity.known() || holder.identity().same(identity)) {
        out.writeStartObject();
        out.writeNumberField("process", holder.process());
        out.writeStringField("command", holder.command());
        out.writeNumberField("fd", holder.number());
        out.writeEndObject();
      }
    }
    out.writeEndArray();
  }

  private static void origin(JsonGenerator out, Origin origin) throws IOException {
    out.writeObjectFieldStart("origin");
    out.writeStringField("match", origin.match().label());
    out.writeStringField("message", origin.message());
    if (origin.index().isPresent()) {
      out.writeNumberField("descriptor", origin.index().getAsInt());
    }
    out.writeBooleanField("otherEnd", origin.otherEnd());
    out.writeEndObject();
  }

  private static void descriptor(
      JsonGenerator out, Descriptor descriptor, @Nullable List<Holder> holders) throws IOException {
    out.writeStartObject();
    out.writeNumberField("index", descriptor.index());
    out.writeStringField("channel", descriptor.channel().label());
    out.writeStringField("kind", descriptor.kind());
    out.writeStringField("purpose", descriptor.purpose());
    if (descriptor.identity().known()) {
      identity(out, descriptor.identity());
      if (holders != null) {
        holders(out, holders, descriptor.identity());
      }
    }
    if (descriptor.origin() != null) {
      origin(out, descriptor.origin());
    }
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
      out.writeStringField("what", sighting.kind().label());
      if (sighting.number().isPresent()) {
        out.writeNumberField("fd", sighting.number().getAsInt());
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
