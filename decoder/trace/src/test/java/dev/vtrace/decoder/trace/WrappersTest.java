// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.trace.input.InputRecognition;
import dev.vtrace.decoder.trace.log.BackendLogReader;
import dev.vtrace.decoder.trace.log.QemuLogReader;
import dev.vtrace.decoder.trace.log.QmpReader;
import dev.vtrace.decoder.vhostuser.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of each kind in each wrapper: the same records, in the same lines. */
class WrappersTest {
  private static final List<String> LINES =
      List.of(
          "qemu-system-x86_64: load of migration failed: Invalid argument",
          "2026-01-05T10:00:00.000001Z qemu-kvm: Missing section footer for 0000:00:01.3/piix4_pm",
          "/usr/libexec/qemu-kvm: warning: a: b",
          "kvm: error while loading state for instance 0x0 of device '0000:00:04.0/virtio-blk'",
          "vhost_user_write req:18 flags:0x1",
          "2026-01-05T10:00:00.000002Z migrate_set_state new state failed",
          "{\"execute\": \"query-migrate\"}",
          "{\"return\": {\"status\": \"failed\", \"error-desc\": \"Channel error: 'x'\"}}",
          "VHOST_CONFIG: (/tmp/v.sock) read message VHOST_USER_SET_MEM_TABLE",
          "VHOST_CONFIG: (/tmp/v.sock) vhost peer closed",
          "Request: VHOST_USER_GET_FEATURES (1)",
          "qemu-storage-daemon: vu_panic: Error while recvmsg: Connection reset by peer");

