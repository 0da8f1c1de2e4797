// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.analysis.evidence.TransferCapability;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.log.QmpReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is set in a QEMU stays set until it is changed. */
class SwitchesTest {
  private final StringBuilder transcript = new StringBuilder();

  private void says(long timeNs, String direction, String message) {
    transcript
        .append("{\"t_ns\": " + timeNs + ", \"who\": \"src\", \"dir\": \"" + direction)
        .append("\", \"msg\": " + message + "}\n");
  }

  private void sets(long timeNs, String capability, boolean on) {
    says(
        timeNs,
        "out",
        "{\"execute\": \"migrate-set-capabilities\", \"arguments\": {\"capabilities\":"
            + " [{\"capability\": \""
            + capability
            + "\", \"state\": "
            + on
            + "}]}}");
  }

  private TransferCapability read() throws IOException {
    List<QmpMessage> messages = new ArrayList<>();
    new QmpReader(ReadOptions.of("qmp.jsonl", d -> {}))
        .read(
            new ByteArrayInputStream(transcript.toString().getBytes(StandardCharsets.UTF_8)),
            record -> messages.add((QmpMessage) record));
    return new TransferCapability(messages);
  }

  @Test
  void eachIsInForceFromItsCommandOn() throws IOException {
    sets(100, "local-vhost-user-blk", true);
    sets(200, "local-char-socket", true);
    sets(300, "local-vhost-user-blk", false);
    TransferCapability switches = read();
    assertThat(switches.inForce("src", 50)).isEmpty();
    assertThat(switches.inForce("src", 250).keySet())
        .containsExactly("local-char-socket", "local-vhost-user-blk");
    assertThat(switches.inForce("src", 350).keySet()).containsExactly("local-char-socket");
    assertThat(switches.on("src", 350)).isNotNull();
    assertThat(switches.inForce("dst", 350)).isEmpty();
  }

  @Test
  void whatIsRefusedIsNotSet() throws IOException {
    sets(100, "local-vhost-user-blk", true);
    says(110, "in", "{\"error\": {\"class\": \"GenericError\", \"desc\": \"no\"}}");
    assertThat(read().inForce("src", -1)).isEmpty();
  }

  private void answers(long timeNs, String name, boolean on) {
    says(timeNs, "out", "{\"execute\": \"query-migrate-capabilities\", \"id\": " + timeNs + "}");
    says(
        timeNs + 1,
        "in",
        "{\"return\": [{\"capability\": \""
            + name
            + "\", \"state\": "
            + on
            + "}], \"id\": "
            + timeNs
            + "}");
  }

  /** As libvirt or another monitor sets it, of which the transcript has nothing. */
  @Test
  void whatSomebodyElseSetIsKnownFromAnswers() throws IOException {
    answers(100, "local-vhost-user-blk", true);
    TransferCapability switches = read();
    assertThat(switches.inForce("src", 50)).isEmpty();
    assertThat(switches.inForce("src", 200)).containsOnlyKeys("local-vhost-user-blk");
    assertThat(switches.answer("src", 50)).isNull();
    assertThat(switches.answer("src", 200)).isNotNull();
    // Nobody can change a capability while a migration runs.
    assertThat(switches.inForce("src", 50, 200)).containsOnlyKeys("local-vhost-user-blk");
  }

  @Test
  void anAnswerAlsoTellsWhatIsOff() throws IOException {
    sets(100, "local-vhost-user-blk", true);
    answers(200, "local-vhost-user-blk", false);
    TransferCapability switches = read();
    assertThat(switches.inForce("src", 150)).isNotEmpty();
    assertThat(switches.inForce("src", 250)).isEmpty();
  }

  @Test
  void capabilitiesOfAQemuWithoutTheSwitchTellNothingOfItsParameters() throws IOException {
    answers(100, "xbzrle", false);
    assertThat(read().answer("src", -1)).isNull();
  }
}
