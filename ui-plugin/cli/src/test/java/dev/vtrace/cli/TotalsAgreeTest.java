// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vtrace.api.LedgerWindow;
import dev.vtrace.api.Vtrace;
import dev.vtrace.api.VtraceRun;
import dev.vtrace.decoder.analysis.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * All commands count the same in a recording; a part of the recordings unless all are asked for.
 */
class TotalsAgreeTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern COUNT = Pattern.compile("<td class=\"([a-z-]+)\">([0-9]++)<");
  private static final Pattern FINDING = Pattern.compile("class=\"finding ([a-z]+)\"");
  private static final int EVERY = 5;

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> recordings() throws IOException {
    Path root = LspCapture.root();
    List<Path> all = new ArrayList<>();
    for (String part : List.of("samples", "../shared/captures", "../shared/live")) {
      Path at = root.resolve(part).normalize();
      if (Files.isDirectory(at)) {
        try (Stream<Path> inside = Files.list(at)) {
          inside.filter(TotalsAgreeTest::isCapture).sorted().forEach(all::add);
        }
      }
    }
    boolean whole = Boolean.getBoolean("vtrace.all");
    return Stream.iterate(0, i -> i < all.size(), i -> i + (whole ? 1 : EVERY))
        .map(all::get)
        .map(each -> DynamicTest.dynamicTest(each.getFileName().toString(), () -> agree(each)));
  }

  private static boolean isCapture(Path at) {
    return Files.isDirectory(at)
        && (Files.exists(at.resolve("qmp.jsonl")) || Files.exists(at.resolve("capture.json")));
  }

  private void agree(Path capture) throws IOException {
    JsonNode skips = json("skips", capture);
    JsonNode check = json("check", capture);
    JsonNode timeline = json("timeline", capture);
    Map<String, Integer> totals = numbers(skips.get("totals"));
    assertThat(operations(skips)).isEqualTo(totals);
    assertThat(drawn(timeline)).as("timeline").isEqualTo(totals);
    api(capture, totals);
    Map<String, Integer> found = numbers(check.get("totals"));
    // Notes that belong to no migration are not among what happened.
    Map<String, Integer> happened = told(json("why", capture));
    for (String severity : List.of("error", "warning")) {
      assertThat(happened.get(severity)).as("why").isEqualTo(found.get(severity));
    }
    findings(timeline, check);
    descriptors(json("fds", capture));
    assertThat(Run.vtrace("diff", capture.toString(), capture.toString()).status())
        .as("diff")
        .isEqualTo(ExitStatus.OK);
    report(capture, totals, found);
  }

  private static JsonNode json(String command, Path capture) throws IOException {
    Run run = Run.vtrace(command, "--format", "json", capture.toString());
    return MAPPER.readTree(run.out());
  }

  private static Map<String, Integer> numbers(JsonNode counts) {
    Map<String, Integer> out = new TreeMap<>();
    counts.properties().forEach(each -> out.put(each.getKey(), each.getValue().asInt()));
    return out;
  }

  private static Map<String, Integer> none() {
    Map<String, Integer> out = new TreeMap<>();
    for (Verdict verdict : Verdict.values()) {
      out.put(verdict.label(), 0);
    }
    return out;
  }

  private static Map<String, Integer> operations(JsonNode skips) {
    Map<String, Integer> out = none();
    for (JsonNode window : skips.get("windows")) {
      for (JsonNode operation : window.get("operations")) {
        out.merge(operation.get("verdict").asText(), 1, Integer::sum);
      }
    }
    return out;
  }

  /** Operations of starts and stops; the ledger has no others. */
  private static Map<String, Integer> drawn(JsonNode timeline) {
    Map<String, Integer> out = none();
    JsonNode items = timeline.get("items");
    for (JsonNode item : items) {
      if (item.get("kind").asText().equals("operation")) {
        String window = items.get(item.get("within").asInt()).get("name").asText();
        if (window.equals("start") || window.equals("stop")) {
          out.merge(item.get("state").asText(), 1, Integer::sum);
        }
      }
    }
    return out;
  }

  private static void api(Path capture, Map<String, Integer> totals) throws IOException {
    try (VtraceRun run = Vtrace.open(capture)) {
      Map<String, Integer> out = none();
      for (LedgerWindow window : run.ledger().windows()) {
        window
            .operations()
            .forEach(each -> out.merge(label(each.verdict().name()), 1, Integer::sum));
      }
      assertThat(out).as("API").isEqualTo(totals);
    }
  }

  private static String label(String name) {
    return name.toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  private static Map<String, Integer> told(JsonNode why) {
    Map<String, Integer> out = new TreeMap<>(Map.of("error", 0, "warning", 0, "info", 0));
    for (JsonNode part : why.get("migrations")) {
      count(part, out);
    }
    if (why.hasNonNull("outside")) {
      count(why.get("outside"), out);
    }
    return out;
  }

  private static void count(JsonNode part, Map<String, Integer> out) {
    if (part.hasNonNull("first")) {
      out.merge(part.get("first").get("severity").asText(), 1, Integer::sum);
    }
    for (String list : List.of("others", "consequences", "notes")) {
      part.get(list).forEach(each -> out.merge(each.get("severity").asText(), 1, Integer::sum));
    }
  }

  /** Each mark is an error or a warning of the check; what has no mark is counted. */
  private static void findings(JsonNode timeline, JsonNode check) {
    int marks = 0;
    Set<String> codes = new HashSet<>();
    for (JsonNode item : timeline.get("items")) {
      if (item.get("kind").asText().equals("finding")) {
        marks++;
        codes.add(item.get("name").asText());
      }
    }
    int places = 0;
    Set<String> known = new HashSet<>();
    for (JsonNode problem : check.get("diagnostics")) {
      boolean shown =
          !problem.get("severity").asText().equals("info") && !problem.get("evidence").isEmpty();
      places += shown ? 1 : 0;
      known.add(problem.get("code").asText());
    }
    assertThat(known).containsAll(codes);
    int left = 0;
    for (JsonNode sentence : timeline.get("headline")) {
      Matcher matcher =
          Pattern.compile("^([0-9]++) findings? (is|are) not shown").matcher(sentence.asText());
      left += matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }
    assertThat(marks + left).as("marks").isEqualTo(places);
  }

  /** What is counted by migration is what the descriptors say one by one. */
  private static void descriptors(JsonNode fds) {
    for (JsonNode count : fds.path("counts")) {
      int sent = 0;
      for (JsonNode each : fds.get("descriptors")) {
        if (each.path("migration").asInt() == count.path("migration").asInt()) {
          for (JsonNode sighting : each.get("sightings")) {
            sent += sighting.get("what").asText().equals("sent") ? 1 : 0;
          }
          boolean refused = each.get("state").asText().equals("refused");
          assertThat(refused && each.get("sightings").findValuesAsText("what").contains("sent"))
              .isFalse();
        }
      }
      if (count.path("sent").asInt(-1) >= 0) {
        assertThat(sent).as("descriptors sent").isEqualTo(count.get("sent").asInt());
      }
    }
  }

  private void report(Path capture, Map<String, Integer> totals, Map<String, Integer> found)
      throws IOException {
    Path page = folder.resolve(capture.getFileName() + ".html");
    Run.vtrace("report", "-o", page.toString(), capture.toString());
    String html = Files.readString(page);
    int from = html.indexOf("<section id=\"verdicts-section\">");
    Matcher counts = COUNT.matcher(html.substring(from, html.indexOf("</section>", from)));
    Map<String, Integer> out = none();
    while (counts.find()) {
      out.merge(counts.group(1), Integer.parseInt(counts.group(2)), Integer::sum);
    }
    assertThat(out).as("report").isEqualTo(totals);
    Map<String, Integer> told = new TreeMap<>(Map.of("error", 0, "warning", 0, "info", 0));
    Matcher finding = FINDING.matcher(html);
    while (finding.find()) {
      told.merge(finding.group(1), 1, Integer::sum);
    }
    assertThat(told).as("findings of the report").isEqualTo(found);
  }
}
