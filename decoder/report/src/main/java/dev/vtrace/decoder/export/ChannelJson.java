// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.channels.ChannelDecoder;
import dev.vtrace.decoder.channels.ChannelRecord;
import dev.vtrace.decoder.channels.ChannelSummary;
import dev.vtrace.decoder.channels.ChannelVisitor;
import dev.vtrace.decoder.channels.MigrationSummary;
import dev.vtrace.decoder.channels.PageTally;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The {@code channels} and {@code pages} parts of the JSON of a stream. */
final class ChannelJson {
  private final JsonGenerator out;
  private final boolean hex;

  ChannelJson(JsonGenerator out, boolean hex) {
    this.out = out;
    this.hex = hex;
  }

  /** Writes each channel with its records, and which pages came where. */
  void write(MigrationSummary migration, List<ByteSource> sources) throws IOException {
    out.writeArrayFieldStart("channels");
    for (int i = 0; i < sources.size(); i++) {
      channel(sources.get(i), migration.channels().get(i));
    }
    out.writeEndArray();
    out.writeArrayFieldStart("pages");
    for (PageTally tally : migration.pages()) {
      out.writeStartObject();
      out.writeNumberField("channel", tally.channel());
      out.writeStringField("block", tally.block());
      out.writeNumberField("pages", tally.pages());
      out.writeNumberField("zeros", tally.zeros());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void channel(ByteSource source, ChannelSummary summary) throws IOException {
    out.writeStartObject();
    out.writeStringField("name", source.name());
    out.writeNumberField("size", source.size());
    if (summary.kind() != null) {
      out.writeStringField("kind", summary.kind().label());
    }
    if (summary.id() >= 0) {
      out.writeNumberField("id", summary.id());
    }
    ChannelRecords records = new ChannelRecords(new FieldJson(out, source, hex));
    out.writeArrayFieldStart("records");
    ChannelDecoder decoder = ChannelDecoder.of(source, 0, records);
    while (decoder != null && decoder.step()) {
      // Records are written as they come.
    }
    out.writeEndArray();
    StreamJson.counts(out, "counts", summary.counts());
    out.writeStringField("outcome", summary.outcome().label());
    StreamJson.coverage(out, summary.coverage());
    Json.diagnostics(out, records.diagnostics);
    out.writeEndObject();
  }

  private final class ChannelRecords implements ChannelVisitor {
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final FieldJson fields;

    ChannelRecords(FieldJson fields) {
      this.fields = fields;
    }

    @Override
    public void record(ChannelRecord record) throws IOException {
      out.writeStartObject();
      out.writeNumberField("offset", record.offset());
      out.writeNumberField("length", record.length());
      out.writeStringField("name", record.name());
      fields.write("fields", record.fields(), record.name());
      out.writeEndObject();
    }

    @Override
    public void diagnostic(Diagnostic diagnostic) {
      diagnostics.add(diagnostic);
    }
  }
}
