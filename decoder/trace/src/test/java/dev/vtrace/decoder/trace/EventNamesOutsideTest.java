// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.trace.event.BuiltinEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Events are recognised by the table and read by their arguments, in every module. */
class EventNamesOutsideTest {
  /** Classes that still look at names or texts; the list only gets shorter. */
  private static final Map<String, String> NOT_YET =
      Map.of(
          "Scrubber", "the beginning of any text, to be quick with what holds no secret",
          "Navigation", "the text of evidence, which has no link to its event",
          "WindowPlace", "the names of frames, which are made of names of events");

  /** A literal that is compared with something. */
  private static final Pattern COMPARED =
      Pattern.compile(
          "(?:\\.(?:equals|startsWith|endsWith|contains|indexOf)\\(\\s*|\\bcase\\s+)\"([^\"]*)\"");

  /** The text or the name of an event that is taken apart, or kept to be. */
  private static final Pattern SCRAPED =
      Pattern.compile(
          "\\b[eE]vent(?:\\(\\))?\\.(?:text|name|canonical)\\(\\)\\s*\\.\\s*"
              + "(?!length|isEmpty|strip|trim)\\w+"
              + "|switch \\(\\w*[eE]vent(?:\\(\\))?\\.(?:text|name|canonical)\\(\\)\\)"
              + "|String \\w+ = \\w*[eE]vent(?:\\(\\))?\\.(?:text|name|canonical)\\(\\);");

  private static final Pattern LIKE_EVENT =
      Pattern.compile(
          "\\s*(?:vhost_(?:dev|user|virtq)\\w*|migration_\\w+|migrate_set_state|vmstate_\\w*"
              + "|savevm_\\w*|qemu_(?:file|loadvm|savevm)_\\w*|runstate\\w*|vm_state_notify"
              + "|process_incoming\\w*|\\w*_(?:in|out))\\s*");

  @Test
  void onlyTheTableKnowsNames() throws IOException {
    Map<String, List<String>> found = new TreeMap<>();
    for (Path file : sources()) {
      String name = file.getFileName().toString().replace(".java", "");
      String source = Files.readString(file);
      List<String> places = new ArrayList<>();
      Matcher compared = COMPARED.matcher(source);
      while (compared.find()) {
        String literal = compared.group(1);
        if (LIKE_EVENT.matcher(literal).matches()
            || BuiltinEvents.table().find(literal.strip()) != null) {
          places.add(compared.group());
        }
      }
      Matcher scraped = SCRAPED.matcher(source);
      while (scraped.find()) {
        places.add(scraped.group());
      }
      if (!places.isEmpty()) {
        found.put(name, places);
      }
    }
    Map<String, List<String>> others = new TreeMap<>(found);
    others.keySet().removeAll(NOT_YET.keySet());
    assertThat(others).as("use Event and the typed arguments of TraceEvent").isEmpty();
    assertThat(found.keySet()).as("what is done leaves the list").containsAll(NOT_YET.keySet());
  }

  @Test
  void whatIsLookedForWouldBeFound() {
    for (String bad :
        List.of(
            "if (event.text().contains(x)) {",
            "boolean at = event.name().equals(name);",
            "switch (event.canonical()) {",
            "String text = event.text();",
            "step.event().text().lastIndexOf(' ')")) {
      assertThat(SCRAPED.matcher(bad).find()).as(bad).isTrue();
    }
    assertThat(SCRAPED.matcher("sheet.line(event.text(), event.name());").find()).isFalse();
    assertThat(COMPARED.matcher("name.equals(\"vhost_dev_cleanup\")").find()).isTrue();
    assertThat(COMPARED.matcher("case \"runstate_set\":").find()).isTrue();
  }

  private static List<Path> sources() throws IOException {
    List<Path> out = new ArrayList<>();
    for (String part : List.of("decoder", "tracer", "ui-plugin")) {
      try (Stream<Path> files =
          Files.find(Recordings.root().resolve(part), 20, (f, a) -> a.isRegularFile())) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .filter(file -> file.toString().contains("/src/main/java/"))
            .filter(file -> !file.getParent().endsWith("decoder/trace/event"))
            .forEach(out::add);
      }
    }
    assertThat(out).hasSizeGreaterThan(500);
    return out;
  }
}
