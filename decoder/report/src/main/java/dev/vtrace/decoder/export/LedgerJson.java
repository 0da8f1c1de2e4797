// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Clock;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Participant;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.run.LoadedFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Writes the ledger as JSON of format {@code vtrace-ledger/1}. */
public final class LedgerJson {
  private final JsonGenerator out;
  private final TimelineIds ids;

  private LedgerJson(JsonGenerator out, TimelineIds ids) {
    this.out = out;
    this.ids = ids;
  }

  /** Writes to a stream that the caller closes. */
  public static void write(OutputStream target, Migration migration) throws IOException {
    write(target, migration, List.of());
  }

  /**
   * Writes to a stream that the caller closes.
   *
   * @param files those that were not read are named with the reason
   */
  public static void write(OutputStream target, Migration migration, List<LoadedFile> files)
      throws IOException {
    write(Json.generator(target), migration, files, TimelineIds.NONE);
  }

  /**
   * As the other, to any sink of JSON, with the ids of the items that show windows and operations.
   */
  public static void write(
      JsonGenerator out, Migration migration, List<LoadedFile> files, TimelineIds ids)
      throws IOException {
    new LedgerJson(out, ids).migration(migration, files);
    out.writeRaw('\n');
    out.flush();
  }

  private void migration(Migration migration, List<LoadedFile> files) throws IOException {
    out.writeStartObject();
    out.writeStringField("format", "vtrace-ledger/1");
    out.writeStringField("capture", migration.name());
    out.writeArrayFieldStart("participants");
    for (Participant participant : migration.participants()) {
      participant(participant);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("migrations");
    for (Attempt attempt : migration.attempts()) {
      attempt(attempt);
    }
    out.writeEndArray();
    windows("windows", migration.windows());
    windows("around", migration.around());
    out.writeObjectFieldStart("totals");
    for (Map.Entry<Verdict, Integer> total : migration.totals().entrySet()) {
      out.writeNumberField(total.getKey().label(), total.getValue());
    }
    out.writeEndObject();
    Json.findings(out, migration.findings());
    Json.notRead(out, files);
    out.writeEndObject();
  }

  private void participant(Participant participant) throws IOException {
    Clock clock = participant.clock();
    out.writeStartObject();
    out.writeStringField("role", participant.role().label());
    out.writeStringField("name", participant.name());
    out.writeStringField("clock", clock.kind().label());
    if (clock.placed() && !clock.how().isEmpty()) {
      Json.number(out, "clockOffset", clock.offsetNs());
      out.writeNumberField("clockUncertainty", clock.uncertaintyNs().orElse(-1));
      out.writeStringField("clockEstimatedFrom", clock.how());
    }
    out.writeArrayFieldStart("evidence");
    for (String file : participant.evidence()) {
      out.writeString(file);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void attempt(Attempt attempt) throws IOException {
    out.writeStartObject();
    out.writeNumberField("attempt", attempt.number());
    Json.time(out, "begin", attempt.beginNs());
    Json.time(out, "end", attempt.endNs());
    if (attempt.beginNs() >= 0) {
      out.writeStringField("beginTime", Json.text(attempt.beginNs()));
    }
    out.writeStringField("source", attempt.source());
    out.writeStringField("destination", attempt.destination());
    out.writeStringField("outcome", attempt.outcome().label());
    out.writeStringField("why", attempt.why());
    out.writeEndObject();
  }

  private void windows(String name, List<Window> windows) throws IOException {
    out.writeArrayFieldStart(name);
    for (Window window : windows) {
      window(window);
    }
    out.writeEndArray();
  }

  private void window(Window window) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", window.id());
    out.writeStringField("role", window.role().label());
    out.writeStringField("participant", window.participant());
    out.writeStringField("device", window.device());
    out.writeStringField("kind", window.kind().label());
    Json.time(out, "begin", window.beginNs());
    Json.time(out, "end", window.endNs());
    if (window.beginNs() >= 0) {
      out.writeStringField("beginTime", Json.text(window.beginNs()));
    }
    if (window.attempt() > 0) {
      out.writeNumberField("migration", window.attempt());
    } else {
      out.writeNullField("migration");
    }
    out.writeStringField("phase", window.phase().label());
    out.writeStringField("transfer", window.transfer().label());
    out.writeStringField("why", window.why());
    out.writeBooleanField("failed", window.failed());
    out.writeArrayFieldStart("operations");
    for (int i = 0; i < window.operations().size(); i++) {
      operation(window.operations().get(i), ids.itemOf(window.id(), i));
    }
    out.writeEndArray();
    Json.item(out, ids.itemOf(window.id()));
    out.writeEndObject();
  }

  private void operation(Operation operation, OptionalInt item) throws IOException {
    out.writeStartObject();
    out.writeStringField("operation", operation.name());
    if (operation.queue() >= 0) {
      out.writeNumberField("queue", operation.queue());
    } else {
      out.writeNullField("queue");
    }
    out.writeStringField("step", operation.step().label());
    out.writeStringField("verdict", operation.verdict().label());
    out.writeStringField("basis", operation.basis().label());
    out.writeStringField("reason", operation.reason().code());
    out.writeStringField("why", operation.why());
    if (!operation.reason().wanted().isEmpty()) {
      out.writeStringField("wanted", operation.reason().wanted());
    }
    out.writeArrayFieldStart("evidence");
    for (Evidence evidence : operation.evidence()) {
      Json.evidence(out, evidence);
    }
    out.writeEndArray();
    Json.item(out, item);
    out.writeEndObject();
  }
}
