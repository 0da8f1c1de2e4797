// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.trace.event.Event;
import dev.vtrace.decoder.trace.input.InputRecognition;
import dev.vtrace.decoder.trace.log.BackendLogReader;
import dev.vtrace.decoder.trace.log.FtraceReader;
import dev.vtrace.decoder.trace.log.QemuLogReader;
import dev.vtrace.decoder.trace.log.QmpReader;
import dev.vtrace.decoder.trace.simpletrace.SimpletraceTextReader;
import dev.vtrace.decoder.trace.socket.StraceReader;
import dev.vtrace.decoder.trace.socket.VhostJsonReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts in which a full disk, or a host that went down, left zero bytes. */
class ZeroBytesTest {
  private static final String EVENT =
      "2026-11-23T08:02:35.568901Z vhost_dev_start_in dev 0x5 0x1 vrings 1\n";

  @TempDir Path folder;

  private static byte[] join(Object... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Object part : parts) {
      out.writeBytes(
          part instanceof Integer zeros
              ? new byte[zeros]
              : ((String) part).getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 4096, 65_536, 200_000, 3_000_000})
  void whatStandsAroundAHoleIsReadAndTheHoleSaid(int zeros) {
    byte[] log =
        join(zeros, EVENT, EVENT, zeros, EVENT, EVENT.substring(0, 40), zeros, EVENT, zeros);
    Captures.Reading reading = Captures.read(QemuLogReader::new, log);
    assertThat(reading.all(TraceEvent.class))
        .filteredOn(event -> event.is(Event.DEV_START_IN))
        .hasSize(4);
    List<Diagnostic> holes =
        reading.findings().stream().filter(each -> each.code() == Code.ZERO_BYTES).toList();
    long length = EVENT.length();
    assertThat(holes)
        .extracting(Diagnostic::offset)
        .containsExactly(
            0L, zeros + 2 * length, 2L * zeros + 3 * length + 40, 3L * zeros + 4 * length + 40);
    assertThat(holes).allSatisfy(hole -> assertThat(hole.length()).isEqualTo(zeros));
    for (TraceEvent event : reading.all(TraceEvent.class)) {
      String text = new String(log, (int) event.span().offset(), 20, StandardCharsets.UTF_8);
      assertThat(EVENT).startsWith(text);
    }
  }

  @Test
  void linesKeepTheirNumbers() {
    byte[] log = join(EVENT, EVENT.substring(0, 30), 4096, "rest\n", EVENT);
    Captures.Reading reading = Captures.read(QemuLogReader::new, log);
    assertThat(reading.all(TraceEvent.class))
        .extracting(event -> event.span().line())
        .containsExactly(1L, 3L);
  }

  @Test
  void aFewZerosAreTheOutputOfAGuest() {
    byte[] log = join(EVENT, "guest", 3, "text\n", EVENT);
    assertThat(Captures.read(QemuLogReader::new, log).findings())
        .extracting(Diagnostic::code)
        .doesNotContain(Code.ZERO_BYTES);
  }

  @Test
  void eachTextReaderSaysIt() {
    List<Captures.Maker> makers =
        List.of(
            QemuLogReader::new,
            QmpReader::new,
            BackendLogReader::new,
            FtraceReader::new,
            StraceReader::new,
            SimpletraceTextReader::new,
            VhostJsonReader::new);
    for (Captures.Maker maker : makers) {
      assertThat(Captures.read(maker, join("{}\n", 4096, "{}\n")).findings())
          .extracting(Diagnostic::code)
          .contains(Code.ZERO_BYTES);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 500, 4096, 65_536, 300_000})
  void aLogThatBeginsWithAHoleIsALog(int zeros) throws IOException {
    Path file = Files.write(folder.resolve("log"), join(zeros, EVENT, EVENT));
    assertThat(InputRecognition.of(file)).isEqualTo(InputKind.QEMU_LOG);
    Path torn = Files.write(folder.resolve("torn"), join(EVENT.substring(0, 50), zeros, EVENT));
    assertThat(InputRecognition.of(torn)).isEqualTo(InputKind.QEMU_LOG);
  }

  @Test
  void zerosAloneAndOtherBinariesStayUnknown() throws IOException {
    assertThat(InputRecognition.of(Files.write(folder.resolve("zeros"), new byte[100_000])))
        .isEqualTo(InputKind.UNKNOWN);
    byte[] binary = join("\u007fELF", 12, EVENT, 40, "\1\2\3\4\5\6\7\1\2\3\4\5\6\7\1\2\3\4\5\6", 9);
    assertThat(InputRecognition.of(binary, binary.length)).isEqualTo(InputKind.UNKNOWN);
  }
}
