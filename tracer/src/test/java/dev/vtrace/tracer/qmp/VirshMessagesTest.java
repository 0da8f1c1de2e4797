// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.qmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.tracer.qmp.VirshMessages.SentCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class VirshMessagesTest {
  private static final String STOP = "2026-11-30 07:43:12.456+0000: event STOP for domain 'vm1': ";

  @Test
  void anEventHasItsDataAndItsTime() throws IOException {
    assertThat(VirshMessages.event(STOP + "{\"a\":[1, 2]}"))
        .isEqualTo(
            "{\"event\":\"STOP\",\"data\":{\"a\":[1, 2]},"
                + "\"timestamp\":{\"seconds\":1796024592,\"microseconds\":456000}}");
    assertThat(VirshMessages.event("event STOP")).isEmpty();
  }

  @Test
  void dataThatIsNoObjectIsLeftOut() throws IOException {
    for (String data : new String[] {"<null>", "{\"a\":", "{} {}", "{\"a\" 1}", "{\"a\":1}}"}) {
      assertThat(VirshMessages.event(STOP + data))
          .as(data)
          .isEqualTo(
              "{\"event\":\"STOP\",\"timestamp\":{\"seconds\":1796024592,\"microseconds\":456000}}");
    }
  }

  @Test
  void anAnswerGetsTheIdOfTheCommand() throws IOException {
    byte[] text = "{\"execute\":\"stop\",\"id\":\"v\\\"7\"}".getBytes(StandardCharsets.UTF_8);
    SentCommand command = SentCommand.of(text);

    assertThat(command).isEqualTo(new SentCommand("stop", "v\"7", "{\"execute\":\"stop\"}"));
    assertThat(VirshMessages.withId("{\"return\":{},\"id\":\"libvirt-9\"}", command.id()))
        .isEqualTo("{\"return\":{},\"id\":\"v\\\"7\"}");
    assertThat(VirshMessages.accepted(command.id())).isEqualTo("{\"return\":{},\"id\":\"v\\\"7\"}");
  }

  @Test
  void theGreetingHasTheVersion() throws IOException {
    assertThat(
            VirshMessages.greeting("{\"return\":{\"qemu\":{\"major\":11}},\"id\":\"libvirt-1\"}"))
        .isEqualTo("{\"QMP\":{\"version\":{\"qemu\":{\"major\":11}},\"capabilities\":[]}}");
    assertThat(VirshMessages.greeting("{\"error\":{}}")).isEmpty();
  }
}
