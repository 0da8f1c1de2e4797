// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.capture.LooseFiles;
import dev.vtrace.decoder.devices.DescriptorLog;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Lists of descriptors beside streams: packed or not, and empty. */
class DescriptorListsTest {
  @TempDir Path folder;

  /** A sample's stream with a list in each form that it may have. */
  private Path beside(String sample, byte[] list, String form) throws IOException {
    Path from = Recordings.root().resolve("samples").resolve(sample);
    Path to = Files.createDirectory(folder.resolve(sample + form));
    Path stream = Recordings.stream(from);
    Files.copy(stream, to.resolve(stream.getFileName().toString()));
    Path file = to.resolve("stream.fds.jsonl" + form);
    try (OutputStream out = packed(Files.newOutputStream(file), form)) {
      out.write(list);
    }
    return to;
  }

  private static OutputStream packed(OutputStream out, String form) throws IOException {
    switch (form) {
      case ".gz":
        return new GZIPOutputStream(out);
      case ".xz":
        return new XZOutputStream(out, new LZMA2Options(1));
      default:
        return out;
    }
  }

  private static DescriptorLog read(Capture capture) throws IOException {
    LoadedRun run = RunLoader.load(capture);
    assertThat(run.files()).allMatch(LoadedFile::read);
    return run.streams().get(0).descriptors();
  }

  @Test
  void packedListsAreReadByAll() throws IOException {
    Path sample = Recordings.root().resolve("samples/backend-transfer-2q");
    byte[] list = Recordings.bytes(sample.resolve("stream.fds.jsonl"));
    CheckedRun plain = CheckedRun.of(CaptureFolder.open(beside("backend-transfer-2q", list, "")));
    assertThat(plain.migration().descriptors()).isNotEmpty();
    for (String form : List.of(".gz", ".xz")) {
      Capture capture = CaptureFolder.open(beside("backend-transfer-2q", list, form));
      assertThat(read(capture).entries()).hasSize(plain.migration().descriptors().size());
      CheckedRun packed = CheckedRun.of(capture);
      assertThat(packed.streams().get(0).summary().coverage())
          .isEqualTo(plain.streams().get(0).summary().coverage());
      assertThat(packed.migration().descriptors())
          .extracting(descriptor -> descriptor.identity() + " " + descriptor.wireNs())
          .isEqualTo(
              plain.migration().descriptors().stream()
                  .map(descriptor -> descriptor.identity() + " " + descriptor.wireNs())
                  .toList());
      assertThat(problems(packed)).isEqualTo(problems(plain));
    }
  }

  private static List<String> problems(CheckedRun run) {
    return Checker.check(run).problems().stream().map(Problem::message).toList();
  }

  /** An ordinary migration hands over nothing, which its recorder saw. */
  @Test
  void anEmptyListSaysThatThereWereNone() throws IOException {
    for (String form : List.of("", ".gz", ".xz")) {
      Path recorded = beside("ordinary-2q", new byte[0], form);
      Path stream = Recordings.stream(recorded);
      Path list = recorded.resolve("stream.fds.jsonl" + form);
      Capture named =
          new LooseFiles().add(InputRole.STREAM, stream).add(InputRole.DESCRIPTORS, list).capture();
      for (Capture capture : List.of(CaptureFolder.open(recorded), named)) {
        assertThat(read(capture)).as(form).isEqualTo(new DescriptorLog(List.of()));
        assertThat(CheckedRun.of(capture).migration().findings()).as(form).isEmpty();
      }
    }
  }

  /** Nothing tells what an empty file is but the description of the capture. */
  @Test
  void aDescriptionTellsWhatAnEmptyFileIs() throws IOException {
    Path recorded = beside("ordinary-2q", new byte[0], "");
    Path stream = Recordings.stream(recorded);
    Files.move(recorded.resolve("stream.fds.jsonl"), recorded.resolve("stream.list"));
    assertThat(RunLoader.load(CaptureFolder.open(recorded)).streams().get(0).descriptors())
        .isNull();
    Files.writeString(
        recorded.resolve("capture.json"),
        "{\"format\": \"vtrace-capture/1\", \"participants\": [], \"files\": ["
            + "{\"name\": \""
            + stream.getFileName()
            + "\", \"role\": \"stream\"},"
            + "{\"name\": \"stream.list\", \"role\": \"descriptors\"}]}");
    assertThat(read(CaptureFolder.open(recorded)).entries()).isEmpty();
  }
}
