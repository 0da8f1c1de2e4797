// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vtrace.decoder.analysis.model.Downtime.DowntimePart;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.rundiff.RunDiff;
import dev.vtrace.decoder.rundiff.RunDiff.Changed;
import dev.vtrace.decoder.rundiff.RunDiff.FindingCount;
import dev.vtrace.decoder.rundiff.RunDiff.OccurrenceCount;
import dev.vtrace.decoder.rundiff.RunDiff.OperationPlace;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what two runs differ in as JSON of format {@code vtrace-capture-diff/1}. The schema is the
 * resource {@code vtrace-capture-diff-1.schema.json}.
 */
public final class RunDiffJson {
  private final JsonGenerator out;
  private final TimelineIds before;
  private final TimelineIds after;

  private RunDiffJson(JsonGenerator out, TimelineIds before, TimelineIds after) {
    this.out = out;
    this.before = before;
    this.after = after;
  }

  /** Writes to a stream that the caller closes. */
  public static void write(OutputStream target, RunDiff diff) throws IOException {
    write(Json.generator(target), diff, TimelineIds.NONE, TimelineIds.NONE);
  }

  /** As the other, to any sink of JSON, with the ids of the items of both runs. */
  public static void write(JsonGenerator out, RunDiff diff, TimelineIds before, TimelineIds after)
      throws IOException {
    new RunDiffJson(out, before, after).diff(diff);
    out.writeRaw('\n');
    out.flush();
  }

  private void diff(RunDiff diff) throws IOException {
    out.writeStartObject();
    out.writeStringField("format", "vtrace-capture-diff/1");
    face("a", diff.a());
    face("b", diff.b());
    out.writeArrayFieldStart("operations");
    for (Changed each : diff.operations()) {
      operation(each);
    }
    out.writeEndArray();
    counts("messages", diff.messages());
    counts("descriptors", diff.descriptors());
    out.writeArrayFieldStart("findings");
    for (FindingCount each : diff.findings()) {
      out.writeStartObject();
      out.writeStringField("code", each.code());
      out.writeStringField("severity", each.severity().label());
      out.writeStringField("message", each.message());
      out.writeNumberField("a", each.before());
      out.writeNumberField("b", each.after());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeNumberField("compared", diff.compared());
    out.writeNumberField("differences", diff.differences());
    out.writeEndObject();
  }

  private void face(String name, RunDiff.RunTotals face) throws IOException {
    out.writeObjectFieldStart(name);
    out.writeStringField("name", face.name());
    out.writeArrayFieldStart("outcomes");
    for (String outcome : face.outcomes()) {
      out.writeString(outcome);
    }
    out.writeEndArray();
    out.writeObjectFieldStart("downtime");
    for (Map.Entry<DowntimePart, Long> part : face.downtime().entrySet()) {
      out.writeNumberField(part.getKey().label(), part.getValue());
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  private void operation(Changed each) throws IOException {
    OperationPlace place = each.place();
    out.writeStartObject();
    out.writeNumberField("migration", place.attempt());
    out.writeStringField("role", place.role().label());
    out.writeStringField("phase", place.phase().label());
    out.writeStringField("kind", place.kind().label());
    out.writeStringField("device", place.device());
    out.writeStringField("operation", place.operation());
    if (place.queue() >= 0) {
      out.writeNumberField("queue", place.queue());
    } else {
      out.writeNullField("queue");
    }
    out.writeStringField("step", place.step().label());
    verdict("a", each.before());
    verdict("b", each.after());
    out.writeStringField("why", each.why());
    out.writeObjectFieldStart("places");
    ledgerPlace("a", each.inBefore(), before);
    ledgerPlace("b", each.inAfter(), after);
    out.writeEndObject();
    out.writeEndObject();
  }

  private void ledgerPlace(String name, RunDiff.@Nullable LedgerPlace place, TimelineIds ids)
      throws IOException {
    if (place == null) {
      out.writeNullField(name);
    } else {
      out.writeObjectFieldStart(name);
      out.writeStringField("window", place.window());
      out.writeNumberField("operation", place.index());
      Json.item(out, ids.itemOf(place.window(), place.index()));
      out.writeEndObject();
    }
  }

  private void verdict(String name, @Nullable Verdict verdict) throws IOException {
    if (verdict == null) {
      out.writeNullField(name);
    } else {
      out.writeStringField(name, verdict.label());
    }
  }

  private void counts(String name, List<OccurrenceCount> counts) throws IOException {
    out.writeArrayFieldStart(name);
    for (OccurrenceCount each : counts) {
      out.writeStartObject();
      out.writeStringField("side", each.side());
      out.writeStringField("what", each.what());
      out.writeNumberField("a", each.before());
      out.writeNumberField("b", each.after());
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}
