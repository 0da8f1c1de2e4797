// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.JoinedRun;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.run.LoadOptions;
import dev.vtrace.decoder.run.LoadedStream;
import dev.vtrace.decoder.run.RunLoader;
import dev.vtrace.decoder.runlog.PastedPlace;
import dev.vtrace.decoder.runlog.PlaceReader;
import dev.vtrace.decoder.runlog.ShownPlace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every place that a command prints can be given to {@code show}, which finds what stands there.
 */
class PlacesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final boolean ALL = Boolean.getBoolean("vtrace.all");

  /** Places that are tried of one file, unless all are. */
  private static final int SOME = 10;

  private static final String[][] COMMANDS = {
    {"why", "-v"}, {"check"}, {"skips"}, {"fds"}, {"timeline"},
  };

  @TestFactory
  Stream<DynamicTest> eachPlaceIsShown() throws IOException {
    return RecordedRuns.some().stream()
        .map(run -> DynamicTest.dynamicTest(run.getFileName().toString(), () -> check(run)));
  }

  private static void check(Path folder) throws IOException {
    Capture capture = CaptureOpener.open(folder);
    LoadOptions options = LoadOptions.DEFAULT.allSections();
    JoinedRun run = Analysis.joined(RunLoader.load(capture, options));
    List<Problem> problems = Checker.check(CheckedRun.of(run)).problems();
    List<String> files = new ArrayList<>(capture.inputs().stream().map(Input::name).toList());
    run.evidence().streams().stream().map(LoadedStream::file).forEach(files::add);
    Map<String, String> places = new TreeMap<>();
    for (String[] words : COMMANDS) {
      List<String> line = new ArrayList<>(List.of(words));
      line.add(folder.toString());
      text(Run.vtrace(line.toArray(new String[0])).out(), files, places);
      line.addAll(1, List.of("-f", "json"));
      json(MAPPER.readTree(Run.vtrace(line.toArray(new String[0])).out()), places);
    }
    Map<String, Integer> tried = new HashMap<>();
    for (Map.Entry<String, String> each : places.entrySet()) {
      PastedPlace place = PastedPlace.of(each.getKey());
      assertThat(place).as(each.getKey()).isNotNull();
      if (tried.merge(place.file(), 1, Integer::sum) <= SOME || ALL) {
        ShownPlace shown = new PlaceReader(run, problems, place, 2).read();
        assertThat(holds(shown, each.getValue()))
            .as("%s: %s", each.getKey(), each.getValue())
            .isTrue();
      }
    }
  }

  /** Whether what a command said of a place is there. */
  private static boolean holds(ShownPlace shown, String said) {
    if (shown.stream() != null) {
      return shown.stream().bytes().length > 0;
    }
    if (shown.lines().isEmpty()) {
      return !shown.entries().isEmpty() || !shown.before().isEmpty();
    }
    String wanted =
        shown.lines().stream()
            .filter(ShownPlace.ShownLine::wanted)
            .map(ShownPlace.ShownLine::text)
            .findFirst()
            .orElse("");
    String word = said.strip().split("[\\s:(]+")[0];
    boolean quoted = said.startsWith("vhost_") || said.startsWith("qemu-");
    return !wanted.isEmpty() && (!quoted || wanted.contains(word));
  }

  private static void text(String out, List<String> files, Map<String, String> places) {
    String names =
        String.join(
            "|",
            files.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .toList());
    Matcher found = Pattern.compile("(?<![\\w.-])(?:" + names + ")[:@#][\\d,]*\\d").matcher(out);
    while (found.find()) {
      places.putIfAbsent(found.group(), "");
    }
  }

  private static void json(JsonNode node, Map<String, String> places) {
    JsonNode file = node.get("file");
    if (file != null && file.isTextual()) {
      JsonNode line = node.get("line");
      JsonNode offset = node.get("offset");
      String text = node.hasNonNull("text") ? node.get("text").asText() : "";
      if (line != null && line.isIntegralNumber()) {
        places.put(file.asText() + ":" + line.asLong(), text);
      } else if (offset != null && offset.isIntegralNumber()) {
        places.put(file.asText() + "@" + offset.asLong(), text);
      }
    }
    node.forEach(child -> json(child, places));
  }
}
