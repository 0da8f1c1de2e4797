// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.family.ConnectionCloser;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.run.ConnectionBuilder;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.TraceReader;
import dev.vtrace.decoder.trace.WireEnd;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.trace.socket.PcapngReader;
import dev.vtrace.decoder.trace.socket.PcapngWriter;
import dev.vtrace.decoder.trace.socket.VhostJsonReader;
import dev.vtrace.decoder.vhostuser.Direction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who closed a connection, where the recording tells, and nobody where it does not. */
class CloserTest {
  /** Either side was killed, and the ends were noted in either order. */
  @TestFactory
  List<DynamicTest> recordingsThatDoNotTellBlameNobody() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path folder : Recordings.live()) {
      String name = folder.getFileName().toString();
      if (name.startsWith("live-close-")) {
        tests.add(DynamicTest.dynamicTest(name, () -> nobody(folder)));
      }
    }
    return tests;
  }

  private static void nobody(Path folder) throws IOException {
    CheckResult result = Checker.check(CheckedRun.of(CaptureFolder.open(folder)));
    assertThat(result.problems())
        .filteredOn(problem -> problem.code() != Code.RING_LEFT_RUNNING)
        .isEmpty();
    assertThat(result.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("does not tell"));
  }

  @Test
  void theProcessIsNamed() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PcapngWriter writer = new PcapngWriter(out)) {
      writer.write(close(Direction.TO_FRONTEND, WireEnd.CLOSED));
      writer.write(close(Direction.TO_BACKEND, WireEnd.PASSED_ON));
      writer.write(
          new WireEvent(
              SourceSpan.NONE,
              3,
              "1",
              WireEvent.WireEventKind.PROCESS,
              Direction.TO_FRONTEND,
              "qemu-storage-da: ended by signal 9 (SIGKILL)",
              WireEnd.NOT_TOLD,
              4711));
    }
    backEnd(new PcapngReader(ReadOptions.of("wire", note -> {})), out.toByteArray());
  }

  @Test
  void jsonLinesTellTheSame() throws IOException {
    String lines =
        """
        {"event": "close", "conn": "1", "dir": "b2f", "end": "closed"}
        {"event": "close", "conn": "1", "dir": "f2b", "end": "passed-on"}
        {"event": "process", "conn": "1", "dir": "b2f", "pid": 4711, \
        "why": "qemu-storage-da: ended by signal 9 (SIGKILL)"}
        """;
    backEnd(
        new VhostJsonReader(ReadOptions.of("wire", note -> {})),
        lines.getBytes(StandardCharsets.UTF_8));
  }

  private static WireEvent close(Direction half, WireEnd end) {
    return new WireEvent(
        SourceSpan.NONE, 2, "1", WireEvent.WireEventKind.CLOSE, half, end.description(), end, -1);
  }

  private static void backEnd(TraceReader reader, byte[] file) throws IOException {
    ConnectionBuilder builder = new ConnectionBuilder("wire", "1", "", "", note -> {});
    reader.read(
        new ByteArrayInputStream(file),
        record -> {
          if (record instanceof WireEvent event) {
            builder.add(event);
          }
        });
    Connection connection = builder.end();
    ConnectionCloser closer = ConnectionCloser.of(connection);
    assertThat(closer.side()).isEqualTo(ConnectionCloser.ClosingSide.BACK_END);
    assertThat(closer.process())
        .isEqualTo(
            "; process 4711 was the last process that sent on it (qemu-storage-da: ended by"
                + " signal 9 (SIGKILL))");
  }
}
