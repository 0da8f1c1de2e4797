// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.channels.MigrationSummary;
import dev.vtrace.decoder.channels.MigrationVisitor;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.stream.Counts;
import dev.vtrace.decoder.stream.Coverage;
import dev.vtrace.decoder.stream.RamPage;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.StreamDescriptor;
import dev.vtrace.decoder.stream.StreamSummary;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes a decoded stream as JSON of format {@code vtrace-stream/1}, section by section. The schema
 * is the resource {@code vtrace-stream-1.schema.json}.
 */
public final class StreamJson implements MigrationVisitor, Closeable {
  private final JsonGenerator out;
  private final Glob sections;
  private final boolean hex;
  private final List<Diagnostic> diagnostics = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private ByteSource source;

  @SuppressWarnings("NullAway.Init")
  private FieldJson fields;

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
    out = Json.generator(target);
  }

  @Override
  public void begin(ByteSource newSource) throws IOException {
    source = newSource;
    fields = new FieldJson(out, source, hex);
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
    out.writeStringField("kind", page.kind().name());
    out.writeStringField("block", page.block());
    fields.number("address", page.address());
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
      fields.pass(section.fields());
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
    Json.diagnostics(out, diagnostics);
    counts(out, "counts", summary.counts());
    out.writeStringField("machine", summary.machine());
    out.writeNumberField("pageSize", summary.pageSize());
    out.writeStringField("outcome", summary.outcome().label());
    coverage(out, summary.coverage());
  }

  /** Writes the side channels of the stream. */
  public void channels(MigrationSummary migration, List<ByteSource> sources) throws IOException {
    new ChannelJson(out, hex).write(migration, sources);
  }

  /** Ends the text; the stream that it goes to stays open. */
  @Override
  public void close() throws IOException {
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
    counts(out, "counts", section.counts());
    fields.write("fields", section.fields(), section.name());
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

  static void counts(JsonGenerator out, String name, Counts counts) throws IOException {
    if (counts.isEmpty()) {
      return;
    }
    out.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> entry : counts.entries()) {
      out.writeNumberField(entry.getKey(), entry.getValue());
    }
    out.writeEndObject();
  }

  static void coverage(JsonGenerator out, Coverage coverage) throws IOException {
    out.writeObjectFieldStart("coverage");
    out.writeNumberField("total", coverage.total());
    out.writeNumberField("decoded", coverage.decoded());
    out.writeNumberField("opaque", coverage.opaque());
    out.writeNumberField("unreachable", coverage.unreachable());
    out.writeEndObject();
  }
}
