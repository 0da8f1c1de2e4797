// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of a run: what is shown is what was asked for, and all parts are the whole. */
class FilterOptionsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String SAMPLE = sample("backend-transfer-2q");
  private static final String TWO_DEVICES = sample("two-devices");
  private static final List<String> VERDICTS =
      List.of("executed", "skipped", "not-due", "failed", "violation", "unknown");

  private static String sample(String name) {
    return LspCapture.root().resolve("samples").resolve(name).toString();
  }

  private static JsonNode skips(String sample, String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("skips", "-q", "-f", "json", sample));
    words.addAll(List.of(options));
    return MAPPER.readTree(Run.vtrace(words.toArray(String[]::new)).out());
  }

  private static int sum(JsonNode ledger) {
    int sum = 0;
    for (String verdict : VERDICTS) {
      sum += ledger.path("totals").path(verdict).asInt();
    }
    return sum;
  }

  @Test
  void verdictsTogetherAreAllOperations() throws IOException {
    JsonNode whole = skips(SAMPLE).path("totals");
    for (String verdict : VERDICTS) {
      JsonNode part = skips(SAMPLE, "--verdict", verdict);
      assertThat(part.path("totals").path(verdict)).isEqualTo(whole.path(verdict));
      assertThat(sum(part)).isEqualTo(whole.path(verdict).asInt());
    }
  }

  @Test
  void migrationsAndWhatLiesOutsideAreAllOperations() throws IOException {
    int one = sum(skips(SAMPLE, "--migration", "1"));
    assertThat(one).isPositive();
    assertThat(one + sum(skips(SAMPLE, "--migration", "0"))).isEqualTo(sum(skips(SAMPLE)));
    assertThat(sum(skips(SAMPLE, "--migration", "0", "--migration", "1")))
        .isEqualTo(sum(skips(SAMPLE)));
  }

  @Test
  void aRangeOfQueuesHasTheOperationsOfEach() throws IOException {
    int both = sum(skips(SAMPLE, "--queue", "0-1"));
    assertThat(both).isPositive().isLessThan(sum(skips(SAMPLE)));
    assertThat(sum(skips(SAMPLE, "--queue", "0")) + sum(skips(SAMPLE, "--queue", "1")))
        .isEqualTo(both);
    assertThat(sum(skips(SAMPLE, "--queue", "0,1"))).isEqualTo(both);
    for (JsonNode window : skips(SAMPLE, "--queue", "1").path("windows")) {
      assertThat(window.path("operations")).allMatch(each -> each.path("queue").asInt() == 1);
    }
  }

  @Test
  void participantsAreKnownByNameAndByRole() throws IOException {
    assertThat(skips(SAMPLE, "--participant", "src").path("windows"))
        .isNotEmpty()
        .isEqualTo(skips(SAMPLE, "--participant", "source").path("windows"))
        .allMatch(window -> window.path("role").asText().equals("source"));
  }

  @Test
  void devicesAreKnownByTheirWholeNameOrByAPattern() throws IOException {
    List<String> names = new ArrayList<>();
    for (JsonNode window : skips(TWO_DEVICES).path("windows")) {
      names.add(window.path("device").asText());
    }
    String first = names.get(0);
    assertThat(names.stream().distinct()).hasSizeGreaterThan(1);
    assertThat(skips(TWO_DEVICES, "--device", first).path("windows"))
        .isNotEmpty()
        .allMatch(window -> window.path("device").asText().equals(first));
    assertThat(skips(TWO_DEVICES, "--device", "*vhost*").path("windows").size())
        .isEqualTo(names.stream().filter(name -> name.contains("vhost")).toList().size());
  }

  @Test
  void aSummaryHasALineForEachWindow() throws IOException {
    int windows = skips(SAMPLE).path("windows").size();
    String text = Run.vtrace("skips", "-q", "--summary", "--width", "160", SAMPLE).out();
    assertThat(text.lines().filter(line -> line.contains("  start  ") || line.contains("  stop  ")))
        .hasSize(windows);
    assertThat(text).contains("begin", "length", "hand-over", "executed", "skipped", "not due");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--device nothing; there is no device 'nothing' in this run, which has 0000:",
        "--participant mid; there is no participant 'mid' in this run, which has ",
        "--migration 7; there is no migration 7 in this run, which has 1",
        "--queue 2; there is no queue 2 in this run, which has 2 queues",
        "--queue 3-1; --queue: '3-1' is not a number, a range or a list of these",
        "--verdict good; --verdict: 'good' is not one of executed, skipped,",
      })
  void whatIsNotThereIsWrongUsageAndNotNothingWrong(String option, String message) {
    for (String command : List.of("skips", "check", "fds", "timeline")) {
      String[] words = option.split(" ");
      Run run = Run.vtrace(command, "-q", words[0], words[1], SAMPLE);
      assertThat(run.status()).isEqualTo(ExitStatus.WRONG_USAGE);
      assertThat(run.err()).contains(message);
      assertThat(run.out()).isEmpty();
    }
  }

  @Test
  void findingsAreThoseOfThePart() throws IOException {
    String failed = sample("backend-transfer-failed");
    String part = Run.vtrace("check", "-f", "json", "--participant", "dst", failed).out();
    assertThat(MAPPER.readTree(part).path("diagnostics"))
        .isNotEmpty()
        .allMatch(problem -> problem.toString().contains("dst"));
    assertThat(Run.vtrace("check", "--migration", "0", failed).status()).isEqualTo(ExitStatus.OK);
    assertThat(Run.vtrace("check", "--migration", "1", failed).status())
        .isEqualTo(ExitStatus.FOUND_WRONG);
    assertThat(Run.vtrace("check", "--each", "--queue", "0", failed).status())
        .isEqualTo(ExitStatus.WRONG_USAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1"})
  void descriptorsAreThoseOfTheQueue(String queue) {
    String other = queue.equals("0") ? "1" : "0";
    assertThat(Run.vtrace("fds", "--queue", queue, SAMPLE).out())
        .contains("queues[" + queue + "]/host_notifier", "vqs[" + queue + "]")
        .doesNotContain("queues[" + other + "]", "vqs[" + other + "]", " q" + other);
  }

  @Test
  void aTimelineHasTheLanesOfThePart() {
    assertThat(Run.vtrace("timeline", "--participant", "destination", SAMPLE).out())
        .contains("destination (dst)")
        .doesNotContain("source (src)");
  }
}
