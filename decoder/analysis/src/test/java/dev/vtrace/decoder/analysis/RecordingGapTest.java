// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.analysis.evidence.Traffic;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.capture.LooseFiles;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.run.ConnectionBuilder;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.trace.socket.PcapngWriter;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.decoder.vhostuser.Message;
import dev.vtrace.decoder.vhostuser.Request;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recorder says that it could not record is no evidence of anything. */
class RecordingGapTest {
  @TempDir Path folder;

  private static Message message(long time, Direction direction) {
    return new Message(
        Channel.MAIN,
        direction,
        Request.SET_OWNER.id(),
        direction == Direction.TO_BACKEND ? 1 : 5,
        0,
        new byte[0],
        List.of(),
        time,
        SourceSpan.NONE,
        ByteOrder.LITTLE_ENDIAN);
  }

  private static Traffic traffic(WireEvent... gaps) {
    ConnectionBuilder connection = new ConnectionBuilder("t", "1", "", "", finding -> {});
    connection.add(event(100, WireEvent.WireEventKind.OPEN, null, ""));
    connection.add(new WireMessage("1", -1, -1, message(200, Direction.TO_BACKEND)));
    connection.add(new WireMessage("1", -1, -1, message(300, Direction.TO_FRONTEND)));
    for (WireEvent gap : gaps) {
      connection.add(gap);
    }
    connection.add(event(1000, WireEvent.WireEventKind.CLOSE, null, ""));
    return new Traffic(connection.end());
  }

  private static WireEvent missing(Direction direction, long untilNs) {
    return event(untilNs, WireEvent.WireEventKind.MISSING, direction, "");
  }

  @Test
  void aWindowInAGapIsNotCovered() {
    Traffic whole = traffic();
    assertThat(whole.covers(250, 400)).isTrue();
    Traffic lacking = traffic(missing(Direction.TO_BACKEND, 500));
    assertThat(lacking.covers(150, 190)).isTrue();
    assertThat(lacking.covers(150, 250)).isFalse();
    assertThat(lacking.covers(250, 400)).isFalse();
    assertThat(lacking.covers(450, 900)).isFalse();
    assertThat(lacking.covers(501, 900)).isTrue();
    Traffic open = traffic(missing(Direction.TO_BACKEND, 500), missing(Direction.TO_FRONTEND, -1));
    assertThat(open.covers(501, 900)).isFalse();
  }

  @Test
  void theGapIsReadFromTheRecordingAndReported() throws Exception {
    Path file = folder.resolve("traffic.pcapng");
    String why = "1,234 bytes of 23 messages not recorded";
    try (OutputStream out = Files.newOutputStream(file);
        PcapngWriter writer = new PcapngWriter(out)) {
      event(writer, 100, WireEvent.WireEventKind.OPEN, null, "");
      writer.write(new WireMessage("1", 42, 7, message(200, Direction.TO_BACKEND)));
      event(writer, 500, WireEvent.WireEventKind.MISSING, Direction.TO_BACKEND, why);
      event(writer, 900, WireEvent.WireEventKind.CLOSE, null, "closed");
    }
    Migration migration = Analysis.of(new LooseFiles().add(InputRole.SOCKET, file).capture());
    assertThat(migration.findings())
        .extracting(finding -> finding.diagnostic().code())
        .contains(Code.WIRE_NOT_RECORDED)
        .doesNotContain(Code.BLOCK_DAMAGED);
    assertThat(migration.findings())
        .anyMatch(finding -> finding.diagnostic().message().equals(why));
  }

  private static void event(
      PcapngWriter writer, long time, WireEvent.WireEventKind kind, Direction direction, String why)
      throws IOException {
    writer.write(event(time, kind, direction, why));
  }

  private static WireEvent event(
      long time, WireEvent.WireEventKind kind, Direction direction, String why) {
    return new WireEvent(SourceSpan.NONE, time, "1", kind, direction, why);
  }
}
