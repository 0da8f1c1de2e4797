// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vtrace.tracer.recording.CaptureDirectory;
import dev.vtrace.tracer.recording.Recorder;
import dev.vtrace.tracer.sys.Address;
import dev.vtrace.tracer.sys.Connecting;
import dev.vtrace.tracer.sys.Fd;
import dev.vtrace.tracer.sys.Sockets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A back-end that takes no connection, as one that is stopped and whose queue is full. */
@Timeout(120)
class ConnectorTest {
  private static final byte[] HELLO = new byte[12];

  @TempDir Path folder;

  private Map<String, Integer> open;
  private Address front;
  private Address back;
  private Fd listening;
  private final List<Fd> queued = new ArrayList<>();
  private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
  private CaptureDirectory capture;
  private Recorder recorder;
  private VhostUserProxy proxy;

  @BeforeEach
  void fillTheQueue() throws Exception {
    open = OpenDescriptors.now();
    front = new Address.Unix(folder.resolve("front.sock"));
    back = new Address.Unix(folder.resolve("back.sock"));
    listening = Sockets.listen(back);
    boolean full = false;
    while (!full) {
      try (Connecting connecting = new Connecting(back)) {
        full = !connecting.step();
        if (!full) {
          queued.add(connecting.release());
        }
      }
    }
    capture = CaptureDirectory.create(folder.resolve("capture"), "test");
    recorder = new Recorder(capture, notes::add);
    proxy = new VhostUserProxy(front, back, recorder, Scene.TRAFFIC, notes::add);
    proxy.start();
  }

  @AfterEach
  void nothingStaysOpen() throws Exception {
    proxy.close();
    recorder.close();
    capture.close();
    queued.forEach(Fd::close);
    listening.close();
    OpenDescriptors.awaitAsBefore(open);
  }

  @Test
  void othersGetTheirTurnAndAllAreServedInTheEnd() throws Exception {
    List<Peer> callers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Peer caller = new Peer(Sockets.connect(front));
      caller.write(HELLO, List.of());
      callers.add(caller);
    }
    // Those that filled the queue come first and say nothing.
    List<Fd> taken = new ArrayList<>();
    for (int i = 0; i < queued.size() + callers.size(); i++) {
      taken.add(Sockets.accept(listening));
    }
    Await.until(() -> proxy.open() == callers.size());
    assertThat(proxy.failed()).isZero();
    Await.until(() -> taken.stream().filter(Sockets::readable).count() == callers.size());
    callers.forEach(Peer::close);
    taken.forEach(Fd::close);
  }

  @Test
  void closingEndsWhatWaits() throws Exception {
    try (Peer first = new Peer(Sockets.connect(front));
        Peer second = new Peer(Sockets.connect(front))) {
      proxy.close();
      for (Peer each : List.of(first, second)) {
        Await.until(() -> Sockets.hungUp(each.socket()));
      }
    }
    assertThat(proxy.open()).isZero();
  }

  @Test
  void whoLeavesIsNotWaitedFor() throws Exception {
    Peer caller = new Peer(Sockets.connect(front));
    // More than may wait at a time: nobody is turned away for those before.
    List<Fd> many = new ArrayList<>();
    for (int i = 0; i < 2 * Connector.MOST_WAITING; i++) {
      many.add(Sockets.connect(front));
    }
    caller.close();
    many.forEach(Fd::close);
    Await.until(() -> proxy.failed() == many.size() + 1);
    assertThat(notes).allMatch(note -> note.contains("until the client left"));
  }

  @Test
  void aFullQueueIsSomebodyWhoListens() throws Exception {
    assertThatThrownBy(() -> Listener.at(back)).hasMessageContaining("already listens there");
  }
}
