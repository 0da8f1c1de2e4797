// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.run.KeptBound;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.decoder.vhostuser.Message;
import dev.vtrace.decoder.vhostuser.SessionStep;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What other programs record of vhost-user sockets is read: the messages of a recording are put
 * into files exactly as each of them writes its own.
 */
class ForeignPacketsTest {
  private static final int USER0 = 147;
  private static final int NULL = 0;
  private static final int ETHERNET = 1;
  private static final int RAW = 101;
  private static final int FRONT_END = 4711;
  private static final int BACK_END = 815;

  @TempDir Path folder;
  private List<Message> sent;

  @BeforeEach
  void messages() throws Exception {
    sent = new ArrayList<>();
    ExportedRun run = ExportedRuns.of(Recordings.transfer());
    Connection connection = run.connections().get(0);
    for (SessionStep step : connection.session().steps()) {
      if (step.message().channel() == Channel.MAIN) {
        sent.add(step.message());
      }
    }
  }

  /** How a program puts the bytes that one end sent into a packet. */
  private interface Packing {
    byte[] packet(boolean toBackend, byte[] bytes);
  }

  private Path pcap(int linkType, boolean turned, Packing packing) throws IOException {
    ByteOrder order = turned ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer head = ByteBuffer.allocate(24).order(order);
    head.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0);
    out.write(head.putInt(51200).putInt(linkType).array());
    for (Message message : sent) {
      byte[] packet = packing.packet(message.direction() == Direction.TO_BACKEND, message.bytes());
      ByteBuffer of = ByteBuffer.allocate(16 + packet.length).order(order);
      long us = message.timeNs() / 1000;
      of.putInt((int) (us / 1_000_000)).putInt((int) (us % 1_000_000));
      out.write(of.putInt(packet.length).putInt(packet.length).put(packet).array());
    }
    return Files.write(
        Files.createTempDirectory(folder, "run").resolve("x.pcap"), out.toByteArray());
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private final long[] sequences = {7, 0xffff_fff0L};

  /** TCP over made-up addresses, as from one of two ends. */
  private byte[] tcp(boolean toBackend, byte[] bytes) {
    int from = toBackend ? 0 : 1;
    ByteBuffer out = ByteBuffer.allocate(40 + bytes.length);
    out.put((byte) 0x45).put((byte) 0).putShort((short) (40 + bytes.length)).putInt(0);
    out.put((byte) 64).put((byte) 6).putShort((short) 0);
    out.putInt(0x0a0a0001 + (from << 8)).putInt(0x0a0a0101 - (from << 8));
    out.putShort((short) (35000 + from)).putShort((short) (35001 - from));
    out.putInt((int) sequences[from]).putInt(0).put((byte) 0x50).put((byte) 0x18);
    out.putShort((short) 8192).putInt(0).put(bytes);
    sequences[from] = sequences[from] + bytes.length & 0xffff_ffffL;
    return out.array();
  }

  private static byte[] ethernet(byte[] packet) {
    byte[] head = {0, 0, 0, 0, 0x47, 0x11, 3, 0, 17, 0, 0, 1, (byte) 0x81, 0, 0, 17, 8, 0};
    byte[] frame = join(head, packet);
    return Arrays.copyOf(frame, Math.max(64, frame.length));
  }

  private static byte[] sockdump(boolean toBackend, byte[] bytes) {
    int receiver = toBackend ? BACK_END : FRONT_END;
    int sender = toBackend ? FRONT_END : BACK_END;
    return join(ByteBuffer.allocate(16).putLong(receiver).putLong(sender).array(), bytes);
  }

  private static ExportedRun exported(Path file, boolean redacted) throws Exception {
    return RunExport.of(
        CaptureOpener.open(file.getParent()),
        KeptBound.USUAL,
        redacted,
        ExportSelection.ALL,
        "vtrace test");
  }

