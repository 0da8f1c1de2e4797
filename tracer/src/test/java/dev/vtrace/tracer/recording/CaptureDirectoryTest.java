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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
        .contains(Digest.of(new ByteArrayInputStream(STREAM), 8));
    assertThat(CaptureFolder.open(path).with(InputRole.STREAM)).hasSize(1);
    assertThat(mode(path)).isEqualTo("rwx------");
    assertThat(mode(path.resolve("capture.json"))).isEqualTo("rw-------");
    assertThat(mode(path.resolve("stream.bin"))).isEqualTo("rw-------");
  }

  @Test
  void knowsTheDigestOfAKnownText() throws Exception {
    byte[] text = "abc and more".getBytes(StandardCharsets.US_ASCII);
    // FIPS 180-2, appendix B.1
    assertThat(Digest.of(new ByteArrayInputStream(text), 3))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
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
