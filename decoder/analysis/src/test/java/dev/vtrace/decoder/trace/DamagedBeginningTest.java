// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.vtrace.decoder.Decoded;
import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.bytes.HeapSource;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.stream.StreamOutcome;
import dev.vtrace.decoder.trace.input.InputRecognition;
import dev.vtrace.decoder.trace.log.QmpReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first bytes of a file, and the last of a conversation, are damaged. */
class DamagedBeginningTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aStreamIsReadOnBehindItsMagic(int at) throws IOException {
    byte[] stream = Recordings.bytes(Recordings.stream(Recordings.transfer()));
    Decoded good = Decoded.of(new HeapSource("good", stream));
    stream[at] ^= 1;
    assertThat(InputRecognition.of(stream, stream.length)).isEqualTo(InputKind.MIGRATION_STREAM);
    Decoded bad = Decoded.of(new HeapSource("bad", stream));
    assertThat(bad.summary.outcome()).isEqualTo(StreamOutcome.MALFORMED);
    assertThat(bad.summary.coverage().unreachable()).isEqualTo(4);
    assertThat(bad.codes()).contains(Code.NOT_A_STREAM);
    assertThat(bad.sections).hasSameSizeAs(good.sections);
    assertThat(bad.summary.devices()).hasSameSizeAs(good.summary.devices());
  }

  @Test
  void whatOnlyHasZerosAndAThreeInItIsNoStream() {
    byte[] other = {'Q', 'x', 'y', 'z', 0, 0, 0, 3, 7, 0, 0, 0, 11};
    assertThat(InputRecognition.of(other, other.length)).isEqualTo(InputKind.UNKNOWN);
  }

  @Test
  void trafficIsToldByItsOtherLines() {
    String line =
        "{\"t_ns\": 1, \"conn\": \"a\", \"dir\": \"fe->be\", \"hex\": \"010000000100000000000000\"}\n";
    byte[] bytes = ("x" + line.substring(1) + line + line).getBytes(StandardCharsets.UTF_8);
    assertThat(InputRecognition.of(bytes, bytes.length)).isEqualTo(InputKind.VHOST_USER_JSON);
  }

  private static Captures.Reading qmp(String text) {
    return Captures.read(QmpReader::new, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aConversationThatEndsInAMessageSaysSo() {
    String first = "{\"execute\": \"query-status\"}\n";
    for (String last :
        new String[] {
          "{\"return\": {\"status\": \"runn",
          "{\"return\": {\"status\": \"running\",",
          "{\"return\": {",
          "{\n  \"return\": {\n    \"status\": \"running\",\n",
          "{\"timestamp\": {\"seconds\": 1, \"microseconds\": 2}, \"event\": \"STOP\"",
          "{\"ret",
        }) {
      assertThat(qmp(first + last).findings())
          .as(last)
          .extracting(Diagnostic::code, Diagnostic::offset)
          .containsExactly(tuple(Code.JSON_DAMAGED, (long) first.length()));
    }
  }

  @Test
  void anObjectThatWasCutDoesNotTakeTheOthersWithIt() {
    Captures.Reading reading =
        qmp(
            "{\n    \"return\": {\n        \"status\": {\n{\"execute\": \"stop\"}\n{\"return\": {}}\n");
    assertThat(reading.all(QmpMessage.class))
        .extracting(QmpMessage::name)
        .containsExactly("stop", "stop");
    assertThat(reading.findings()).extracting(Diagnostic::offset).containsExactly(0L);
  }

  @Test
  void whatFollowsAMessageIsSaid() {
    String good = "{\"execute\": \"stop\"}\n";
    assertThat(qmp(good + "{\"return\": {}}}garbage\n" + good).findings())
        .extracting(Diagnostic::offset)
        .containsExactly((long) good.length());
    assertThat(qmp(good + "\u0001\u0002\u0003\u0004\u0005\n").findings())
        .extracting(Diagnostic::message)
        .containsExactly("the line is not text");
    assertThat(qmp(good + "qemu-system-x86_64: terminating on signal 15\n").findings()).isEmpty();
    assertThat(qmp("{\"execute\": \"stop\"}").findings()).isEmpty();
  }
}
