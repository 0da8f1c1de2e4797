// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.tests;

import dev.vtrace.eclipse.evidence.EvidenceOpener;
import dev.vtrace.eclipse.model.CaptureEntry;
import dev.vtrace.eclipse.stream.StreamEditor;
import dev.vtrace.eclipse.timeline.MigrationTimeline;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.eclipse.core.filesystem.EFS;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.ui.IViewPart;
import org.eclipse.ui.ide.FileStoreEditorInput;
import org.eclipse.ui.ide.IDE;

/** Logs of 200 MB and 16 MB, and a stream of 10 GiB: the user interface does not wait for them. */
final class LargeScenario implements ScenarioRunner.Scenario {
  private static final long LOG = 200_000_000;
  private static final long WHOLE = 16_000_000;
  private static final long STREAM = 10L << 30;

  @Override
  public void run(Bench bench) throws Exception {
    Path folder = Files.createTempDirectory("vtrace-large").toRealPath();
    Path log = folder.resolve("src.log");
    int lines = write(log, LOG);
    show(bench, log, lines - 100);
    bench.await(
        "a part of the log",
        () -> bench.editor() != null && bench.editor().getTitle().contains("lines"));
    bench.await("its line", () -> !bench.selectedText().isEmpty());
    bench.tell("log of 200 MB");

    CaptureEntry capture = bench.open(folder);
    MigrationTimeline timeline = bench.view(MigrationTimeline.ID, MigrationTimeline.class);
    bench.await("its timeline", () -> timeline.control().isDrawn());
    for (String id : List.of("ledger", "findings", "descriptors", "captures")) {
      bench.view("dev.vtrace.eclipse." + id, IViewPart.class);
    }
    bench.painted();
    bench.tell("log of 200 MB as a capture with " + capture.timeline().items().size() + " items");
    bench.ui(() -> bench.page().closeAllEditors(false));
    bench.closeCaptures();
    Files.delete(log);

    Path whole = folder.resolve("whole.log");
    int last = write(whole, WHOLE) - 100;
    show(bench, whole, last);
    bench.await("the whole log", () -> bench.selectedLine() == last);
    bench.painted();
    bench.tell("log of 16 MB in the editor");
    bench.ui(() -> bench.page().closeAllEditors(false));
    Files.delete(whole);

    Path stream = stream(folder);
    long size = Files.size(stream);
    StreamEditor editor =
        bench.ui(
            () ->
                (StreamEditor)
                    IDE.openEditor(
                        bench.page(),
                        new FileStoreEditorInput(EFS.getStore(stream.toUri())),
                        StreamEditor.ID));
    bench.await("the whole stream", () -> editor.status().contains("records"));
    bench.ui(
        () -> {
          editor.reveal(size - 1);
          return null;
        });
    bench.await(
        "its last byte", () -> editor.selected() != null && editor.hex().markedTo() == size);
    bench.screenshot("large");
    bench.tell("stream of " + size + " bytes");
    bench.ui(() -> bench.page().closeAllEditors(false));
    if (stream.startsWith(folder)) {
      Files.delete(stream);
    }
    Files.delete(folder);
  }

  private static void show(Bench bench, Path log, int line) {
    Range place = new Range(new Position(line, 0), new Position(line, 10));
    EvidenceOpener.open(log.toUri().toString(), place);
  }

  /**
   * The stream that somebody made, else one of 10 GiB: the first record of a real one, and then
   * what takes no room on the disk.
   */
  private static Path stream(Path folder) throws IOException {
    String made = System.getProperty("vtrace.test.stream", "");
    if (!made.isEmpty()) {
      return Path.of(made);
    }
    Path out = folder.resolve("stream.bin");
    Files.copy(Bench.samples().resolve("backend-transfer-2q").resolve("stream.bin"), out);
    try (FileChannel channel = FileChannel.open(out, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(1), STREAM - 1);
    }
    return out;
  }

  private static int write(Path log, long bytes) throws IOException {
    Path sample = Bench.samples().resolve("backend-transfer-2q").resolve("src.trace.log.gz");
    String text;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(sample))) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    int lines = 0;
    try (BufferedWriter out = Files.newBufferedWriter(log)) {
      for (long size = 0; size < bytes; size += text.length()) {
        out.write(text);
        lines += (int) text.chars().filter(c -> c == '\n').count();
      }
    }
    return lines;
  }
}
