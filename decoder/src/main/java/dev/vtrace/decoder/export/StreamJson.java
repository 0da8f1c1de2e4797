// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.stream.Counts;
import dev.vtrace.decoder.stream.Coverage;
import dev.vtrace.decoder.stream.RamPage;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.StreamDescriptor;
import dev.vtrace.decoder.stream.StreamSummary;
import dev.vtrace.decoder.stream.StreamVisitor;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes a decoded stream as JSON of format {@code vtrace-stream/1}, section by section. The schema
 * is the resource {@code vtrace-stream-1.schema.json}.
 */
public final class StreamJson implements StreamVisitor {
  /** Integers above this are not exact in every JSON reader and are written as text. */
  private static final long EXACT = 1L << 53;

  private static final int CHUNK = 4096;

  private final JsonGenerator out;
  private final Glob sections;
  private final boolean hex;
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private ByteSource source;
  private Cursor bytes;
  private int descriptors;
  private boolean pagesOpen;

  /**
   * A writer to a stream that the caller closes.
   *
   * @param sections names of the sections to write
   * @param hex whether each field gets its bytes
   */
  public StreamJson(OutputStream target, Glob sections, boolean hex) throws IOException {
    this.sections = sections;
    this.hex = hex;
    out =
        new JsonFactory()
            .createGenerator(target)
            .configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false)
            .configure(StreamWriteFeature.FLUSH_PASSED_TO_STREAM.mappedFeature(), false);
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
    out.setPrettyPrinter(printer);
  }

  @Override
  public void begin(ByteSource newSource) throws IOException {
    source = newSource;
    bytes = new Cursor(source, 0, source.size());
    out.writeStartObject();
    out.writeStringField("format", "vtrace-stream/1");
    out.writeObjectFieldStart("file");
    out.writeStringField("name", source.name());
    out.writeNumberField("size", source.size());
    out.writeEndObject();
    out.writeArrayFieldStart("sections");
  }

  @Override
  public void page(RamPage page) throws IOException {
    if (!pagesOpen) {
      out.writeStartObject();
      out.writeArrayFieldStart("pages");
      pagesOpen = true;
    }
    out.writeStartObject();
    out.writeStringField("kind", page.kind());
    out.writeStringField("block", page.block());
    number("address", page.address());
    out.writeNumberField("offset", page.offset());
    out.writeNumberField("length", page.length());
    out.writeEndObject();
  }

  @Override
  public void section(Section section) throws IOException {
    if (pagesOpen) {
      out.writeEndArray();
      body(section);
      pagesOpen = false;
    } else if (sections.section(section.name())) {
      out.writeStartObject();
      body(section);
    } else {
      descriptors += count(section.fields());
    }
  }

  @Override
  public void diagnostic(Diagnostic diagnostic) {
    diagnostics.add(diagnostic);
  }

  @Override
  public void end(StreamSummary summary) throws IOException {
    out.writeEndArray();
    fds(summary.descriptors());
    VhostJson.write(out, summary);
    out.writeArrayFieldStart("diagnostics");
    for (Diagnostic diagnostic : diagnostics) {
      write(out, diagnostic);
    }
    out.writeEndArray();
    counts("counts", summary.counts());
    out.writeStringField("machine", summary.machine());
    out.writeNumberField("pageSize", summary.pageSize());
    out.writeStringField("outcome", summary.outcome().label());
    coverage(summary.coverage());
    out.writeEndObject();
    out.writeRaw('\n');
    out.flush();
  }

  private void body(Section section) throws IOException {
    out.writeNumberField("offset", section.offset());
    out.writeNumberField("length", section.length());
    out.writeStringField("kind", section.kind().label());
    if (section.id() >= 0) {
      out.writeNumberField("id", section.id());
    }
    if (!section.name().isEmpty()) {
      out.writeStringField("name", section.name());
      out.writeNumberField("instance", section.instance());
    }
    if (section.version() >= 0) {
      out.writeNumberField("version", section.version());
    }
    out.writeBooleanField("footer", section.footer());
    counts("counts", section.counts());
    out.writeArrayFieldStart("fields");
    for (Field field : section.fields()) {
      field(field, section.name());
    }
    out.writeEndArray();
    if (!section.sections().isEmpty()) {
      out.writeArrayFieldStart("sections");
      for (Section inner : section.sections()) {
        out.writeStartObject();
        body(inner);
      }
      out.writeEndArray();
    }
    out.writeEndObject();
  }

  private void field(Field field, String parent) throws IOException {
    String path = Field.path(parent, field.label());
    out.writeStartObject();
    out.writeStringField("name", field.label());
    out.writeStringField("path", path);
    out.writeStringField("type", field.type());
    out.writeNumberField("offset", field.offset());
    out.writeNumberField("length", field.length());
    value(field);
    if (field.status() != Field.Status.DECODED) {
      out.writeStringField(
          "status", field.status() == Field.Status.OPAQUE ? "opaque" : "truncated");
    }
    if (hex && !(field.value() instanceof Value.Bytes)) {
      out.writeFieldName("hex");
      hex(field);
    }
    if (!field.children().isEmpty()) {
      out.writeArrayFieldStart("children");
      for (Field child : field.children()) {
        field(child, path);
      }
      out.writeEndArray();
    }
    out.writeEndObject();
  }

  private void value(Field field) throws IOException {
    Value value = field.value();
    if (value instanceof Value.Int v) {
      integer("value", v.bits(), v.signed());
    } else if (value instanceof Value.Bool v) {
      out.writeBooleanField("value", v.value());
    } else if (value instanceof Value.Text v) {
      out.writeStringField("value", v.text());
    } else if (value instanceof Value.Flags v) {
      number("value", v.bits());
      out.writeArrayFieldStart("names");
      for (String name : v.names()) {
        out.writeString(name);
      }
      out.writeEndArray();
    } else if (value instanceof Value.Named v) {
      number("value", v.bits());
      out.writeStringField("meaning", v.name());
    } else if (value instanceof Value.Array v) {
      array(field, v);
    } else if (value instanceof Value.Descriptor v) {
      out.writeStringField("value", v.kind());
      out.writeNumberField("fd", descriptors++);
    } else if (value instanceof Value.Bytes) {
      out.writeFieldName("value");
      hex(field);
    }
  }

  private void array(Field field, Value.Array array) throws IOException {
    out.writeArrayFieldStart("value");
    bytes.seek(field.offset());
    for (int i = 0; i < array.count(); i++) {
      long bits = bytes.integer(array.bytes(), array.signed());
      if (array.bool()) {
        out.writeBoolean(bits != 0);
      } else if (exact(bits, array.signed())) {
        out.writeNumber(bits);
      } else {
        out.writeString("0x" + Long.toHexString(bits));
      }
    }
    out.writeEndArray();
  }

  /** Writes the bytes of a field as a string of hexadecimal digits, piece by piece. */
  private void hex(Field field) throws IOException {
    out.writeRawValue("\"");
    bytes.seek(field.offset());
    long left = Math.min(field.length(), bytes.remaining());
    while (left > 0) {
      int step = (int) Math.min(left, CHUNK);
      out.writeRaw(Hex.digits(bytes.bytes(step)));
      left -= step;
    }
    out.writeRaw('"');
  }

  private void number(String name, long bits) throws IOException {
    integer(name, bits, false);
  }

  private void integer(String name, long bits, boolean signed) throws IOException {
    if (exact(bits, signed)) {
      out.writeNumberField(name, bits);
    } else {
      out.writeStringField(name, "0x" + Long.toHexString(bits));
    }
  }

  private static boolean exact(long bits, boolean signed) {
    return bits <= EXACT && (signed ? bits >= -EXACT : bits >= 0);
  }

  private void fds(List<StreamDescriptor> list) throws IOException {
    out.writeArrayFieldStart("fds");
    for (StreamDescriptor fd : list) {
      out.writeStartObject();
      out.writeNumberField("index", fd.index());
      out.writeNumberField("offset", fd.offset());
      out.writeStringField("path", fd.path());
      out.writeStringField("kind", fd.kind());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void counts(String name, Counts counts) throws IOException {
    if (counts.isEmpty()) {
      return;
    }
    out.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> entry : counts.entries()) {
      out.writeNumberField(entry.getKey(), entry.getValue());
    }
    out.writeEndObject();
  }

  private void coverage(Coverage coverage) throws IOException {
    out.writeObjectFieldStart("coverage");
    out.writeNumberField("total", coverage.total());
    out.writeNumberField("decoded", coverage.decoded());
    out.writeNumberField("opaque", coverage.opaque());
    out.writeNumberField("unreachable", coverage.unreachable());
    out.writeEndObject();
  }

  /** Writes a finding as every JSON output of vtrace has it. */
  static void write(JsonGenerator out, Diagnostic diagnostic) throws IOException {
    out.writeStartObject();
    out.writeStringField("code", diagnostic.code().code());
    out.writeStringField("severity", diagnostic.severity().label());
    out.writeNumberField("offset", diagnostic.offset());
    out.writeNumberField("length", diagnostic.length());
    out.writeStringField("path", diagnostic.path());
    out.writeStringField("message", diagnostic.message());
    out.writeStringField("hint", diagnostic.hint());
    out.writeEndObject();
  }

  private static int count(List<Field> fields) {
    int sum = 0;
    for (Field field : fields) {
      sum += field.value() instanceof Value.Descriptor ? 1 : count(field.children());
    }
    return sum;
  }
}
