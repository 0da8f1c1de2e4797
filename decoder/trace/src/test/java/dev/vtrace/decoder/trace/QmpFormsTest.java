// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.trace.QmpMessage.QmpMessageKind;
import dev.vtrace.decoder.trace.input.InputRecognition;
import dev.vtrace.decoder.trace.log.QemuLogReader;
import dev.vtrace.decoder.trace.log.QmpReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** QMP as people have it. */
class QmpFormsTest {
  private static List<QmpMessage> read(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(InputRecognition.of(bytes, bytes.length)).isEqualTo(InputKind.QMP);
    Captures.Reading reading = Captures.read(QmpReader::new, bytes);
    assertThat(reading.findings()).isEmpty();
    return reading.all(QmpMessage.class);
  }

  private static void failed(List<QmpMessage> messages) {
    QmpMessage last = messages.get(messages.size() - 1);
    assertThat(last.kind()).isEqualTo(QmpMessageKind.REPLY);
    assertThat(last.name()).isEqualTo("query-migrate");
    assertThat(last.value("return.status")).isEqualTo("failed");
    assertThat(last.value("return.error-desc")).isEqualTo("Channel error: x");
  }

  @Test
  void printedOverSeveralLines() {
    List<QmpMessage> messages =
        read(
            """
            {"execute": "query-migrate"}
            {
                "return": {
                    "status": "failed",
                    "ram": {"total": 1,
                        "pages": [
                            1,
                            2
                        ]},
            qemu-system-x86_64: warning: in between
                    "blocked": false,
                    "error-desc": "Channel error: x"
                }
            }
            """);
    failed(messages);
    assertThat(messages.get(1).span().line()).isEqualTo(2);
    assertThat(messages.get(1).value("return.ram.pages[1]")).isEqualTo("2");
  }

  @Test
  void qmpShell() {
    List<QmpMessage> messages =
        read(
            """
            (QEMU) migrate uri=unix:/tmp/m.sock
            {"return": {}}
            (QEMU) query-migrate
            {"return": {"status": "failed", "error-desc": "Channel error: x"}}
            """);
    assertThat(messages.get(0).value("arguments.uri")).isEqualTo("unix:/tmp/m.sock");
    assertThat(messages.get(1).name()).isEqualTo("migrate");
    failed(messages);
  }

  @Test
  void virshCommandsAndEvents() {
    failed(
        read(
            """
            # virsh qemu-monitor-command vm1 --pretty '{"execute":"query-migrate"}'
            {
              "return": {
                "status": "failed",
                "error-desc": "Channel error: x"
              },
              "id": "libvirt-42"
            }
            """
                .replace(",\n  \"id\": \"libvirt-42\"", "")));
    List<QmpMessage> events =
        read(
            """
            event MIGRATION at 1599507014.201037 for domain 'vm1': {"status":"active"}
            2026-01-05 10:00:31.100+0000: event MIGRATION for domain 'vm1': {"status":"failed"}
            """);
    assertThat(events).extracting(m -> m.value("data.status")).containsExactly("active", "failed");
    assertThat(events.get(0).emittedNs()).isEqualTo(1_599_507_014_201_037_000L);
    assertThat(events.get(1).timeNs()).isEqualTo(1_767_607_231_100_000_000L);
  }

  @Test
  void aMessageThatLibvirtLogsInFourFormsIsOne() {
    String event = "{\"timestamp\": {\"seconds\": 1, \"microseconds\": 2}, \"event\": \"STOP\"}";
    String head = "2026-01-05 10:00:31.168+0000: 65555: debug : f:220 : ";
    List<QmpMessage> messages =
        read(
            head
                + "QEMU_MONITOR_IO_PROCESS: mon=0x7f73 buf="
                + event
                + "\n"
                + head
                + "Line ["
                + event
                + "]\n"
                + head
                + "QEMU_MONITOR_RECV_EVENT: mon=0x7f73 event="
                + event
                + "\n"
                + head
                + "Line ["
                + event.replace("STOP", "RESUME")
                + "]\n");
    assertThat(messages).extracting(QmpMessage::name).containsExactly("STOP", "RESUME");
  }

  @Test
  void theHumanMonitor() {
    List<QmpMessage> messages =
        read(
            """
            (qemu) migrate -d tcp:192.0.2.1:4444
            (qemu) info migrate
            globals:
            Migration status: failed (Channel error: x)
            total time: 0 ms
            """);
    assertThat(messages.get(0).value("arguments.uri")).isEqualTo("tcp:192.0.2.1:4444");
    failed(messages);
    List<QmpMessage> refused =
        read("(qemu) migrate tcp:x\nError: State blocked by non-migratable device '/m/rng0'\n");
    assertThat(refused.get(1).kind()).isEqualTo(QmpMessageKind.ERROR);
    assertThat(refused.get(1).name()).isEqualTo("migrate");
    assertThat(refused.get(1).value("error.desc")).startsWith("State blocked by");
    assertThat(read("(qemu) stop\nBooting\nlogin: x\nError: of the guest\n")).hasSize(1);
  }

  @Test
  void dictionariesOfPython() {
    failed(
        read(
            """
            10:00:43 DEBUG| (monitor vm1.qmp) Send command: {'execute': 'query-migrate', 'id': 'a'}
            10:00:44 DEBUG| Response: {u'return': {'status': 'failed', 'ok': True, 'n': None, \
            'error-desc': 'Channel error: x'}, 'id': 'a'}
            """));
    failed(
        read(
            """
            DEBUG:qemu.machine:--> {
              "execute": "query-migrate"
            }
            DEBUG:qemu.machine:<-- {
              "return": {
                "status": "failed",
                "error-desc": "Channel error: x"
              }
            }
            """));
  }

  @Test
  void objectsOfOthersAreNone() {
    byte[] bytes = "{\n  \"a\": {\n    \"b\": 1\n  }\n}\n".getBytes(StandardCharsets.UTF_8);
    assertThat(InputRecognition.of(bytes, bytes.length)).isEqualTo(InputKind.JSON);
    String log = "qemu-system-x86_64: json:{\"driver\": \"raw\"}: Could not open\n";
    Captures.Reading reading =
        Captures.read(QemuLogReader::new, log.getBytes(StandardCharsets.UTF_8));
    assertThat(reading.all(QmpMessage.class)).isEmpty();
    assertThat(reading.all(LogLine.class)).hasSize(1);
  }
}
