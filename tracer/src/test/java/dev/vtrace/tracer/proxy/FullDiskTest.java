// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.capture.CaptureDescription;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.tracer.SmallDisk;
import dev.vtrace.tracer.identity.DescriptorIdentity;
import dev.vtrace.tracer.sys.Fd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A capture on a disk that becomes full, and then has room again. */
@Tag("external")
class FullDiskTest {
  private static final int ROUND = 2000;

  @TempDir Path folder;

  private SmallDisk disk;

  @BeforeEach
  void mount() throws Exception {
    disk = SmallDisk.in(folder);
  }

  @AfterEach
  void unmount() throws Exception {
    if (disk != null) {
      disk.unmount();
    }
  }

  @Test
  void forwardingGoesOnAndTheGapIsMarked() throws Exception {
    List<Fd> pool = Traffic.pool();
    List<DescriptorIdentity> identities = pool.stream().map(DescriptorIdentity::of).toList();
    Path filler = Files.write(disk.resolve("filler"), new byte[120_000]);
    Scene scene = new Scene(folder, disk.resolve("capture"));
    Peer[] ends = scene.connect();
    Traffic sent = new Traffic(1, pool);
    Traffic received = new Traffic(1, pool);
    exchange(ends, sent, received, identities);
    Await.until(() -> scene.notes.stream().anyMatch(note -> note.contains("No space left")));
    exchange(ends, sent, received, identities);
    Files.delete(filler);
    exchange(ends, sent, received, identities);
    ends[0].close();
    ends[1].close();
    scene.close();
    pool.forEach(Fd::close);

    Recorded recorded = Recorded.read(scene.traffic());
    assertThat(recorded.findings())
        .isNotEmpty()
        .allMatch(finding -> finding.code() == Code.WIRE_NOT_RECORDED);
    Traffic all = new Traffic(1, pool);
    long missing = 0;
    int at = 0;
    for (int i = 0; i < 3 * ROUND; i++) {
      byte[] bytes = all.next().bytes();
      WireMessage next = at < recorded.messages().size() ? recorded.messages().get(at) : null;
      if (next != null && Arrays.equals(next.message().bytes(), bytes)) {
        at++;
      } else {
        missing += bytes.length;
      }
    }
    assertThat(at).as("all that is recorded was sent").isEqualTo(recorded.messages().size());
    assertThat(missing).isPositive();
    assertThat(scene.capture.gaps().stream().mapToLong(CaptureDescription.RecordedGap::bytes).sum())
        .isEqualTo(missing);
    assertThat(recorded.events(WireEvent.WireEventKind.MISSING)).isNotEmpty();
    assertThat(scene.notes).anyMatch(note -> note.equals("recording continues"));
  }

  private static void exchange(
      Peer[] ends, Traffic sent, Traffic received, List<DescriptorIdentity> identities)
      throws Exception {
    Throwable[] failure = new Throwable[1];
    Thread sender =
        new Thread(
            () -> {
              try {
                ends[0].send(sent, ROUND, 7);
              } catch (Exception e) {
                failure[0] = e;
              }
            });
    sender.start();
    ends[1].receive(received, ROUND, identities);
    sender.join();
    assertThat(failure[0]).isNull();
  }
}