  private static Captures.Reading read(Captures.Maker maker, List<String> lines) {
    String text = String.join("\n", lines) + "\n";
    return Captures.read(maker, text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> wrapped(Wrapper wrapper) {
    return LINES.stream().map(wrapper::wrap).toList();
  }

  /** What a record is, and where, without its time. */
  private static String words(TraceRecord record) {
    String what = "";
    if (record instanceof TraceEvent event) {
      what = "event " + event.name() + " " + event.text();
    } else if (record instanceof LogLine line) {
      what = "line " + line.text();
    } else if (record instanceof QmpMessage message) {
      what = "qmp " + message.kind() + " " + message.name() + " " + message.values();
    } else if (record instanceof BackendLine line) {
      what = "backend " + line.request() + " " + line.socket() + " " + line.text();
    }
    return record.span().line() + " " + what;
  }

  @ParameterizedTest
  @EnumSource
  void eachLineIsTheSameRecordInTheSameLine(Wrapper wrapper) {
    List<String> expected =
        read(QemuLogReader::new, LINES).records().stream().map(WrappersTest::words).toList();
    assertThat(expected).hasSize(LINES.size());
    Captures.Reading reading = read(QemuLogReader::new, wrapped(wrapper));
    assertThat(reading.records().stream().map(WrappersTest::words).toList()).isEqualTo(expected);
    assertThat(reading.findings()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void theOtherReadersPassOnWhatIsNotTheirs(Wrapper wrapper) {
    for (Captures.Maker maker : List.<Captures.Maker>of(QmpReader::new, BackendLogReader::new)) {
      Captures.Reading reading = read(maker, wrapped(wrapper));
      assertThat(reading.all(QmpMessage.class)).hasSize(2);
      assertThat(reading.all(LogLine.class)).hasSizeBetween(4, 5);
      assertThat(
              reading.all(BackendLine.class).stream()
                  .map(BackendLine::request)
                  .filter(request -> request != null)
                  .toList())
          .containsExactly(Request.SET_MEM_TABLE, Request.GET_FEATURES);
      assertThat(reading.findings()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAFileIsShowsThroughTheWrapper(Wrapper wrapper) {
    List<String> wrong = new ArrayList<>();
    for (String line : LINES) {
      InputKind expected =
          line.startsWith("{")
              ? InputKind.QMP
              : line.contains("VHOST_") || line.startsWith("qemu-storage")
                  ? InputKind.BACKEND_LOG
                  : InputKind.QEMU_LOG;
      byte[] bytes = (wrapper.wrap(line) + "\n").getBytes(StandardCharsets.UTF_8);
      InputKind kind = InputRecognition.of(bytes, bytes.length);
      if (kind != expected) {
        wrong.add(line + " is taken for " + kind);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void theInnermostTimeWithAZoneCounts() {
    List<String> lines =
        List.of(
            Wrapper.DOCKER_TIMES.wrap(LINES.get(1)),
            Wrapper.DOCKER_TIMES.wrap(LINES.get(0)),
            Wrapper.NOVA.wrap(LINES.get(0)),
            Wrapper.VIRT_LAUNCHER.wrap(LINES.get(4)));
    assertThat(read(QemuLogReader::new, lines).records())
        .extracting(TraceRecord::timeNs)
        .containsExactly(1767607200000001000L, 1767607200123456789L, -1L, 1767607200000000000L);
  }

  /** A side that somebody names before the lines of its QEMU. */
  @ParameterizedTest
  @ValueSource(
      strings = {"dst: ", "> dst: ", "[target] ", "source> ", "host-2.example:  ", "  SRC: "})
  void aLabelOfPeopleIsNoPartOfTheLine(String label) {
    List<String> lines =
        List.of(
            LINES.get(0), LINES.get(1), "7@1767607200.000002:migrate_set_state new state failed");
    List<String> labelled = lines.stream().map(line -> label + line).toList();
    List<String> expected =
        read(QemuLogReader::new, lines).records().stream().map(WrappersTest::words).toList();
    assertThat(
            read(QemuLogReader::new, labelled).records().stream().map(WrappersTest::words).toList())
        .isEqualTo(expected);
    for (String line : labelled) {
      byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
      assertThat(InputRecognition.of(bytes, bytes.length)).as(line).isEqualTo(InputKind.QEMU_LOG);
    }
    byte[] other = (label + "the machine is slow\n").getBytes(StandardCharsets.UTF_8);
    assertThat(InputRecognition.of(other, other.length)).isEqualTo(InputKind.TEXT);
  }

  /** What loggers that are not known by name, editors and grep write before a line. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "02/03/2026 11:22:33 AM ",
        "1770114651123 ",
        "[  123.456789] ",
        "[2026-02-03 11:22:33,123] [INFO] ",
        "2026-02-03T11:22:34.123456Z 01O ",
        "2026-02-03T12:22:33+01:00\t{app=\"virt\", pod=\"vl-1\"} ",
        "   17  ",
        "+ ",
        "/var/log/libvirt/qemu/vm7.log:",
        "vm7.log:12:",
        "./src.log-12-",
        "&gt; ",
        "<pre>",
        "<br/>"
      })
  void fieldsOfAnyLoggerAreNoPartOfTheLine(String fields) {
    for (String line : List.of(LINES.get(0), LINES.get(1), LINES.get(2), LINES.get(5))) {
      if (fields.startsWith("<") && line.equals(LINES.get(5))) {
        continue;
      }
      List<String> expected =
          read(QemuLogReader::new, List.of(line)).records().stream()
              .map(WrappersTest::words)
              .toList();
      assertThat(
              read(QemuLogReader::new, List.of(fields + line)).records().stream()
                  .map(WrappersTest::words)
                  .toList())
          .isEqualTo(expected);
      byte[] bytes = (fields + line + "\n").getBytes(StandardCharsets.UTF_8);
      assertThat(InputRecognition.of(bytes, bytes.length)).isEqualTo(InputKind.QEMU_LOG);
    }
    byte[] other = (fields + "the machine is slow\n").getBytes(StandardCharsets.UTF_8);
    assertThat(InputRecognition.of(other, other.length)).isEqualTo(InputKind.TEXT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "We saw qemu-kvm: 2 != 1",
        "if it prints qemu-kvm: 2 != 1, call us",
        "At 11:22:33 the message qemu-kvm: 2 != 1",
        "`qemu-kvm: 2 != 1` is what `qemu-kvm` prints",
        "vhost_user_blk_start_in 0x5: qemu-kvm: 2 != 1"
      })
  void aSentenceThatQuotesALineIsNotThatLine(String sentence) {
    assertThat(read(QemuLogReader::new, List.of(sentence)).all(LogLine.class))
        .as(sentence)
        .noneMatch(line -> line.text().equals("qemu-kvm: 2 != 1"));
  }

  @Test
  void aMessageFromTheSourceOfAPageHasItsQuotes() {
    String event =
        "{&quot;event&quot;: &quot;MIGRATION&quot;, &quot;data&quot;: {&quot;status&quot;:"
            + " &quot;failed&quot;}}";
    byte[] bytes = (event + "\n").getBytes(StandardCharsets.UTF_8);
    assertThat(InputRecognition.of(bytes, bytes.length)).isEqualTo(InputKind.QMP);
    assertThat(read(QmpReader::new, List.of(event)).all(QmpMessage.class))
        .extracting(QmpMessage::name)
        .containsExactly("MIGRATION");
    String quoted = "qemu-kvm: error of device &#39;a&amp;b&#39; &unknown; & more";
    assertThat(read(QemuLogReader::new, List.of("&gt; " + quoted)).all(LogLine.class))
        .extracting(LogLine::text)
        .containsExactly("qemu-kvm: error of device 'a&b' &unknown; & more");
    assertThat(read(QemuLogReader::new, List.of("`" + LINES.get(0) + "`")).all(LogLine.class))
        .extracting(LogLine::text)
        .containsExactly(LINES.get(0));
  }

  @Test
  void anErrorThatIsQuotedWithoutItsNameIsAnErrorOfQemu() {
    String blocked = "State blocked by non-migratable device '0000:00:04.0/vhost-user-fs'";
    String broken = "Unable to write to socket: Broken pipe";
    Map<String, String> quoted =
        Map.of(
            "error: internal error: unable to execute QEMU command 'migrate': " + blocked,
            blocked,
            "error: operation failed: migration out job: " + broken,
            broken,
            "Migration: [ 99 %]error: operation failed: job 'migration out' failed: " + broken,
            broken,
            Wrapper.LIBVIRTD.wrap("operation failed: migration in job: " + broken),
            broken,
            Wrapper.NOVA.wrap(
                "Live Migration failure: operation failed: migration out job: "
                    + broken
                    + "#033[00m"),
            broken,
            Wrapper.VIRT_LAUNCHER.wrap(
                "error encountered during MigrateToURI3 libvirt api call: virError(Code=9, Domain=10,"
                    + " Message='operation failed: migration out job: "
                    + broken
                    + "')"),
            broken,
            "libvirtError: internal error: unable to execute QEMU command 'migrate': " + blocked,
            blocked);
    quoted.forEach(
        (line, text) -> {
          byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
          assertThat(InputRecognition.of(bytes, bytes.length))
              .as(line)
              .isEqualTo(InputKind.QEMU_LOG);
          assertThat(read(QemuLogReader::new, List.of(line)).all(LogLine.class))
              .as(line)
              .extracting(LogLine::text)
              .containsExactly("qemu: " + text);
        });
    for (String own :
        List.of(
            "error: operation aborted: migration out job: canceled by client",
            "error: internal error: job 'migration out' failed",
            "the job: done",
            "nothing of QEMU command 'migrate' : x",
            "error: QEMU command 'migrate' failed: x")) {
      assertThat(read(QemuLogReader::new, List.of(own)).all(LogLine.class))
          .as(own)
          .noneMatch(line -> line.text().startsWith("qemu: "));
    }
    for (String other : List.of("the job: done", "nothing of QEMU command 'migrate' : x")) {
      byte[] bytes = (other + "\n").getBytes(StandardCharsets.UTF_8);
      assertThat(InputRecognition.of(bytes, bytes.length)).as(other).isEqualTo(InputKind.TEXT);
    }
  }

  @Test
  void aLineThatLibvirtQuotesIsNoRace() {
    String quoted = "2026-01-05T10:00:43.153268Z qemu-kvm: Failed to load x";
    List<String> lines =
        List.of(
            Wrapper.NOVA.wrap(
                "Live Migration failure: internal error: qemu unexpectedly closed the monitor: "
                    + quoted),
            "Migration: [ 2.07 %]error: internal error: QEMU unexpectedly closed the monitor"
                + " (vm='vm1'): "
                + quoted,
            "error: internal error: process exited while connecting to monitor: qemu-kvm: Failed to"
                + " load x",
            Wrapper.VIRT_LAUNCHER.wrap(
                "internal error: QEMU unexpectedly closed the monitor (vm='vm1'): "
                    + quoted
                    + "\n"
                    + quoted));
    Captures.Reading reading = read(QemuLogReader::new, lines);
    assertThat(reading.all(LogLine.class))
        .extracting(LogLine::text)
        .hasSize(5)
        .containsOnly("qemu-kvm: Failed to load x");
    assertThat(reading.findings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "> "})
  void aLineThatABugTrackerFoldedIsOneLine(String quote) {
    String[] folded = {
      "2026-01-05T10:00:00.000001Z qemu-kvm: error while loading state for",
      "instance 0x0 of device '0000:00:04.0/virtio-blk'",
      "2026-01-05T10:00:00.000002Z qemu-kvm: load of migration failed:",
      "Invalid argument",
      "2026-01-05T10:00:00.000003Z qemu-kvm: warning: a",
      "Booting from Hard Disk...",
    };
    List<String> lines = Stream.of(folded).map(line -> quote + line).toList();
    assertThat(read(QemuLogReader::new, lines).all(LogLine.class))
        .extracting(line -> line.span().line() + " " + line.text())
        .containsExactly(
            "1 qemu-kvm: error while loading state for instance 0x0 of device"
                + " '0000:00:04.0/virtio-blk'",
            "3 qemu-kvm: load of migration failed: Invalid argument",
            "5 qemu-kvm: warning: a",
            "6 Booting from Hard Disk...");
    List<String> wide = new ArrayList<>(lines);
    wide.add("x".repeat(200));
    assertThat(read(QemuLogReader::new, wide).all(LogLine.class)).hasSize(7);
  }

  @Test
  void whatIsLessIndentedOrLeftOutIsNoRestOfALine() {
    List<String> lines =
        List.of(
            "    qemu-system-x86_64: load of migration failed: Invalid argument",
            "then the number of queues is different.",
            "2026-01-05T10:00:00.000001Z qemu-kvm: Failed to load element of nv...",
            "[snip]",
            "2026-01-05T10:00:00.000001Z qemu-kvm: Failed to load element of type",
            "[...]",
            "2026-01-05T10:00:00.000001Z qemu-kvm: Failed to load element of type",
            "<snip>");
    assertThat(read(QemuLogReader::new, lines).all(LogLine.class))
        .extracting(LogLine::text)
        .hasSize(8)
        .contains("[snip]", "[...]", "then the number of queues is different.");
  }

  @Test
  void whatIsNoWrapperStays() {
    List<String> lines =
        List.of(
            "Jan said: hello",
            "{\"level\": 1}",
            "[ OK ] Started",
            "time=late",
            "x | y",
            "12:34:56 is no level| z",
            "2026-01-05");
    assertThat(
            read(QemuLogReader::new, lines).all(LogLine.class).stream()
                .map(LogLine::text)
                .collect(Collectors.toList()))
        .contains("Jan said: hello", "{\"level\": 1}", "[ OK ] Started", "time=late", "2026-01-05");
  }
}
