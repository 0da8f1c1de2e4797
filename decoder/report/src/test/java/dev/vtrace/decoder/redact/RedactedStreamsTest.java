// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.redact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.stream.RamPage;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.StreamDecoder;
import dev.vtrace.decoder.stream.StreamOptions;
import dev.vtrace.decoder.stream.StreamVisitor;
import dev.vtrace.decoder.vmstate.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A redacted stream is read as the original is: the same records and fields at the same places.
 * Every fourth recording, or all with {@code -Dvtrace.all=true}.
 */
class RedactedStreamsTest {
  private static final int STEP = 4;

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> everyRecordedStream() throws IOException {
    List<Path> all = Recordings.corpus();
    boolean each = all.size() < STEP * STEP || Boolean.getBoolean("vtrace.all");
    return IntStream.range(0, all.size())
        .filter(i -> each || i % STEP == 0)
        .mapToObj(all::get)
        .map(at -> DynamicTest.dynamicTest(at.getFileName().toString(), () -> same(at)));
  }

  private void same(Path recording) throws IOException {
    Capture capture = CaptureOpener.open(recording);
    Path copies = Files.createDirectory(folder.resolve(recording.getFileName()));
    Redaction redaction = Redactor.redact(capture, Set.of(), copies);
    List<Input> before = capture.with(InputRole.STREAM);
    List<Input> after = redaction.capture().with(InputRole.STREAM);
    assertThat(after).hasSameSizeAs(before).isNotEmpty();
    for (int i = 0; i < before.size(); i++) {
      assertThat(read(after.get(i).path())).isEqualTo(read(before.get(i).path()));
    }
  }

  private static List<String> read(Path file) throws IOException {
    List<String> out = new ArrayList<>();
    StreamVisitor visitor =
        new StreamVisitor() {
          @Override
          public void section(Section section) {
            describe(section, out);
          }

          @Override
          public void page(RamPage page) {
            out.add(page.toString());
          }

          @Override
          public void diagnostic(Diagnostic diagnostic) {
            out.add(diagnostic.toString());
          }
        };
    try (ByteSource source = Inputs.open(file)) {
      var summary = new StreamDecoder(source, new StreamOptions(null, null, true)).decode(visitor);
      out.add(summary.outcome() + " " + summary.coverage() + " " + summary.errors());
    }
    return out;
  }

  private static void describe(Section section, List<String> out) {
    out.add(
        section.kind()
            + " "
            + section.name()
            + " "
            + section.offset()
            + " "
            + section.length()
            + " "
            + section.footer()
            + " "
            + section.unreachable());
    for (Field field : section.fields()) {
      describe(field, out);
    }
    for (Section inner : section.sections()) {
      describe(inner, out);
    }
  }

  private static void describe(Field field, List<String> out) {
    out.add(field.label() + " " + field.type() + " " + field.offset() + " " + field.length());
    // How many entries of a region are in use is what is taken out of it.
    if (!field.type().equals("inflight desc")) {
      field.children().forEach(child -> describe(child, out));
    }
  }
}
