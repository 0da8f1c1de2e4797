// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.compare.DiffSummary;
import dev.vtrace.decoder.compare.DiffVisitor;
import dev.vtrace.decoder.compare.Difference;
import dev.vtrace.decoder.stream.StreamSummary;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes what two streams differ in as JSON of format {@code vtrace-diff/1}, difference by
 * difference. Of arrays and bytes it has the first element that differs, or the first such bytes.
 * The schema is the resource {@code vtrace-diff-1.schema.json}.
 */
public final class DiffJson implements DiffVisitor {
  private static final long EXACT = 1L << 53;

  private final JsonGenerator out;

  @SuppressWarnings("NullAway.Init")
  private ByteSource sourceOfA;

  @SuppressWarnings("NullAway.Init")
  private ByteSource sourceOfB;

  @SuppressWarnings("NullAway.Init")
  private DiffValues valuesOfA;

  @SuppressWarnings("NullAway.Init")
  private DiffValues valuesOfB;

  /** A writer to a stream that the caller closes. */
  public DiffJson(OutputStream target) throws IOException {
    out = Json.generator(target);
  }

  @Override
  public void begin(ByteSource a, ByteSource b) throws IOException {
    sourceOfA = a;
    sourceOfB = b;
    valuesOfA = new DiffValues(a);
    valuesOfB = new DiffValues(b);
    out.writeStartObject();
    out.writeStringField("format", "vtrace-diff/1");
    out.writeArrayFieldStart("differences");
  }

  @Override
  public void difference(Difference difference) throws IOException {
    Difference.Spread spread = difference.spread();
    out.writeStartObject();
    out.writeStringField("kind", difference.kind().label());
    out.writeStringField("part", difference.part().label());
    out.writeStringField("path", difference.path());
    side("old", difference.before(), spread, valuesOfA);
    side("new", difference.after(), spread, valuesOfB);
    if (spread != null) {
      boolean array = requireNonNull(difference.before()).value() instanceof Value.Array;
      out.writeStringField("unit", array ? "element" : "byte");
      out.writeNumberField("total", spread.total());
      out.writeNumberField("differing", spread.differing());
      out.writeNumberField("first", spread.first());
    }
    out.writeEndObject();
  }

  @Override
  public void end(DiffSummary summary) throws IOException {
    out.writeEndArray();
    stream("a", sourceOfA, summary.a());
    stream("b", sourceOfB, summary.b());
    out.writeNumberField("sections", summary.sections());
    out.writeNumberField("equal", summary.equal());
    out.writeNumberField("differing", summary.differences());
    out.writeNumberField("ignored", summary.ignored());
    out.writeEndObject();
    out.writeRaw('\n');
    out.flush();
  }

  private void side(
      String name, @Nullable Field field, Difference.@Nullable Spread spread, DiffValues values)
      throws IOException {
    if (field == null) {
      return;
    }
    out.writeObjectFieldStart(name);
    out.writeStringField("type", field.type());
    if (field.offset() >= 0 && !field.type().equals("count")) {
      out.writeNumberField("offset", field.offset());
      out.writeNumberField("length", field.length());
    }
    value(field, spread, values);
    out.writeEndObject();
  }

  private void value(Field field, Difference.@Nullable Spread spread, DiffValues values)
      throws IOException {
    Value value = field.value();
    if (value instanceof Value.Int v) {
      number(v.bits(), v.signed());
    } else if (value instanceof Value.Bool v) {
      out.writeBooleanField("value", v.value());
    } else if (value instanceof Value.TextValue v) {
      out.writeStringField("value", v.text());
    } else if (value instanceof Value.FlagsValue v) {
      number(v.bits(), false);
      out.writeArrayFieldStart("names");
      for (String name : v.names()) {
        out.writeString(name);
      }
      out.writeEndArray();
    } else if (value instanceof Value.Named v) {
      number(v.bits(), false);
      out.writeStringField("meaning", v.name());
    } else if (value instanceof Value.DescriptorValue v) {
      out.writeStringField("value", v.kind());
    } else if (spread != null) {
      out.writeStringField("value", values.describe(field, spread));
    }
  }

  private void number(long bits, boolean signed) throws IOException {
    if (bits <= EXACT && (signed ? bits >= -EXACT : bits >= 0)) {
      out.writeNumberField("value", bits);
    } else {
      out.writeStringField("value", "0x" + Long.toHexString(bits));
    }
  }

  private void stream(String name, ByteSource source, StreamSummary summary) throws IOException {
    out.writeObjectFieldStart(name);
    out.writeStringField("name", source.name());
    out.writeNumberField("size", source.size());
    out.writeStringField("machine", summary.machine());
    out.writeStringField("outcome", summary.outcome().label());
    out.writeEndObject();
  }
}
