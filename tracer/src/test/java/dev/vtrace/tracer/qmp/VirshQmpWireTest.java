// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.qmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vtrace.decoder.trace.QmpMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The conversation with a virsh that prints as that of libvirt 9 does: echo, prompts, answers. */
@Timeout(60)
class VirshQmpWireTest {
  /** Commands as lines; the word of {@code echo} has no end of line. */
  private static final String SCRIPT =
      """
      #!/bin/bash
      if [[ $1 == qemu-monitor-event ]]; then
        printf "2026-11-30 07:43:12.456+0000: event STOP for domain 'vm 1': <null>\\n"
        printf "2026-11-30 07:43:12.9+0000: event NONE for domain 'vm1': {}\\n"
        printf "2026-11-30 07:43:12.852+0000: event MIGRATION for domain 'vm1': "
        printf '{"status":"setup"}\\n'
        exec sleep 100
      fi
      printf 'virsh # '
      while IFS= read -r line; do
        printf '%s\\n' "$line"
        case $line in
          'echo '*) printf '%s' "${line#echo }" ;;
          *query-version*)
            echo '{"return":{"qemu":{"micro":22,"minor":2,"major":7},"package":""},"id":"libvirt-1"}' ;;
          *"it\\u0027s"*) echo '{"id":"libvirt-2","error":{"class":"X","desc":"not so"}}' ;;
          *broken*) echo 'error: internal error'; echo 'error: in two lines' ;;
          *gone*) touch gone; echo 'error: domain is not running' ;;
          domid*) [[ -e gone ]] && echo - || echo 7 ;;
          *) echo '{"return":{},"id":"libvirt-3"}' ;;
        esac
        printf '\\nvirsh # '
      done
      """;

  @TempDir Path folder;

  private final List<QmpMessage> events = new ArrayList<>();

  private QmpClient connect() throws IOException {
    Path program = folder.resolve("virsh");
    Files.writeString(
        program,
        SCRIPT.replace("gone;", folder + "/gone;").replace("-e gone", "-e " + folder + "/gone"));
    program.toFile().setExecutable(true);
    VirshQmpWire wire = VirshQmpWire.connect(program.toString(), "vm1");
    return QmpClient.over(
        wire,
        new MonitorAddress.Libvirt("vm1"),
        "source",
        QmpTranscript.none(),
        event -> {
          synchronized (events) {
            events.add(event);
          }
        },
        Duration.ofSeconds(30));
  }

  @Test
  void answersGoToWhoAsked() throws Exception {
    try (QmpClient client = connect()) {
      assertThat(client.version()).isEqualTo("7.2.22");
      assertThat(client.execute("stop", Map.of()).id()).startsWith("vtrace-");
      assertThatThrownBy(() -> client.execute("x", Map.of("name", "it's")))
          .isInstanceOf(QmpException.class)
          .hasMessageContaining("not so");
      assertThatThrownBy(() -> client.execute("broken", Map.of()))
          .isInstanceOf(QmpException.class)
          .hasMessageContaining("in two lines");
      client.execute("cont", Map.of());
    }
  }

  @Test
  void eventsHaveTheirTimesAndData() throws Exception {
    try (QmpClient client = connect()) {
      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (events() < 3 && System.nanoTime() < end) {
        Thread.sleep(10);
      }
      assertThat(client.isLost()).isFalse();
    }
    assertThat(events).extracting(QmpMessage::name).containsExactly("STOP", "NONE", "MIGRATION");
    assertThat(events.get(0).emittedNs()).isEqualTo(1_796_024_592_456_000_000L);
    assertThat(events.get(2).value("data.status")).isEqualTo("setup");
  }

  private int events() {
    synchronized (events) {
      return events.size();
    }
  }

  @Test
  void theEndOfTheDomainIsTheEndOfTheConversation() throws Exception {
    try (QmpClient client = connect()) {
      assertThatThrownBy(() -> client.execute("gone", Map.of())).isInstanceOf(QmpException.class);
      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (!client.isLost() && System.nanoTime() < end) {
        Thread.sleep(10);
      }
      assertThat(client.isLost()).isTrue();
    }
  }

  @Test
  void aMissingVirshIsSaid() {
    assertThatThrownBy(() -> VirshQmpWire.connect(folder.resolve("none").toString(), "vm1"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no virsh");
  }
}
