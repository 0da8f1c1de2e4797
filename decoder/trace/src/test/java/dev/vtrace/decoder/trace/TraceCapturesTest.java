// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.trace.event.Arguments;
import dev.vtrace.decoder.trace.event.Event;
import dev.vtrace.decoder.trace.event.EventTable;
import dev.vtrace.decoder.trace.log.QemuLogReader;
import dev.vtrace.decoder.trace.simpletrace.SimpletraceReader;
import dev.vtrace.decoder.trace.simpletrace.SimpletraceText;
import dev.vtrace.decoder.trace.simpletrace.SimpletraceTextReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every trace of every recording: what one backend wrote is what the other wrote. */
class TraceCapturesTest {
  @Test
  void simpletracePrintsWhatTheScriptPrints() throws IOException {
    long lines = 0;
    for (Path folder : Captures.folders()) {
      for (Path text : Captures.files(folder, ".simpletrace.txt")) {
        Path binary = binary(text);
        List<Diagnostic> findings = new ArrayList<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ReadOptions options =
            ReadOptions.of("input", findings::add).withEvents(Captures.events(folder));
        ReadSummary summary =
            new SimpletraceText(options)
                .print(new ByteArrayInputStream(Captures.bytes(binary)), out);
        assertThat(Arrays.equals(out.toByteArray(), Captures.bytes(text)))
            .as(binary.toString())
            .isTrue();
        assertThat(findings).isEmpty();
        lines += summary.events();
      }
    }
    System.out.println("simpletrace: " + lines + " events printed as the script prints them");
  }

  private static Path binary(Path text) {
    String name = Captures.plain(text);
    Path plain = text.resolveSibling(name.substring(0, name.length() - 4));
    return Files.exists(plain) ? plain : plain.resolveSibling(plain.getFileName() + ".gz");
  }

  @Test
  void logAndSimpletraceHoldTheSameEventsWithTheSameValues() throws IOException {
    long events = 0;
    long parsed = 0;
    long texts = 0;
    long builtin = 0;
    for (Path folder : Captures.folders()) {
      EventTable table = Captures.events(folder);
      if (folder.endsWith("fail-tcp-channel")) {
        // The source aborts: its log is whole, the simpletrace buffer was never written.
        continue;
      }
      for (Path log : Captures.files(folder, ".trace.log")) {
        String name = Captures.plain(log);
        String side = name.substring(0, name.indexOf('.'));
        Path binary = binary(folder.resolve(side + ".simpletrace.txt"));
        if (!Files.exists(binary)) {
          continue;
        }
        Captures.Reading printed = Captures.read(QemuLogReader::new, Captures.bytes(log), table);
        Captures.Reading recorded =
            Captures.read(SimpletraceReader::new, Captures.bytes(binary), table);
        Captures.Reading plain = Captures.read(QemuLogReader::new, Captures.bytes(log));
        List<TraceEvent> one = new ArrayList<>(printed.all(TraceEvent.class));
        List<TraceEvent> two = new ArrayList<>(recorded.all(TraceEvent.class));
        List<TraceEvent> three = plain.all(TraceEvent.class);
        assertThat(three).as(log.toString()).hasSameSizeAs(one);
        // Threads race for the log's lock and for the buffer's place: compare as sorted sets.
        List<String> left = new ArrayList<>();
        List<String> right = new ArrayList<>();
        for (TraceEvent event : one) {
          int declared = table.find(event.name()).arguments().size();
          assertThat(event.arguments().count())
              .as(event.name() + " " + event.text())
              .isEqualTo(declared);
          left.add(values(event));
          parsed++;
        }
        // QEMU sets its first run state before it opens the log.
        two.removeIf(e -> values(e).endsWith("new_state_str=inmigrate"));
        List<TraceEvent> four =
            new ArrayList<>(
                Captures.read(SimpletraceReader::new, Captures.bytes(binary))
                    .all(TraceEvent.class));
        four.removeIf(e -> values(e).endsWith("new_state_str=inmigrate"));
        for (int i = 0; i < two.size(); i++) {
          Event known = two.get(i).known();
          if (known != null && !known.isGroup()) {
            assertThat(values(four.get(i))).isEqualTo(values(two.get(i)));
          }
        }
        for (TraceEvent event : two) {
          right.add(values(event));
          if (table.find(event.name()).format() != null) {
            texts++;
          }
        }
        left.sort(null);
        right.sort(null);
        assertThat(left).as(log.toString()).isEqualTo(right);
        List<String> printedText = new ArrayList<>();
        List<String> madeText = new ArrayList<>();
        one.forEach(e -> printedText.add(e.name() + " " + e.text().replace("(null)", "")));
        two.forEach(e -> madeText.add(e.name() + " " + e.text()));
        printedText.sort(null);
        madeText.sort(null);
        assertThat(madeText).as(log.toString()).isEqualTo(printedText);
        for (TraceEvent event : three) {
          boolean fits =
              event.arguments().count() > 0
                  || event.text().isEmpty()
                  || event.arguments().declaration() == null;
          assertThat(fits).as(event.name() + " " + event.text()).isTrue();
          builtin += event.arguments().declaration() != null ? 1 : 0;
        }
        for (int i = 0; i < one.size(); i++) {
          Event known = one.get(i).known();
          if (known != null && !known.isGroup()) {
            assertThat(values(three.get(i))).isEqualTo(values(one.get(i)));
            assertThat(three.get(i).is(known)).isTrue();
          }
        }
        assertThat(printed.findings()).as(log.toString()).isEmpty();
        assertThat(recorded.findings()).as(log.toString()).isEmpty();
        events += one.size();
      }
    }
    System.out.println(
        "log against simpletrace: "
            + events
            + " events, "
            + parsed
            + " lines parsed to values, "
            + texts
            + " printed back, "
            + builtin
            + " by the built-in declarations");
  }

