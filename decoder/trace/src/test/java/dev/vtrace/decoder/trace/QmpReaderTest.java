// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.trace.log.QmpReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QmpReaderTest {
  private static Captures.Reading read(String text) {
    return Captures.read(QmpReader::new, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void everyTranscriptOfTheRecordings() throws IOException {
    int messages = 0;
    int statuses = 0;
    int downtimes = 0;
    for (Path folder : Captures.folders()) {
      boolean transfer = false;
      for (Path file : Captures.files(folder, "qmp.jsonl")) {
        Captures.Reading reading = Captures.read(QmpReader::new, Captures.bytes(file));
        assertThat(reading.findings()).as(file.toString()).isEmpty();
        for (QmpMessage message : reading.all(QmpMessage.class)) {
          messages++;
          assertThat(message.timeNs()).isPositive();
          boolean answer =
              message.kind() == QmpMessage.QmpMessageKind.REPLY
                  || message.kind() == QmpMessage.QmpMessageKind.ERROR;
          assertThat(answer && message.name().isEmpty()).as(file.toString()).isFalse();
          if (message.name().equals("MIGRATION")) {
            assertThat(message.value("data.status")).isNotNull();
            statuses++;
          }
          if (answer
              && message.name().equals("query-migrate")
              && message.value("return.downtime") != null) {
            downtimes++;
          }
          for (TransferSwitch.Setting setting : TransferSwitch.settings(message)) {
            transfer |= setting.known() != null && setting.on();
          }
        }
        String run = folder.getFileName().toString();
        boolean expected = run.startsWith("transfer") || run.startsWith("v4names-transfer");
        if (expected || run.startsWith("normal") || run.startsWith("plain")) {
          assertThat(transfer).as(run).isEqualTo(expected);
        }
      }
    }
    System.out.println(
        "QMP: "
            + messages
            + " messages, "
            + statuses
            + " migration states, "
            + downtimes
            + " downtimes");
  }

  @Test
  void theExcerpt() {
    List<QmpMessage> all =
        Captures.read(QmpReader::new, Captures.resource("qmp.jsonl")).all(QmpMessage.class);
    assertThat(all).extracting(QmpMessage::who).contains("src", "dst");
    List<String> on = new ArrayList<>();
    for (QmpMessage message : all) {
      for (TransferSwitch.Setting setting : TransferSwitch.settings(message)) {
        if (setting.known() != null && setting.on()) {
          on.add(message.who() + " " + setting.name());
        }
      }
    }
    assertThat(on).containsExactly("src local-vhost-user-blk", "dst local-vhost-user-blk");
    QmpMessage stop = all.stream().filter(m -> m.name().equals("STOP")).findFirst().orElseThrow();
    assertThat(stop.emittedNs()).isLessThanOrEqualTo(stop.timeNs());
  }

  @Test
  void plainConversationWithIds() {
    List<QmpMessage> all =
        read("""
        {"QMP": {"version": {}, "capabilities": []}}
        {"execute": "query-migrate", "id": "b"}
        {"execute": "stop", "id": "c"}
        {"return": {}, "id": "c"}
        {"error": {"class": "GenericError", "desc": "no"}, "id": "b"}
        {"timestamp": {"seconds": 5, "microseconds": 7}, "event": "STOP"}
        """)
            .all(QmpMessage.class);
    assertThat(all)
        .extracting(QmpMessage::kind)
        .containsExactly(
            QmpMessage.QmpMessageKind.GREETING,
            QmpMessage.QmpMessageKind.COMMAND,
            QmpMessage.QmpMessageKind.COMMAND,
            QmpMessage.QmpMessageKind.REPLY,
            QmpMessage.QmpMessageKind.ERROR,
            QmpMessage.QmpMessageKind.EVENT);
    assertThat(all.get(3).name()).isEqualTo("stop");
    assertThat(all.get(4).name()).isEqualTo("query-migrate");
    assertThat(all.get(4).value("error.desc")).isEqualTo("no");
    assertThat(all.get(5).emittedNs()).isEqualTo(5_000_007_000L);
  }

  @Test
  void libvirtsLogAndQemusTrace() {
    String mon = "mon=0x7f733c000a40";
    String event = "{\"timestamp\": {\"seconds\": 1, \"microseconds\": 2}, \"event\": \"STOP\"}";
    List<QmpMessage> all =
        read("2026-11-23 08:00:00.984+0000: 18571: info : qemuMonitorSend:864 :"
                + " QEMU_MONITOR_SEND_MSG: "
                + mon
                + " msg={\"execute\":\"stop\",\"id\":\"libvirt-1\"}\r\n"
                + " fd=-1\n"
                + "2026-11-23 08:00:00.985+0000: 18571: info : qemuMonitorIOWrite:377 :"
                + " QEMU_MONITOR_IO_WRITE: "
                + mon
                + " buf={\"execute\":\"stop\",\"id\":\"libvirt-1\"}\r\n"
                + " len=42 ret=42 errno=0\n"
                + "2026-11-23 08:00:00.986+0000: 18571: debug : qemuMonitorIOProcess:356 :"
                + " QEMU_MONITOR_IO_PROCESS: "
                + mon
                + " buf="
                + event
                + "\r\n len=90\n"
                + "2026-11-23 08:00:00.987+0000: 18571: info : x:210 :"
                + " QEMU_MONITOR_RECV_EVENT: "
                + mon
                + " event="
                + event
                + "\n"
                + "2026-11-23 08:00:00.988+0000: 18571: info : x:210 :"
                + " QEMU_MONITOR_RECV_REPLY: "
                + mon
                + " reply={\"return\": {}, \"id\": \"libvirt-1\"}\n"
                + "2026-11-23T08:00:01.000000Z handle_qmp_command mon 0x55 req:"
                + " {\"execute\": \"cont\"}\n"
                + "2026-11-23T08:00:01.000001Z monitor_qmp_respond mon 0x55 resp:"
                + " {\"return\": {}}\n")
            .all(QmpMessage.class);
    assertThat(all)
        .extracting(m -> m.kind() + " " + m.name())
        .containsExactly("COMMAND stop", "EVENT STOP", "REPLY stop", "COMMAND cont", "REPLY cont");
    assertThat(all.get(0).who()).isEqualTo("0x7f733c000a40");
    assertThat(all.get(4).who()).isEqualTo("0x55");
    assertThat(all).allMatch(m -> m.timeNs() > 0);
  }

  @Test
  void damagedLinesAreReported() {
    Captures.Reading reading = read("{\"execute\": \"st\n{\"what\": 1}\n{\"execute\": \"cont\"}\n");
    assertThat(reading.all(QmpMessage.class)).extracting(QmpMessage::name).contains("cont");
    assertThat(reading.findings()).extracting(Diagnostic::code).containsOnly(Code.JSON_DAMAGED);
  }
}
