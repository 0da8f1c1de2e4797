// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureDescription;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.trace.InputKind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureDirectoryTest {
  private static final byte[] STREAM = "QEVM\0\0\0\3".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  /** At each moment that a crash could come, what is there opens with everything in it. */
  @Test
  void isReadableAtAnyMoment() throws Exception {
    Path path = folder.resolve("run/capture");
    CaptureDirectory capture = CaptureDirectory.create(path, "vtrace 1");
    assertThat(CaptureFolder.open(path).isEmpty()).isTrue();
    capture.participant(new CaptureDescription.Process("source", "source", "7.2", "realtime"));
    assertThat(CaptureFolder.open(path).participants()).containsExactly("source");
    RecordedFile stream =
        capture.file("stream.bin", InputRole.STREAM, InputKind.MIGRATION_STREAM.label(), "source");
    stream.write(STREAM);
    Capture read = CaptureFolder.open(path);
    assertThat(read.with(InputRole.STREAM))
        .singleElement()
        .satisfies(input -> assertThat(input.participant()).isEqualTo("source"));
    assertThat(path.resolve("capture.json")).content().doesNotContain("sha256");
    capture.close();
    assertThat(path.resolve("capture.json"))
        .content()
        .contains("\"size\" : 8")
        // sha256sum of the eight bytes
        .contains(sha256(STREAM));
    assertThat(CaptureFolder.open(path).with(InputRole.STREAM)).hasSize(1);
    assertThat(mode(path)).isEqualTo("rwx------");
    assertThat(mode(path.resolve("capture.json"))).isEqualTo("rw-------");
    assertThat(mode(path.resolve("stream.bin"))).isEqualTo("rw-------");
  }

  @Test
  void knowsTheDigestOfAKnownText() throws Exception {
    Path text = Files.writeString(folder.resolve("text"), "abc and more");
    Digest digest = new Digest();
    try (FileChannel file = FileChannel.open(text)) {
      // FIPS 180-2, appendix B.1
      String abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
      assertThat(digest.of(file, 3)).isEqualTo(abc);
      digest.goOn(file, 2);
      assertThat(digest.done()).isEqualTo(2);
      assertThat(digest.of(file, 3)).isEqualTo(abc);
      digest.goOn(file, 12);
      assertThat(digest.of(file, 3)).as("of less than was seen").isEqualTo(abc);
    }
  }

  @Test
  void makesDigestsWhileFilesGrow() throws Exception {
    byte[] piece = new byte[CaptureDirectory.PIECE + 1];
    for (int i = 0; i < piece.length; i++) {
      piece[i] = (byte) (i * 31 >> 3);
    }
    Path path = folder.resolve("capture");
    CaptureDirectory capture = CaptureDirectory.create(path, "vtrace 1");
    RecordedFile grows = capture.file("grows.bin", InputRole.OTHER, "", "");
    RecordedFile changes = capture.file("changes.bin", InputRole.OTHER, "", "");
    assertThat(capture.digestSome()).as("nothing is there").isFalse();
    grows.write(piece);
    changes.write(piece);
    assertThat(capture.digestSome()).isTrue();
    assertThat(capture.digestSome()).isTrue();
    assertThat(capture.digestSome()).as("only what is not worth it").isFalse();
    assertThat(grows.undigested()).isOne();
    // A hole, and what is written over.
    grows.writeAt(3L * piece.length, piece, 0, piece.length);
    changes.writeAt(5, new byte[7], 0, 7);
    assertThat(changes.undigested()).isZero();
    grows.close();
    assertThat(capture.digestSome()).as("of a closed file").isTrue();
    capture.close();
    assertThat(capture.digestSome()).isFalse();
    assertThat(path.resolve("capture.json"))
        .content()
        .contains(sha256(Files.readAllBytes(path.resolve("grows.bin"))))
        .contains(sha256(Files.readAllBytes(path.resolve("changes.bin"))));
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void takesAnEmptyDirectoryAndNoOther() throws Exception {
    Path path = Files.createDirectory(folder.resolve("capture"));
    CaptureDirectory.create(path, "vtrace 1").close();
    assertThatThrownBy(() -> CaptureDirectory.create(path, "vtrace 1"))
        .hasMessageContaining("is not empty");
  }

  @Test
  void writesThroughNoLinkAndIntoNobodyElsesDirectory() throws Exception {
    Path precious = Files.writeString(folder.resolve("precious"), "precious");
    Path real = Files.createDirectory(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    assertThatThrownBy(() -> CaptureDirectory.create(link, "vtrace 1"))
        .hasMessageContaining("is a link");
    assertThat(real).isEmptyDirectory();

    Path path = folder.resolve("capture");
    try (CaptureDirectory capture = CaptureDirectory.create(path, "vtrace 1")) {
      // What another process of ours might do; nobody else can enter.
      for (String name : new String[] {".capture.json", "stream.bin"}) {
        Files.createSymbolicLink(path.resolve(name), precious);
      }
      assertThatThrownBy(() -> capture.file("stream.bin", InputRole.STREAM, "", ""))
          .isInstanceOf(IOException.class);
      capture.participant(new CaptureDescription.Process("source", "source", "7.2", "realtime"));
      capture.adopt("stream.bin", InputRole.STREAM, "", "");
      Files.move(path, folder.resolve("moved"));
      Files.createSymbolicLink(path, real);
      capture.file("other.bin", InputRole.OTHER, "", "").write(1);
    }
    assertThat(precious).hasContent("precious");
    assertThat(real).isEmptyDirectory();
    assertThat(folder.resolve("moved/other.bin")).isRegularFile();
  }

  @Test
  void somebodyElsesDirectoryIsRefused() throws Exception {
    assumeThat(Files.getAttribute(folder, "unix:uid")).isEqualTo(0);
    Path path = Files.createDirectory(folder.resolve("theirs"));
    Files.setAttribute(path, "unix:uid", 65534);
    assertThatThrownBy(() -> CaptureDirectory.create(path, "vtrace 1"))
        .hasMessageContaining("belongs to");
    assertThat(path).isEmptyDirectory();
  }

  @Test
  void leavesNothingBehindWhereNothingWasRecorded() throws Exception {
    Path path = folder.resolve("capture");
    CaptureDirectory capture = CaptureDirectory.create(path, "vtrace 1");
    capture.close();
    capture.discardIfEmpty();
    assertThat(path).doesNotExist();
  }

  @Test
  void listsWhatOthersWriteAndNamesGaps() throws Exception {
    Path path = folder.resolve("capture");
    CaptureDirectory capture = CaptureDirectory.create(path, "vtrace 1");
    capture.adopt("dst.log", InputRole.TRACE, InputKind.QEMU_LOG.label(), "destination");
    Files.writeString(path.resolve("dst.log"), "2026-11-23T07:36:44.750370Z vhost_dev_stop_in x\n");
    capture.gap(
        new CaptureDescription.RecordedGap("stream.bin", 4096, 100, "the disk was too slow"));
    assertThat(capture.unused("dst.log")).isEqualTo("2-dst.log");
    capture.close();
    assertThat(path.resolve("capture.json"))
        .content()
        .contains("\"dst.log\"", "\"offset\" : 4096", "\"the disk was too slow\"", "\"size\" : 48");
  }
}
