// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.trace.WireEnd;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.tracer.recording.CaptureDirectory;
import dev.vtrace.tracer.recording.Recorder;
import dev.vtrace.tracer.sys.Address;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Front-ends and back-ends that are processes of their own, and end by signals, orderly or with
 * unread bytes: each time the one that ended is named, and no other.
 */
class ProcessesThatCloseTest {
  private static final int TIMES = 50;
  private static final String TRAFFIC = "vhost-user.pcapng";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "front-kill",
        "front-term",
        "front-close",
        "front-reset",
        "back-kill",
        "back-term",
        "back-close",
        "back-reset"
      })
  void theOneThatEndedIsNamed(String way) throws Exception {
    List<Long> closed = record(way);
    Recorded recorded = Recorded.read(folder.resolve("capture").resolve(TRAFFIC));
    Direction own = way.startsWith("front") ? Direction.TO_BACKEND : Direction.TO_FRONTEND;
    WireEnd end = way.endsWith("reset") ? WireEnd.RESET : WireEnd.CLOSED;
    int wrong = 0;
    for (int i = 1; i <= TIMES; i++) {
      String connection = Integer.toString(i);
      WireEvent first =
          recorded.events(WireEvent.WireEventKind.CLOSE).stream()
              .filter(event -> event.connection().equals(connection))
              .filter(event -> event.direction() != null)
              .findFirst()
              .orElseThrow();
      List<WireEvent> process =
          recorded.events(WireEvent.WireEventKind.PROCESS).stream()
              .filter(event -> event.connection().equals(connection))
              .toList();
      boolean right =
          first.direction() == own
              && first.end() == end
              && process.size() == 1
              && process.get(0).direction() == own
              && process.get(0).process() == closed.get(i - 1);
      wrong += right ? 0 : 1;
    }
    System.out.println(way + ": " + TIMES + " connections, " + wrong + " wrong");
    assertThat(wrong).isZero();
  }

  private List<Long> record(String way) throws Exception {
    Path front = folder.resolve("front.sock");
    Path back = folder.resolve("back.sock");
    Path script = folder.resolve("closers.py");
    try (var in = ProcessesThatCloseTest.class.getResourceAsStream("/closers.py")) {
      Files.copy(in, script);
    }
    List<String> notes = new ArrayList<>();
    CaptureDirectory capture = CaptureDirectory.create(folder.resolve("capture"), "test");
    Recorder recorder = new Recorder(capture, notes::add, 1L << 30);
    VhostUserProxy proxy =
        new VhostUserProxy(
            new Address.Unix(front), new Address.Unix(back), recorder, TRAFFIC, notes::add);
    proxy.start();
    Process processes =
        new ProcessBuilder(
                "python3",
                script.toString(),
                front.toString(),
                back.toString(),
                Integer.toString(TIMES),
                way)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<Long> closed = new ArrayList<>();
    try (BufferedReader out = processes.inputReader()) {
      assertThat(out.readLine()).isEqualTo("listening");
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        closed.add(Long.parseLong(line));
      }
    } finally {
      processes.destroyForcibly();
      proxy.close();
      recorder.close();
      capture.close();
    }
    assertThat(closed).hasSize(TIMES);
    return closed;
  }
}
