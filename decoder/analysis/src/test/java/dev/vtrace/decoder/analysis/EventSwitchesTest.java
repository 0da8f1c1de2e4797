// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.analysis.evidence.EventSwitches;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.event.Event;
import dev.vtrace.decoder.trace.log.QmpReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events are on from the command that switches them on to the one that switches them off. */
class EventSwitchesTest {
  private static final String NAME = "vhost_user_write";
  private final StringBuilder transcript = new StringBuilder();

  private void says(long timeNs, String direction, String message) {
    transcript
        .append("{\"t_ns\": " + timeNs + ", \"who\": \"src\", \"dir\": \"" + direction)
        .append("\", \"msg\": " + message + "}\n");
  }

  private void sets(long timeNs, boolean on) {
    says(
        timeNs,
        "out",
        "{\"execute\": \"trace-event-set-state\", \"id\": "
            + timeNs
            + ", \"arguments\": {\"name\": \""
            + NAME
            + "\", \"enable\": "
            + on
            + "}}");
  }

  private void asks(long timeNs, String state) {
    says(timeNs, "out", "{\"execute\": \"trace-event-get-state\", \"id\": " + timeNs + "}");
    says(
        timeNs,
        "in",
        "{\"return\": [{\"name\": \""
            + NAME
            + "\", \"state\": \""
            + state
            + "\"}], \"id\": "
            + timeNs
            + "}");
  }

  private EventSwitches read() throws IOException {
    List<QmpMessage> messages = new ArrayList<>();
    new QmpReader(ReadOptions.of("qmp.jsonl", d -> {}))
        .read(
            new ByteArrayInputStream(transcript.toString().getBytes(StandardCharsets.UTF_8)),
            record -> messages.add((QmpMessage) record));
    return new EventSwitches(messages);
  }

  @Test
  void absenceTellsSomethingWhileAnEventIsOnOnly() throws IOException {
    asks(100, "disabled");
    sets(200, true);
    sets(500, false);
    EventSwitches switches = read();
    assertThat(switches.everOn("src", Event.MESSAGE_SENT)).isTrue();
    assertThat(switches.everOn("dst", Event.MESSAGE_SENT)).isFalse();
    assertThat(switches.everOn("src", Event.MESSAGE_RECEIVED)).isFalse();
    assertThat(switches.offWithin("src", Event.MESSAGE_SENT, 50, 90)).isTrue();
    assertThat(switches.offWithin("src", Event.MESSAGE_SENT, 150, 250)).isTrue();
    assertThat(switches.offWithin("src", Event.MESSAGE_SENT, 250, 450)).isFalse();
    assertThat(switches.offWithin("src", Event.MESSAGE_SENT, 450, 550)).isTrue();
    assertThat(switches.offAtFirst("src", Event.MESSAGE_SENT)).isTrue();
  }

  @Test
  void anEventThatTheQemuLacksIsNotOn() throws IOException {
    sets(200, true);
    says(
        210,
        "in",
        "{\"error\": {\"class\": \"GenericError\", \"desc\": \"unknown\"}, \"id\": 200}");
    assertThat(read().everOn("src", Event.MESSAGE_SENT)).isFalse();
  }

  @Test
  void anEventThatWasOnBeforeCountsFromTheAnswer() throws IOException {
    asks(100, "enabled");
    EventSwitches switches = read();
    assertThat(switches.everOn("src", Event.MESSAGE_SENT)).isTrue();
    assertThat(switches.offWithin("src", Event.MESSAGE_SENT, 50, 450)).isFalse();
  }
}
