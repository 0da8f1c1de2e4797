// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.answer.AnswerPart;
import dev.vtrace.decoder.answer.ReportedEnd;
import dev.vtrace.decoder.answer.WhyAnswer;
import dev.vtrace.decoder.rules.TestedRules;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.setup.SetupDifference;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the answer as JSON of format {@code vtrace-why/1}. The schema is the resource {@code
 * vtrace-why-1.schema.json}.
 */
public final class AnswerJson {
  private final JsonGenerator out;

  private AnswerJson(JsonGenerator out) {
    this.out = out;
  }

  /** Writes an answer, and what the two sides differ in, to a stream that the caller closes. */
  public static void write(OutputStream target, WhyAnswer answer, List<SetupDifference> differences)
      throws IOException {
    JsonGenerator out = Json.generator(target);
    fields(out, answer.name(), answer);
    SetupJson.differences(out, differences);
    out.writeEndObject();
    out.writeRaw('\n');
    out.flush();
  }

  /** Writes an answer in one line, with the name by which its input was given. */
  public static void writeLine(OutputStream target, String name, WhyAnswer answer)
      throws IOException {
    JsonGenerator out = Json.generator(target);
    out.setPrettyPrinter(new MinimalPrettyPrinter());
    fields(out, name, answer);
    out.writeEndObject();
    out.writeRaw('\n');
    out.flush();
  }

  /** Begins an object that the caller ends. */
  private static void fields(JsonGenerator out, String name, WhyAnswer answer) throws IOException {
    out.writeStartObject();
    out.writeStringField("format", "vtrace-why/1");
    out.writeStringField("name", name);
    out.writeBooleanField("wrong", answer.wrong());
    AnswerJson json = new AnswerJson(out);
    out.writeArrayFieldStart("migrations");
    for (AnswerPart part : answer.migrations()) {
      json.part(part);
    }
    out.writeEndArray();
    out.writeFieldName("outside");
    if (answer.outside() == null) {
      out.writeNull();
    } else {
      json.part(answer.outside());
    }
    json.problems("notes", answer.notes());
    json.end(answer.end());
    tested(out, answer.tested());
  }

  /** How many rules the evidence was enough for, and what the others lack. */
  static void tested(JsonGenerator out, TestedRules tested) throws IOException {
    out.writeObjectFieldStart("tested");
    out.writeNumberField("rules", tested.all());
    out.writeNumberField("tested", tested.tested());
    out.writeArrayFieldStart("missing");
    for (TestedRules.Lack lack : tested.lacks()) {
      out.writeStartObject();
      out.writeStringField("evidence", lack.need().label());
      out.writeNumberField("rules", lack.rules());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  /** An end of a migration of which nothing else is known. */
  private void end(@Nullable ReportedEnd end) throws IOException {
    if (end != null) {
      out.writeObjectFieldStart("end");
      out.writeStringField("outcome", end.outcome().label());
      out.writeFieldName("evidence");
      Json.evidence(out, end.place());
      out.writeEndObject();
    }
  }

  private void part(AnswerPart part) throws IOException {
    out.writeStartObject();
    Attempt attempt = part.attempt();
    if (attempt != null) {
      out.writeNumberField("attempt", attempt.number());
      out.writeStringField("source", attempt.source());
      out.writeStringField("destination", attempt.destination());
      out.writeStringField("outcome", attempt.outcome().label());
      out.writeStringField("why", attempt.why());
      out.writeStringField("transfer", part.transfer().label());
      out.writeStringField("state", part.stop().state());
      out.writeStringField("section", part.stop().section());
    }
    out.writeBooleanField("wrong", part.wrong());
    out.writeBooleanField("causeKnown", part.causeKnown());
    problem("first", part.first());
    problem("before", part.sign());
    problems("others", part.others());
    problems("consequences", part.consequences());
    problems("notes", part.notes());
    out.writeEndObject();
  }

  private void problems(String name, List<Problem> problems) throws IOException {
    out.writeArrayFieldStart(name);
    for (Problem problem : problems) {
      problem(problem);
    }
    out.writeEndArray();
  }

  private void problem(String name, @Nullable Problem problem) throws IOException {
    out.writeFieldName(name);
    if (problem == null) {
      out.writeNull();
    } else {
      problem(problem);
    }
  }

  private void problem(Problem problem) throws IOException {
    out.writeStartObject();
    CheckJson.facts(out, problem);
    CheckJson.places(out, problem);
    out.writeEndObject();
  }
}
