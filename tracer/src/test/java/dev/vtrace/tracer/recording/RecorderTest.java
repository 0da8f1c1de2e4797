// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.capture.CaptureDescription.RecordedGap;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.tracer.proxy.Recorded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a recording where the disk does not keep up. */
class RecorderTest {
  private static final int MESSAGE = 20;

  @TempDir Path folder;

  private final List<String> notes = Collections.synchronizedList(new ArrayList<>());

  private static byte[] message(int number) {
    ByteBuffer out = ByteBuffer.allocate(MESSAGE).order(ByteOrder.LITTLE_ENDIAN);
    return out.putInt(2).putInt(1).putInt(8).putLong(number).array();
  }

  private static Chunk chunk(long offset, byte[] bytes, long messages, int first) {
    return new Chunk(offset, bytes, 1000 + offset, 5, 42, List.of(), messages, first);
  }

  @Test
  void aSlowDiskLosesWhatDoesNotFitAndSaysHowMuch() throws Exception {
    Path output = folder.resolve("capture");
    List<RecordedGap> gaps;
    try (CaptureDirectory capture = CaptureDirectory.create(output, "test")) {
      Recorder recorder = new Recorder(capture, notes::add, 10 * (MESSAGE + 200));
      TrafficFile traffic = new TrafficFile(recorder, "t.pcapng");
      Track track = traffic.track("1", Channel.MAIN, Direction.TO_BACKEND);
      CountDownLatch stuck = new CountDownLatch(1);
      recorder.then(() -> hold(stuck));
      for (int i = 0; i < 25; i++) {
        recorder.record(track, chunk(i * MESSAGE, message(i), i, 0));
      }
      stuck.countDown();
      recorder.flush();
      // The next message is split, and begins after the rest of one that is lost.
      byte[] rest = new byte[MESSAGE + 7];
      System.arraycopy(message(25), 13, rest, 0, 7);
      System.arraycopy(message(26), 0, rest, 7, MESSAGE);
      recorder.record(track, chunk(25 * MESSAGE + 13, rest, 26, 7));
      recorder.end(track, 27 * MESSAGE, "closed");
      recorder.close();
      gaps = capture.gaps();
    }
    Recorded recorded = Recorded.read(output.resolve("t.pcapng"));
    assertThat(recorded.findings())
        .isNotEmpty()
        .allMatch(finding -> finding.code() == Code.WIRE_NOT_RECORDED);
    assertThat(recorded.messages())
        .extracting(wire -> ByteBuffer.wrap(wire.message().payload()).get(0))
        .containsExactly(bytes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 26));
    assertThat(recorded.events(WireEvent.WireEventKind.MISSING))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.why()).startsWith("320 bytes of 16 messages");
              assertThat(event.direction()).isEqualTo(Direction.TO_BACKEND);
            });
    assertThat(gaps).singleElement().satisfies(gap -> assertThat(gap.bytes()).isEqualTo(320));
    assertThat(notes).first().asString().contains("the disk is too slow");
  }

  @Test
  void bytesThatAreNoMessageAreNoted() throws Exception {
    Path output = folder.resolve("capture");
    List<RecordedGap> gaps;
    try (CaptureDirectory capture = CaptureDirectory.create(output, "test")) {
      Recorder recorder = new Recorder(capture, notes::add);
      TrafficFile traffic = new TrafficFile(recorder, "t.pcapng");
      Track back = traffic.track("1", Channel.MAIN, Direction.TO_FRONTEND);
      byte[] broken = new byte[4012];
      ByteBuffer.wrap(broken).order(ByteOrder.LITTLE_ENDIAN).putInt(1).putInt(5).putInt(0x7fffffff);
      recorder.record(back, chunk(0, message(1), 0, 0));
      recorder.record(back, chunk(MESSAGE, broken, 1, 0));
      recorder.record(back, chunk(MESSAGE + 4012, message(2), 2, 0));
      recorder.record(back, chunk(2 * MESSAGE + 4012, new byte[5], 3, 0));
      recorder.end(back, 2 * MESSAGE + 4017, "closed");
      recorder.close();
      gaps = capture.gaps();
    }
    Recorded recorded = Recorded.read(output.resolve("t.pcapng"));
    assertThat(recorded.messages()).hasSize(2);
    assertThat(recorded.events(WireEvent.WireEventKind.FOREIGN))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.why()).isEqualTo("4,012 bytes belong to no message");
              assertThat(event.direction()).isEqualTo(Direction.TO_FRONTEND);
            });
    assertThat(recorded.findings())
        .extracting(finding -> finding.code())
        .contains(Code.WIRE_NO_MESSAGE);
    assertThat(gaps).first().satisfies(gap -> assertThat(gap.bytes()).isEqualTo(4012));
    assertThat(notes)
        .first()
        .asString()
        .contains("4,012 bytes")
        .contains("not a vhost-user message");
  }

  private static Byte[] bytes(int... values) {
    Byte[] out = new Byte[values.length];
    for (int i = 0; i < values.length; i++) {
      out[i] = (byte) values[i];
    }
    return out;
  }

  private static void hold(CountDownLatch until) throws IOException {
    try {
      until.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void aStreamKeepsItsOffsetsAroundAHole() throws Exception {
    Path output = folder.resolve("capture");
    List<RecordedGap> gaps;
    try (CaptureDirectory capture = CaptureDirectory.create(output, "test")) {
      Recorder recorder = new Recorder(capture, notes::add);
      StreamTrack track =
          new StreamTrack(
              recorder,
              (head, last) ->
                  new StreamTrack.ChannelFile(
                      "stream.bin", InputRole.STREAM, "stream", "stream.fds.jsonl", true),
              file -> {});
      recorder.record(track, chunk(0, text("QE"), 0, 0));
      recorder.record(track, chunk(2, text("VMabc"), 0, 0));
      recorder.record(track, chunk(17, text("xyz"), 0, 0));
      recorder.end(track, 30, "closed");
      recorder.close();
      gaps = capture.gaps();
    }
    assertThat(Files.readAllBytes(output.resolve("stream.bin")))
        .isEqualTo(text("QEVMabc\0\0\0\0\0\0\0\0\0\0xyz"));
    assertThat(gaps)
        .extracting(RecordedGap::offset, RecordedGap::bytes)
        .containsExactly(Tuple.tuple(7L, 10L), Tuple.tuple(20L, 10L));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