  private static String values(TraceEvent event) {
    StringBuilder out = new StringBuilder(event.name());
    Arguments arguments = event.arguments();
    for (int i = 0; i < arguments.count(); i++) {
      out.append(' ').append(arguments.name(i)).append('=');
      out.append(arguments.isText(i) ? arguments.text(i) : Long.toHexString(arguments.number(i)));
    }
    // A null string is recorded as an empty one.
    return out.toString().replace("(null)", "");
  }

  @Test
  void errorsOfTheFailingRunsAreKept() throws IOException {
    List<String> wanted =
        List.of(
            "2 != 1",
            "Failed to load element of type",
            "post load hook failed for",
            "was never claimed",
            "does not support fd passing");
    List<String> seen = new ArrayList<>();
    for (Path folder : Captures.folders()) {
      for (Path file : Captures.files(folder, ".stderr")) {
        Captures.Reading reading = Captures.read(QemuLogReader::new, Captures.bytes(file));
        assertThat(reading.all(TraceEvent.class)).as(file.toString()).isEmpty();
        reading.all(LogLine.class).forEach(l -> seen.add(l.text()));
      }
    }
    if (!seen.isEmpty()) {
      for (String text : wanted) {
        assertThat(seen).anyMatch(line -> line.contains(text));
      }
    }
  }

  @Test
  void theCorpusOfReleasedVersionsIsRead() throws IOException {
    long events = 0;
    for (Path folder : Captures.corpus()) {
      for (String side : List.of("trace-source.log", "trace-destination.log")) {
        for (Path log : Captures.files(folder, side)) {
          Captures.Reading reading = Captures.read(QemuLogReader::new, Captures.bytes(log));
          assertThat(reading.findings()).as(log.toString()).isEmpty();
          for (TraceEvent event : reading.all(TraceEvent.class)) {
            assertThat(event.timeNs()).isPositive();
            assertThat(
                    event.arguments().declaration() == null
                        || event.arguments().count() > 0
                        || event.text().isEmpty())
                .as(event.name() + " " + event.text())
                .isTrue();
            events++;
          }
        }
      }
    }
    System.out.println("released versions: " + events + " events of logs");
  }

  @Test
  void theScriptsTextIsReadAgain() throws IOException {
    for (Path folder : Captures.folders()) {
      for (Path text : Captures.files(folder, ".simpletrace.txt")) {
        EventTable table = Captures.events(folder);
        List<TraceEvent> read =
            Captures.read(SimpletraceTextReader::new, Captures.bytes(text), table)
                .all(TraceEvent.class);
        List<TraceEvent> binary =
            Captures.read(SimpletraceReader::new, Captures.bytes(binary(text)), table)
                .all(TraceEvent.class);
        assertThat(read).hasSameSizeAs(binary);
        for (int i = 0; i < read.size(); i++) {
          assertThat(values(read.get(i))).isEqualTo(values(binary.get(i)));
          assertThat(read.get(i).timeNs())
              .isEqualTo(binary.get(i).timeNs() - binary.get(0).timeNs());
        }
      }
    }
  }

  @Test
  void theExcerptOfARealSimpletraceFile() throws IOException {
    EventTable table =
        EventTable.read(
            new ByteArrayInputStream(Captures.resource("trace-events-all.excerpt")), "e", d -> {});
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<Diagnostic> findings = new ArrayList<>();
    new SimpletraceText(ReadOptions.of("excerpt", findings::add).withEvents(table))
        .print(new ByteArrayInputStream(Captures.resource("excerpt.simpletrace")), out);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(new String(Captures.resource("excerpt.txt"), StandardCharsets.UTF_8));
    assertThat(findings).extracting(Diagnostic::code).doesNotContain(Code.TRACE_TRUNCATED);
  }
}
