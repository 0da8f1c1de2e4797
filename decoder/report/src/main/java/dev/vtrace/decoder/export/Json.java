// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.run.Finding;
import dev.vtrace.decoder.run.LoadedFile;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What all JSON of vtrace has in common. */
final class Json {
  /** Larger integers lose digits in programs that keep numbers as doubles. */
  private static final long EXACT = 1L << 53;

  private Json() {}

  static JsonGenerator generator(OutputStream target) throws IOException {
    JsonGenerator out =
        new JsonFactory()
            .createGenerator(target)
            .configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false)
            .configure(StreamWriteFeature.FLUSH_PASSED_TO_STREAM.mappedFeature(), false);
    out.setCharacterEscapes(new HiddenEscapes());
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
    out.setPrettyPrinter(printer);
    return out;
  }

  /** A time in nanoseconds since the epoch; null where it is not known. */
  static void time(JsonGenerator out, String name, long nanos) throws IOException {
    if (nanos < 0) {
      out.writeNullField(name);
    } else {
      number(out, name, nanos);
    }
  }

  /** The same time for people. */
  static String text(long nanos) {
    return Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000).toString();
  }

  static void number(JsonGenerator out, String name, long value) throws IOException {
    if (value >= -EXACT && value <= EXACT) {
      out.writeNumberField(name, value);
    } else {
      out.writeStringField(name, "0x" + Long.toHexString(value));
    }
  }

  /** The id of an item of the timeline, where there is one. */
  static void item(JsonGenerator out, OptionalInt item) throws IOException {
    if (item.isPresent()) {
      out.writeNumberField("item", item.getAsInt());
    }
  }

  static void evidence(JsonGenerator out, Evidence evidence) throws IOException {
    out.writeStartObject();
    out.writeStringField("file", evidence.file());
    if (evidence.line() >= 0) {
      out.writeNumberField("line", evidence.line());
    } else {
      out.writeNumberField("offset", evidence.offset());
    }
    out.writeStringField("text", evidence.text());
    neighbour(out, evidence.neighbour());
    out.writeEndObject();
  }

  /** Tells of a message at the edge of a silence that it is no more than that. */
  static void neighbour(JsonGenerator out, Evidence.@Nullable Neighbour neighbour)
      throws IOException {
    if (neighbour != null) {
      out.writeObjectFieldStart("neighbour");
      out.writeStringField("side", neighbour.side().label());
      time(out, "time", neighbour.timeNs());
      out.writeEndObject();
    }
  }

  static void findings(JsonGenerator out, List<Finding> findings) throws IOException {
    out.writeArrayFieldStart("diagnostics");
    for (Finding finding : findings) {
      diagnostic(out, finding.diagnostic(), finding.file());
    }
    out.writeEndArray();
  }

  /** Findings on the only input that there is. */
  static void diagnostics(JsonGenerator out, List<Diagnostic> list) throws IOException {
    out.writeArrayFieldStart("diagnostics");
    for (Diagnostic diagnostic : list) {
      diagnostic(out, diagnostic, null);
    }
    out.writeEndArray();
  }

  private static void diagnostic(JsonGenerator out, Diagnostic diagnostic, @Nullable String file)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("code", diagnostic.code().code());
    out.writeStringField("severity", diagnostic.severity().label());
    if (file != null) {
      out.writeStringField("file", file);
    }
    out.writeNumberField("offset", diagnostic.offset());
    out.writeNumberField("length", diagnostic.length());
    out.writeStringField("path", diagnostic.path());
    out.writeStringField("message", diagnostic.message());
    out.writeStringField("hint", diagnostic.hint());
    out.writeEndObject();
  }

  /** Files that were not read, and why. */
  static void notRead(JsonGenerator out, List<LoadedFile> files) throws IOException {
    out.writeArrayFieldStart("notRead");
    for (LoadedFile file : files) {
      if (!file.read()) {
        out.writeStartObject();
        out.writeStringField("file", file.input().name());
        out.writeStringField("why", file.passedOver());
        out.writeEndObject();
      }
    }
    out.writeEndArray();
  }
}
