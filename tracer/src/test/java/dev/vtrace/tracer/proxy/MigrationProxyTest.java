// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.devices.DescriptorLog;
import dev.vtrace.decoder.stream.DescriptorLogReader;
import dev.vtrace.tracer.identity.DescriptorIdentity;
import dev.vtrace.tracer.recording.CaptureDirectory;
import dev.vtrace.tracer.recording.Recorder;
import dev.vtrace.tracer.sys.Address;
import dev.vtrace.tracer.sys.Fd;
import dev.vtrace.tracer.sys.Sockets;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams, channels and descriptors between a source and a destination. */
class MigrationProxyTest {
  private static final byte[] OPEN_RETURN_PATH = {0, 2, 0, 4, 0, 0, 0, 1};

  @TempDir Path folder;

  private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
  private final List<String> progress = Collections.synchronizedList(new ArrayList<>());

  private static Path sample() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("mvnw"))) {
      at = at.getParent();
    }
    return at.resolve("samples/backend-transfer-2q");
  }

  private static DescriptorLog log(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return DescriptorLogReader.read(file.toString(), in);
    }
  }

  /** A recorded backend transfer is sent again, its descriptors with the bytes that had them. */
  @Test
  void aBackendTransferIsRecordedAsItWas() throws Exception {
    Map<String, Integer> before = OpenDescriptors.now();
    byte[] stream = Files.readAllBytes(sample().resolve("stream.bin"));
    DescriptorLog log = log(sample().resolve("stream.fds.jsonl"));
    Address there = new Address.Unix(folder.resolve("there"));
    Address here = new Address.Unix(folder.resolve("here"));
    Path output = folder.resolve("capture");
    List<String> received = new ArrayList<>();
    List<String> sent = new ArrayList<>();
    try (Fd listening = Sockets.listen(there)) {
      try (CaptureDirectory capture = CaptureDirectory.create(output, "test");
          Recorder recorder = new Recorder(capture, notes::add);
          MigrationProxy proxy =
              new MigrationProxy(here, there, recorder, "", notes::add, progress::add)) {
        proxy.start();
        try (Peer source = new Peer(Sockets.connect(here));
            Peer destination = new Peer(Sockets.accept(listening))) {
          Thread sender = new Thread(() -> send(source, stream, log, sent));
          sender.start();
          byte[] got = new byte[stream.length];
          List<Fd> fds = new ArrayList<>();
          for (int at = 0; at < got.length; at += 1000) {
            destination.read(got, at, Math.min(1000, got.length - at), fds);
          }
          sender.join();
          destination.write(OPEN_RETURN_PATH, List.of());
          source.read(new byte[8], 0, 8, new ArrayList<>());
          assertThat(got).isEqualTo(stream);
          fds.forEach(fd -> received.add(DescriptorIdentity.of(fd).toString()));
          fds.forEach(Fd::close);
        }
      }
    }
    assertThat(sent).hasSize(12);
    assertThat(received).isEqualTo(sent);
    assertThat(notes).isEmpty();
    assertThat(output.resolve("stream.bin")).hasBinaryContent(stream);
    assertThat(output.resolve("return-path.bin")).hasBinaryContent(OPEN_RETURN_PATH);
    assertThat(log(output.resolve("stream.fds.jsonl")).entries())
        .extracting(DescriptorLog.LoggedDescriptor::offset, DescriptorLog.LoggedDescriptor::kind)
        .isEqualTo(log.entries().stream().map(e -> Tuple.tuple(e.offset(), e.kind())).toList());
    assertThat(Files.readString(output.resolve("stream.fds.jsonl")))
        .contains("\"pid\":" + ProcessHandle.current().pid(), "\"eventfd_id\":", "\"inode\":");
    assertThat(progress)
        .anyMatch(line -> line.contains("vhost-user-blk: handed over by backend transfer, 12"))
        .contains("stream.bin: complete, 343,507 bytes");
    Capture read = CaptureFolder.open(output);
    assertThat(read.with(InputRole.STREAM)).hasSize(1);
    assertThat(read.with(InputRole.DESCRIPTORS)).hasSize(1);
    OpenDescriptors.awaitAsBefore(before);
  }

  /** As QEMU does it: what has no descriptor in large writes, what has one byte by byte. */
  private static void send(Peer source, byte[] stream, DescriptorLog log, List<String> identities) {
    try {
      int at = 0;
      for (DescriptorLog.LoggedDescriptor entry : log.entries()) {
        at = plain(source, stream, at, (int) entry.offset());
        try (Fd fd = descriptor(entry.kind())) {
          identities.add(DescriptorIdentity.of(fd).toString());
          source.write(new byte[] {stream[at++]}, List.of(fd));
        }
      }
      plain(source, stream, at, stream.length);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int plain(Peer source, byte[] stream, int from, int to) throws IOException {
    for (int at = from; at < to; at += 8000) {
      source.write(Arrays.copyOfRange(stream, at, Math.min(to, at + 8000)), List.of());
    }
    return to;
  }

  private static Fd descriptor(String kind) throws IOException {
    switch (kind) {
      case "eventfd":
        return Fd.eventfd();
      case "memfd":
        return Fd.memfd("vhost-inflight");
      default:
        Fd[] pair = Sockets.pair();
        pair[1].close();
        return pair[0];
    }
  }

  private static Address freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new Address.Tcp(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }
  }

  /** The order of connections tells nothing, and their first bytes come one by one. */
  @Test
  void allChannelsOfAMultifdMigrationOnTcp() throws Exception {
    Address there = freePort();
    Address here = freePort();
    Path output = folder.resolve("capture");
    byte[][] heads = {{0x11, 0x22, 0x33, 0x44}, {'Q', 'E', 'V', 'M'}, {0x11, 0x22, 0x33, 0x44}};
    byte[][] sent = new byte[3][];
    SplittableRandom random = new SplittableRandom(1);
    try (Fd listening = Sockets.listen(there)) {
      try (CaptureDirectory capture = CaptureDirectory.create(output, "test");
          Recorder recorder = new Recorder(capture, notes::add);
          MigrationProxy proxy =
              new MigrationProxy(here, there, recorder, "hop1-", notes::add, null)) {
        proxy.start();
        for (int i = 0; i < heads.length; i++) {
          try (Peer source = new Peer(Sockets.connect(here));
              Peer destination = new Peer(Sockets.accept(listening))) {
            Sockets.noDelay(source.socket());
            sent[i] = new byte[5000];
            random.nextBytes(sent[i]);
            System.arraycopy(heads[i], 0, sent[i], 0, 4);
            byte[] got = new byte[sent[i].length];
            for (int at = 0; at < 6; at++) {
              source.write(new byte[] {sent[i][at]}, List.of());
              destination.read(got, at, 1, new ArrayList<>());
            }
            source.write(Arrays.copyOfRange(sent[i], 6, got.length), List.of());
            destination.read(got, 6, got.length - 6, new ArrayList<>());
            assertThat(got).isEqualTo(sent[i]);
            Sockets.shutdown(source.socket(), Sockets.WRITE);
            assertThat(destination.receive()).isZero();
            destination.write("answer".getBytes(StandardCharsets.US_ASCII), List.of());
            source.read(new byte[6], 0, 6, new ArrayList<>());
          }
        }
      }
    }
    assertThat(output.resolve("hop1-channel-1.bin")).hasBinaryContent(sent[0]);
    assertThat(output.resolve("hop1-stream.bin")).hasBinaryContent(sent[1]);
    assertThat(output.resolve("hop1-channel-3.bin")).hasBinaryContent(sent[2]);
    assertThat(output.resolve("hop1-return-path.bin")).hasContent("answer");
    assertThat(notes).isEmpty();
  }
}
