// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.rules.model.FileRead;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.run.LoadedFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what is wrong with a run as JSON of format {@code vtrace-check/1}. The schema is the
 * resource {@code vtrace-check-1.schema.json}.
 */
public final class CheckJson {
  private CheckJson() {}

  /** Writes a result to a stream that the caller closes. */
  public static void write(OutputStream target, CheckResult result) throws IOException {
    write(target, result, List.of());
  }

  /**
   * Writes a result, and what became of the files, to a stream that the caller closes.
   *
   * @param files those that were not read are named with the reason
   */
  public static void write(OutputStream target, CheckResult result, List<LoadedFile> files)
      throws IOException {
    write(Json.generator(target), result, files);
  }

  /** As the other, to any sink of JSON. */
  public static void write(JsonGenerator out, CheckResult result, List<LoadedFile> files)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("format", "vtrace-check/1");
    out.writeStringField("name", result.name());
    out.writeNumberField("rules", result.rules());
    AnswerJson.tested(out, result.tested());
    out.writeArrayFieldStart("diagnostics");
    Map<Problem, Integer> numbers = new IdentityHashMap<>();
    for (Problem problem : result.problems()) {
      numbers.put(problem, numbers.size());
    }
    for (Problem problem : result.problems()) {
      problem(out, problem, numbers);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("files");
    for (FileRead file : result.files()) {
      out.writeStartObject();
      out.writeStringField("file", file.file());
      out.writeStringField("kind", file.kind());
      out.writeNumberField("records", file.records());
      out.writeNumberField("understood", file.understood());
      out.writeEndObject();
    }
    out.writeEndArray();
    Json.notRead(out, files);
    out.writeObjectFieldStart("totals");
    for (Severity severity : Severity.values()) {
      out.writeNumberField(severity.label(), result.count(severity));
    }
    if (result.ignored() > 0) {
      out.writeNumberField("ignored", result.ignored());
    }
    out.writeEndObject();
    out.writeEndObject();
    out.writeRaw('\n');
    out.flush();
  }

  private static void problem(JsonGenerator out, Problem problem, Map<Problem, Integer> numbers)
      throws IOException {
    out.writeStartObject();
    facts(out, problem);
    if (problem.attempt() > 0) {
      out.writeNumberField("attempt", problem.attempt());
    }
    if (problem.follows() != null) {
      out.writeObjectFieldStart("follows");
      out.writeStringField("code", problem.follows().code().code());
      out.writeNumberField("diagnostic", requireNonNull(numbers.get(problem.follows())));
      out.writeEndObject();
    }
    places(out, problem);
    out.writeEndObject();
  }

  /** What a problem says, in the object that was begun. */
  static void facts(JsonGenerator out, Problem problem) throws IOException {
    out.writeStringField("code", problem.code().code());
    out.writeStringField("severity", problem.severity().label());
    out.writeStringField("rank", problem.rank().label());
    out.writeStringField("path", problem.path());
    out.writeStringField("message", problem.message());
    out.writeStringField("hint", problem.hint());
    Json.time(out, "time", problem.timeNs());
  }

  /** The places that show a problem. */
  static void places(JsonGenerator out, Problem problem) throws IOException {
    out.writeArrayFieldStart("evidence");
    for (Evidence place : problem.evidence()) {
      Json.evidence(out, place);
    }
    out.writeEndArray();
  }
}
