// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.devices.DescriptorLog;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.SocketCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TracedStreamsTest {
  private static final String SENDER = "UNIX-STREAM:[10->20]";
  private static final String RECEIVER = "UNIX-STREAM:[20->10]";
  private static final String EVENTFD = "anon_inode:[eventfd]";

  private static Input file(String name) {
    return new Input(Path.of(name), name, InputKind.STRACE, InputRole.TRACE, name);
  }

  private static SocketCall call(
      String socket, boolean outgoing, String bytes, long missing, String... passed) {
    return new SocketCall(
        SourceSpan.NONE,
        7,
        1,
        outgoing ? "sendmsg" : "recvmsg",
        3,
        socket,
        outgoing,
        bytes.getBytes(StandardCharsets.US_ASCII),
        missing,
        List.of(passed).stream().map(what -> new SocketCall.PassedDescriptor(9, what)).toList());
  }

  private static List<Long> places(TracedStreams.TracedStream stream) {
    return stream.descriptors().entries().stream()
        .map(DescriptorLog.LoggedDescriptor::offset)
        .toList();
  }

  @Test
  void whatWasSentIsTakenOnceWithItsDescriptors() throws IOException {
    Path kept;
    try (TracedStreams streams = new TracedStreams()) {
      streams.begin(file("dst.strace"));
      streams.accept(call(RECEIVER, false, "QEVM-begin", 0));
      streams.accept(call(RECEIVER, false, "abc ", 0, EVENTFD));
      streams.begin(file("src.strace"));
      streams.accept(call("UNIX-STREAM:[30->40]", true, "other QEVM", 0));
      streams.accept(call(SENDER, true, "QEVM-begin", 0));
      streams.accept(call("UNIX-STREAM:[30->40]", true, "QEVM", 0));
      streams.accept(call(SENDER, true, "abc", 0));
      streams.accept(call(SENDER, true, " ", 0, EVENTFD));
      TracedStreams.TracedStream one = streams.streams().get(0);
      assertThat(streams.streams()).hasSize(1);
      assertThat(one.name()).isEqualTo("src.strace (stream)");
      assertThat(one.file()).hasContent("QEVM-beginabc ");
      assertThat(places(one)).containsExactly(13L);
      assertThat(one.descriptors().kindAt(13)).isEqualTo("eventfd");
      kept = one.file();
    }
    assertThat(kept).doesNotExist();
  }

  @Test
  void aReceiverGetsTheDescriptorWithTheLastByteOfItsCall() throws IOException {
    try (TracedStreams streams = new TracedStreams()) {
      streams.begin(file("dst.strace"));
      streams.accept(call(RECEIVER, false, "QEVM-begin", 0));
      streams.accept(call(RECEIVER, false, "abc ", 0, EVENTFD));
      streams.accept(call(RECEIVER, false, " ", 0, EVENTFD));
      assertThat(places(streams.streams().get(0))).containsExactly(13L, 14L);
    }
  }

  @Test
  void aStreamOfWhichBytesAreNotShownIsNone() throws IOException {
    try (TracedStreams streams = new TracedStreams()) {
      streams.begin(file("src.strace"));
      streams.accept(call(SENDER, true, "QEVM-begin", 0));
      streams.accept(call(SENDER, true, "abc", 1));
      streams.accept(call(SENDER, true, "def", 0));
      assertThat(streams.streams()).isEmpty();
    }
  }

  @Test
  void aNumberWithoutASocketBehindItIsNoPlaceForAStream() throws IOException {
    try (TracedStreams streams = new TracedStreams()) {
      streams.begin(file("src.strace"));
      streams.accept(call("", true, "QEVM-begin", 0));
      assertThat(streams.streams()).isEmpty();
    }
  }

  @Test
  void nothingIsLeftOfWhatWasDropped() throws IOException {
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    long before = temporary(folder);
    try (TracedStreams streams = new TracedStreams()) {
      streams.begin(file("src.strace"));
      streams.accept(call(SENDER, true, "QEVM-begin", 0));
      streams.accept(call(SENDER, true, "abc", 1));
    }
    assertThat(temporary(folder)).isEqualTo(before);
  }

  private static long temporary(Path folder) throws IOException {
    try (var files = Files.newDirectoryStream(folder, "vtrace*.stream")) {
      long count = 0;
      for (Path each : files) {
        count += each.toString().isEmpty() ? 0 : 1;
      }
      return count;
    }
  }
}
