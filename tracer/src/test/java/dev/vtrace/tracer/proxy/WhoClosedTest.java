// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.trace.WireEnd;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.tracer.sys.Fd;
import dev.vtrace.tracer.sys.Sockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recording tells which side ended a connection. */
class WhoClosedTest {
  private static final int TIMES = 50;

  @TempDir Path folder;

  private static byte[] message(int request, int flags, int payload) {
    ByteBuffer out = ByteBuffer.allocate(12 + payload).order(ByteOrder.LITTLE_ENDIAN);
    return out.putInt(request).putInt(flags).putInt(payload).array();
  }

  /** Each side has spoken. */
  private static void speak(Peer front, Peer back) throws IOException {
    front.write(message(1, 1, 0), List.of());
    assertThat(back.receive()).isEqualTo(12);
    back.write(message(1, 5, 8), List.of());
    assertThat(front.receive()).isEqualTo(20);
  }

  private static List<WireEvent> halves(Recorded recorded, int connection) {
    return recorded.events(WireEvent.WireEventKind.CLOSE).stream()
        .filter(event -> event.connection().equals(Integer.toString(connection)))
        .filter(event -> event.direction() != null)
        .toList();
  }

  private void closes(boolean frontEnd) throws Exception {
    Scene scene = new Scene(folder);
    for (int i = 0; i < TIMES; i++) {
      Peer[] ends = scene.connect();
      speak(ends[0], ends[1]);
      Peer goes = ends[frontEnd ? 0 : 1];
      Peer stays = ends[frontEnd ? 1 : 0];
      goes.close();
      assertThat(stays.receive()).isZero();
      stays.close();
    }
    scene.close();
    Recorded recorded = Recorded.read(scene.traffic());
    Direction own = frontEnd ? Direction.TO_BACKEND : Direction.TO_FRONTEND;
    for (int i = 1; i <= TIMES; i++) {
      List<WireEvent> halves = halves(recorded, i);
      assertThat(halves)
          .extracting(WireEvent::end)
          .containsExactly(WireEnd.CLOSED, WireEnd.PASSED_ON);
      assertThat(halves.get(0).direction()).isEqualTo(own);
    }
    assertThat(recorded.events(WireEvent.WireEventKind.PROCESS))
        .hasSize(TIMES)
        .allMatch(event -> event.direction() == own)
        .allMatch(event -> event.process() == ProcessHandle.current().pid())
        .allMatch(event -> event.why().endsWith("still running"));
  }

  @Test
  void theFrontEndCloses() throws Exception {
    closes(true);
  }

  @Test
  void theBackEndCloses() throws Exception {
    closes(false);
  }

  @Test
  void bytesThatAreLeftUnreadAreAReset() throws Exception {
    Scene scene = new Scene(folder);
    Peer[] ends = scene.connect();
    speak(ends[0], ends[1]);
    ends[1].write(message(2, 5, 8), List.of());
    Await.until(() -> Sockets.readable(ends[0].socket()));
    ends[0].close();
    assertThat(ends[1].receive()).isZero();
    ends[1].close();
    scene.close();
    WireEvent first = halves(Recorded.read(scene.traffic()), 1).get(0);
    assertThat(first.end()).isEqualTo(WireEnd.RESET);
    assertThat(first.direction()).isEqualTo(Direction.TO_BACKEND);
  }

  @Test
  void nobodyClosedWhereTheRecorderEnds() throws Exception {
    Scene scene = new Scene(folder);
    Peer[] ends = scene.connect();
    speak(ends[0], ends[1]);
    scene.close();
    Recorded recorded = Recorded.read(scene.traffic());
    assertThat(halves(recorded, 1))
        .extracting(WireEvent::end)
        .containsExactly(WireEnd.RECORDER, WireEnd.RECORDER);
    assertThat(recorded.events(WireEvent.WireEventKind.PROCESS)).isEmpty();
    ends[0].close();
    ends[1].close();
  }

  /** When the end is told, whoever is left has not seen it yet. */
  @Test
  void anEndIsRecordedBeforeItIsPassedOn() throws Exception {
    Fd[] left = Sockets.pair();
    Fd[] right = Sockets.pair();
    ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    Link link =
        new Link(
            "test",
            left[1],
            right[0],
            new Ends("left", right[1], seen),
            new Ends("right", left[0], seen),
            () -> {},
            note -> {});
    left[0].close();
    Await.until(link::isClosed);
    assertThat(seen).containsExactly("left CLOSED, still open", "right PASSED_ON, gone");
    right[1].close();
  }

  private record Ends(String name, Fd others, ConcurrentLinkedQueue<String> seen) implements Tap {
    @Override
    public List<Fd> pass(ForwardedBytes passing, List<Fd> fds) {
      return fds;
    }

    @Override
    public void ended(long total, WireEnd end, String why) {
      // Of the end that was closed by the test nothing is to be asked.
      boolean open = name.equals("left") && !Sockets.hungUp(others);
      seen.add(name + " " + end + (open ? ", still open" : ", gone"));
    }
  }
}
