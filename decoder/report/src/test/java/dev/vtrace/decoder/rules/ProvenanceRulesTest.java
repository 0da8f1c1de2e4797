// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import static dev.vtrace.decoder.rules.Make.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Origin;
import dev.vtrace.decoder.analysis.model.Origin.IdentityMatch;
import dev.vtrace.decoder.descriptors.Holder;
import dev.vtrace.decoder.descriptors.Identity;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.export.FdsJson;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Rules on where descriptors come from: VT3210 and VT3211. */
class ProvenanceRulesTest {
  private static final String SEVEN = "anon_inode:[eventfd] eventfd-id=7";
  private static final String NINE = "anon_inode:[eventfd] eventfd-id=9";
  private static final String FIELD = "d/virtio/vhost-dev/vqs[0]/error_notifier";

  private static Make error(String given, String handedOver, IdentityMatch match) {
    return run()
        .passed(given, "SET_VRING_ERR q0")
        .handedOver(
            handedOver,
            FIELD,
            new Origin(match, "SET_VRING_ERR q0", OptionalInt.of(0), Identity.parse(given), false));
  }

  @TestFactory
  Stream<DynamicTest> examples() {
    CheckedRun same = error(SEVEN, SEVEN, IdentityMatch.SAME).build();
    return Example.tests(
        List.of(
            new Example(
                Code.FD_OTHER_OBJECT,
                error(SEVEN, NINE, IdentityMatch.DIFFERENT).build(),
                same,
                error("anon_inode:[eventfd]", NINE, IdentityMatch.UNKNOWN).build()),
            new Example(
                Code.FD_IN_TWO_FIELDS,
                run().handedOver(SEVEN, "a", null).handedOver(SEVEN, "b", null).build(),
                same,
                // What cannot be told apart is no proof.
                run()
                    .handedOver("anon_inode:[eventfd]", "a", null)
                    .handedOver("anon_inode:[eventfd]", "b", null)
                    .build())));
  }

  @Test
  void theConnectionIsNamed() {
    Identity frontEnd = Identity.parse("socket:[3->4]").otherEnd();
    Origin origin =
        new Origin(
            IdentityMatch.DIFFERENT, Origin.CONNECTION, OptionalInt.empty(), frontEnd, false);
    CheckedRun run =
        run().handedOver("socket:[7->8]", "d/backend-transfer-char/fd", origin).build();
    assertThat(Checker.check(run).problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.message())
                    .isEqualTo(
                        "the stream hands over socket 7->8,"
                            + " the connection to the back-end is socket 4->3"));
  }

  @Test
  void bothIdentitiesAreNamed() {
    List<Problem> problems =
        Checker.check(error(SEVEN, NINE, IdentityMatch.DIFFERENT).build()).problems();
    assertThat(problems)
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.path()).isEqualTo(FIELD);
              assertThat(problem.message()).contains("eventfd 9", "SET_VRING_ERR q0", "eventfd 7");
            });
  }

  @Test
  void theJsonFitsItsSchema() throws IOException {
    JsonSchema schema;
    try (InputStream in = FdsJson.class.getResourceAsStream("vtrace-fds-1.schema.json")) {
      schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
    }
    CheckedRun run = error(SEVEN, NINE, IdentityMatch.DIFFERENT).build();
    List<Holder> holders =
        List.of(
            new Holder(1, "qemu", 3, Identity.parse(SEVEN)),
            new Holder(2, "backend", 4, Identity.parse(SEVEN)),
            new Holder(2, "backend", 5, Identity.parse("/memfd:ram inode=1 dev=2 size=3")),
            new Holder(2, "backend", 6, Identity.parse("UNIX-STREAM:[7->8]")));
    for (Migration migration : new Migration[] {run.migration(), null}) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      FdsJson.write(out, migration, holders);
      JsonNode json = Recordings.json(out.toByteArray());
      assertThat(schema.validate(json)).isEmpty();
      assertThat(json.get("objects")).hasSize(3);
      if (migration != null) {
        assertThat(json.at("/descriptors/1/origin/match").asText()).isEqualTo("different");
        assertThat(json.at("/descriptors/0/heldBy")).hasSize(2);
        assertThat(json.at("/descriptors/1/heldBy")).isEmpty();
      }
    }
  }
}
