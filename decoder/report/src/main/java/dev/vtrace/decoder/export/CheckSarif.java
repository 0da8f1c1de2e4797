// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.rules.RulePage;
import dev.vtrace.decoder.rules.model.FileRead;
import dev.vtrace.decoder.rules.model.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes what is wrong with a run as SARIF 2.1.0, which editors and continuous integration show
 * beside the lines. Source: OASIS standard "Static Analysis Results Interchange Format (SARIF)
 * Version 2.1.0".
 */
public final class CheckSarif {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private final JsonGenerator out;
  private final List<Code> codes = new ArrayList<>();

  private CheckSarif(JsonGenerator out) {
    this.out = out;
  }

  /**
   * Writes a result to a stream that the caller closes.
   *
   * @param version of vtrace
   */
  public static void write(OutputStream target, CheckResult result, String version)
      throws IOException {
    JsonGenerator out = Json.generator(target);
    new CheckSarif(out).run(result, version);
    out.writeRaw('\n');
    out.flush();
  }

  private void run(CheckResult result, String version) throws IOException {
    for (Problem problem : result.problems()) {
      if (!codes.contains(problem.code())) {
        codes.add(problem.code());
      }
    }
    out.writeStartObject();
    out.writeStringField("$schema", SCHEMA);
    out.writeStringField("version", "2.1.0");
    out.writeArrayFieldStart("runs");
    out.writeStartObject();
    out.writeObjectFieldStart("tool");
    out.writeObjectFieldStart("driver");
    out.writeStringField("name", "vtrace");
    out.writeStringField("version", version);
    out.writeArrayFieldStart("rules");
    for (Code code : codes) {
      rule(code);
    }
    out.writeEndArray();
    out.writeEndObject();
    out.writeEndObject();
    out.writeStringField("columnKind", "utf16CodeUnits");
    out.writeArrayFieldStart("artifacts");
    for (FileRead file : result.files()) {
      artifact(file);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("results");
    for (Problem problem : result.problems()) {
      result(problem);
    }
    out.writeEndArray();
    out.writeEndObject();
    out.writeEndArray();
    out.writeEndObject();
  }

  /** A file that was looked at; what SARIF has no words for stands in its property bag. */
  private void artifact(FileRead file) throws IOException {
    out.writeStartObject();
    out.writeObjectFieldStart("location");
    out.writeStringField("uri", uri(file.file()));
    out.writeEndObject();
    out.writeObjectFieldStart("properties");
    out.writeStringField("kind", file.kind());
    out.writeNumberField("records", file.records());
    out.writeNumberField("understood", file.understood());
    out.writeEndObject();
    out.writeEndObject();
  }

  private void rule(Code code) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", code.code());
    out.writeStringField("name", name(code));
    String title = RulePage.title(code.code());
    text("shortDescription", title.isEmpty() ? name(code) : title);
    out.writeObjectFieldStart("help");
    out.writeStringField("text", code.hint());
    String page = RulePage.of(code.code());
    if (page != null) {
      out.writeStringField("markdown", page);
    }
    out.writeEndObject();
    out.writeObjectFieldStart("defaultConfiguration");
    out.writeStringField("level", level(code.severity()));
    out.writeEndObject();
    out.writeEndObject();
  }

  private void result(Problem problem) throws IOException {
    out.writeStartObject();
    out.writeStringField("ruleId", problem.code().code());
    out.writeNumberField("ruleIndex", codes.indexOf(problem.code()));
    out.writeStringField("level", level(problem.severity()));
    String where = problem.path().isEmpty() ? "" : problem.path() + ": ";
    text("message", where + problem.message());
    List<Evidence> evidence = problem.evidence();
    if (!evidence.isEmpty()) {
      out.writeArrayFieldStart("locations");
      location(evidence.get(0), -1);
      out.writeEndArray();
    }
    if (evidence.size() > 1) {
      out.writeArrayFieldStart("relatedLocations");
      for (int i = 1; i < evidence.size(); i++) {
        location(evidence.get(i), i);
      }
      out.writeEndArray();
    }
    properties(problem);
    out.writeEndObject();
  }

  private void properties(Problem problem) throws IOException {
    if (problem.attempt() == 0) {
      return;
    }
    out.writeObjectFieldStart("properties");
    out.writeNumberField("attempt", problem.attempt());
    if (problem.follows() != null) {
      out.writeStringField("follows", problem.follows().code().code());
    }
    out.writeEndObject();
  }

  private void location(Evidence place, int id) throws IOException {
    out.writeStartObject();
    if (id >= 0) {
      out.writeNumberField("id", id);
    }
    out.writeObjectFieldStart("physicalLocation");
    out.writeObjectFieldStart("artifactLocation");
    out.writeStringField("uri", uri(place.file()));
    out.writeEndObject();
    out.writeObjectFieldStart("region");
    if (place.line() >= 1) {
      out.writeNumberField("startLine", place.line());
    } else {
      out.writeNumberField("byteOffset", place.offset());
      out.writeNumberField("byteLength", 0);
    }
    out.writeEndObject();
    out.writeEndObject();
    text("message", place.text());
    out.writeEndObject();
  }

  private void text(String name, String text) throws IOException {
    out.writeObjectFieldStart(name);
    out.writeStringField("text", text);
    out.writeEndObject();
  }

  /** {@code QueuesDiffer} of {@code QUEUES_DIFFER}, as names of rules are written in SARIF. */
  private static String name(Code code) {
    StringBuilder out = new StringBuilder();
    boolean upper = true;
    for (char c : code.name().toCharArray()) {
      if (c != '_') {
        out.append(upper ? c : Character.toLowerCase(c));
      }
      upper = c == '_';
    }
    return out.toString();
  }

  private static String level(Severity severity) {
    return severity == Severity.INFO ? "note" : severity.label();
  }

  /** A file name as a reference: bytes that may not stand in one are escaped. */
  private static String uri(String file) {
    StringBuilder out = new StringBuilder();
    for (byte b : file.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "-._~/".indexOf(c) >= 0);
      if (plain) {
        out.append(c);
      } else {
        out.append('%').append(Character.toUpperCase(Character.forDigit(c >> 4, 16)));
        out.append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
      }
    }
    return out.toString();
  }
}