  private void isRead(Path file) throws Exception {
    ExportedRun run = exported(file, false);
    assertThat(run.connections()).as(file.toString()).hasSize(1);
    List<Message> read = new ArrayList<>();
    run.connections().get(0).session().steps().forEach(step -> read.add(step.message()));
    assertThat(read).hasSameSizeAs(sent);
    for (int i = 0; i < read.size(); i++) {
      Message one = sent.get(i);
      assertThat(read.get(i).bytes()).as("message " + i).isEqualTo(one.bytes());
      assertThat(read.get(i).direction()).isEqualTo(one.direction());
      assertThat(read.get(i).timeNs() / 1000).isEqualTo(one.timeNs() / 1000);
      assertThat(read.get(i).fds()).isEmpty();
    }
    assertThat(run.check().problems())
        .extracting(each -> each.code())
        .contains(Code.WIRE_NO_DESCRIPTORS)
        .doesNotContain(Code.WIRE_NO_MESSAGE, Code.PAYLOADS_UNSEEN);
    assertThat(run.check().problems())
        .as("nothing is wrong with the traffic")
        .noneMatch(each -> each.severity().label().equals("error"));
  }

  @Test
  void sockdumpIsRead() throws Exception {
    isRead(pcap(USER0, false, ForeignPacketsTest::sockdump));
    isRead(pcap(USER0, true, ForeignPacketsTest::sockdump));
  }

  @Test
  void strace2pcapIsRead() throws Exception {
    isRead(pcap(ETHERNET, false, (to, bytes) -> ethernet(tcp(to, bytes))));
    isRead(pcap(RAW, false, this::tcp));
  }

  @Test
  void unixdumpIsRead() throws Exception {
    Path file = pcap(NULL, false, (to, bytes) -> bytes);
    isRead(file);
    Peer.run(null, "editcap", "-F", "pcapng", file.toString(), folder.resolve("x.pcapng") + "");
    Files.move(folder.resolve("x.pcapng"), file.getParent().resolve("y.pcapng"));
    Files.delete(file);
    isRead(file);
  }

  @Test
  void segmentsThatWereSentAgainCountOnce() throws Exception {
    Path file = pcap(RAW, false, this::tcp);
    byte[] once = Files.readAllBytes(file);
    ByteArrayOutputStream twice = new ByteArrayOutputStream();
    twice.write(once, 0, 24);
    ByteBuffer in = ByteBuffer.wrap(once).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 24; at < once.length; ) {
      int length = 16 + in.getInt(at + 8);
      twice.write(once, at, length);
      twice.write(once, at, length);
      at += length;
    }
    Files.write(file, twice.toByteArray());
    isRead(file);
  }

  @Test
  void aRedactedCopyHasTheMessagesAndNothingElse() throws Exception {
    byte[] secret = "GET /secret-path HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    Path file = pcap(ETHERNET, false, (to, bytes) -> ethernet(tcp(to, bytes)));
    byte[] other = ethernet(tcp(true, secret));
    ByteBuffer of = ByteBuffer.allocate(16 + other.length).order(ByteOrder.LITTLE_ENDIAN);
    of.putInt(1).putInt(1).putInt(other.length).putInt(other.length).put(other);
    // Of another connection.
    of.putShort(16 + 18 + 20, (short) 99);
    Files.write(file, join(Files.readAllBytes(file), of.array()));
    ExportedRun run = exported(file, true);
    assertThat(run.connections().get(0).session().steps()).hasSameSizeAs(sent);
    String out =
        new String(ExportedRuns.bytes(ExportFormat.PCAPNG, run), StandardCharsets.ISO_8859_1);
    assertThat(out).doesNotContain("secret-path");
  }

  @Test
  void cutAndDamagedFilesAreReadAsFarAsTheyGo() throws Exception {
    Path file = pcap(USER0, false, ForeignPacketsTest::sockdump);
    byte[] good = Files.readAllBytes(file);
    for (int length = 0; length < good.length; length += 97) {
      Files.write(file, Arrays.copyOf(good, length));
      RunExport.of(
          CaptureOpener.open(file.getParent()),
          KeptBound.USUAL,
          false,
          ExportSelection.ALL,
          "test");
    }
    for (int at = 0; at < good.length; at += 61) {
      byte[] bad = good.clone();
      bad[at] ^= (byte) 0x81;
      Files.write(file, bad);
      RunExport.of(
          CaptureOpener.open(file.getParent()),
          KeptBound.USUAL,
          false,
          ExportSelection.ALL,
          "test");
    }
  }
}
