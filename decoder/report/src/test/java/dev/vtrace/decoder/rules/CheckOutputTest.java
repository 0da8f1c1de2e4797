// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.export.CheckJson;
import dev.vtrace.decoder.export.CheckSarif;
import dev.vtrace.decoder.export.CheckText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What views make of a result. */
class CheckOutputTest {
  private static final CheckResult RESULT =
      Checker.check(
          Make.run()
              .trace(
                  "dst",
                  "qemu-system-x86_64: 2 != 1",
                  "qemu-system-x86_64: Failed to load element of type uint32 equal for nvqs: -22",
                  "qemu-system-x86_64: Sibling indicated error 1 \u001b[31m <b>")
              .stream(StateOf.device(2).vhost(1, 8).inflight(9999))
              .build());

  private static final CheckResult NOTHING = Checker.check(Make.run().build());

  private static String text(CheckResult result, Severity least) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    new CheckText(print, false, least).print(result, true);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static JsonNode json(CheckResult result) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CheckJson.write(out, result);
    return Recordings.json(out.toByteArray());
  }

  @Test
  void textHasABlockForEachProblem() {
    String text = text(RESULT, Severity.WARNING);
    assertThat(text)
        .startsWith(
            "error VT3401  both sides need as many queues: the source has 1, the destination 2\n"
                + "  at   dst.log:1                     qemu-system-x86_64: 2 != 1\n"
                + "       dst.log:2 ")
        .contains("  do   give both sides the same num-queues\n  see  vtrace help VT3401\n")
        .contains("  at   stream.bin@100 ")
        .contains("Sibling indicated error 1 \\x1b[31m <b>")
        .doesNotContain("\u001b")
        .contains("3 errors, 1 warning, 0 notes, by ");
    assertThat(text(RESULT, Severity.ERROR)).doesNotContain("VT3612").contains("shows 1 more");
    assertThat(text(NOTHING, Severity.INFO)).startsWith("nothing is wrong, by ");
  }

  @Test
  void whatFollowsIsShownUnderItsCause() throws IOException {
    CheckResult result =
        Checker.check(
            Make.run().qmp("src", "{\"execute\": \"migrate_cancel\"}").stream(
                    StateOf.unstarted(1).vhost(1, 8).inflight(0))
                .attempt(Attempt.AttemptOutcome.FAILED)
                .build());
    assertThat(text(result, Severity.WARNING))
        .startsWith("error VT3304  ")
        .contains("\n  then VT3309  the migration failed\n")
        .doesNotContain("error VT3309")
        .contains("2 errors, ");
    JsonNode diagnostics = json(result).at("/diagnostics");
    assertThat(diagnostics.at("/0/attempt").asInt()).isEqualTo(1);
    assertThat(diagnostics.at("/0").has("follows")).isFalse();
    assertThat(diagnostics.at("/1/follows/code").asText()).isEqualTo("VT3304");
    assertThat(diagnostics.at("/1/follows/diagnostic").asInt()).isZero();
    assertThat(result.unasked()).isEqualTo(2);
  }

  @Test
  void aCancelIsNoErrorByItself() {
    CheckResult result =
        Checker.check(
            Make.run()
                .qmp("src", "{\"execute\": \"migrate_cancel\"}")
                .attempt(Attempt.AttemptOutcome.CANCELLED)
                .build());
    assertThat(result.count(Severity.ERROR)).isEqualTo(1);
    assertThat(result.unasked()).isZero();
    assertThat(text(result, Severity.WARNING))
        .contains("1 error, ", "every error follows from the cancel");
  }

  @Test
  void jsonFollowsItsSchema() throws IOException {
    JsonSchema schema;
    try (InputStream in = CheckJson.class.getResourceAsStream("vtrace-check-1.schema.json")) {
      schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
    }
    for (CheckResult result : new CheckResult[] {RESULT, NOTHING}) {
      assertThat(schema.validate(json(result))).isEmpty();
    }
    JsonNode first = json(RESULT).at("/diagnostics/0");
    assertThat(first.at("/code").asText()).isEqualTo("VT3401");
    assertThat(first.at("/rank").asText()).isEqualTo("cause");
    assertThat(first.at("/evidence/0/line").asInt()).isEqualTo(1);
    assertThat(json(RESULT).at("/totals/error").asInt()).isEqualTo(3);
  }

  @Test
  void sarifHasRulesResultsAndPlaces() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CheckSarif.write(out, RESULT, "1.2.3");
    JsonNode sarif = Recordings.json(out.toByteArray());
    assertThat(sarif.at("/version").asText()).isEqualTo("2.1.0");
    JsonNode run = sarif.at("/runs/0");
    assertThat(run.at("/tool/driver/version").asText()).isEqualTo("1.2.3");
    JsonNode rules = run.at("/tool/driver/rules");
    for (JsonNode result : run.at("/results")) {
      JsonNode rule = rules.get(result.at("/ruleIndex").asInt());
      assertThat(rule.at("/id")).isEqualTo(result.at("/ruleId"));
      assertThat(result.at("/level").asText()).isIn("error", "warning", "note");
      assertThat(result.at("/message/text").asText()).isNotBlank();
      JsonNode region = result.at("/locations/0/physicalLocation/region");
      assertThat(region.has("startLine") || region.has("byteOffset")).isTrue();
    }
    assertThat(rules.at("/0/name").asText()).isEqualTo("QueuesDiffer");
    assertThat(rules.at("/0/help/markdown").asText()).startsWith("# VT3401: ");
    assertThat(run.at("/results/0/relatedLocations")).hasSize(1);
  }
}
