// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.tests;

import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.evidence.EvidenceOpener;
import dev.vtrace.eclipse.stream.StreamEditor;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.eclipse.core.filesystem.EFS;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.ui.ide.FileStoreEditorInput;
import org.eclipse.ui.ide.IDE;

/**
 * A log of 200 MB, and a stream of 10 GiB if somebody made one: the user interface does not wait
 * for either. The longest wait is printed.
 */
final class LargeScenario implements ScenarioRunner.Scenario {
  private static final long LOG = 200_000_000;

  @Override
  public void run(Bench bench) throws Exception {
    Path folder = Files.createTempDirectory("vtrace-large").toRealPath();
    Path log = folder.resolve("src.log");
    int lines = write(log);
    int line = lines - 100;
    Range place = new Range(new Position(line, 0), new Position(line, 10));
    EvidenceOpener.open(log.toUri().toString(), place);
    bench.await(
        "a part of the log",
        () -> bench.editor() != null && bench.editor().getTitle().contains("lines"));
    bench.await("its line", () -> !bench.selectedText().isEmpty());
    System.out.println("log of 200 MB: longest wait of the user interface " + bench.longestWait());

    String stream = System.getProperty("vtrace.test.stream", "");
    if (!stream.isEmpty()) {
      URI uri = Path.of(stream).toUri();
      StreamEditor editor =
          bench.ui(
              () ->
                  (StreamEditor)
                      IDE.openEditor(
                          bench.page(),
                          new FileStoreEditorInput(EFS.getStore(uri)),
                          StreamEditor.ID));
      bench.await("the whole stream", () -> editor.status().contains("records"));
      long size = Files.size(Path.of(stream));
      bench.ui(
          () -> {
            editor.reveal(size - 1);
            return null;
          });
      bench.await(
          "its last byte", () -> editor.selected() != null && editor.hex().markedTo() == size);
      bench.screenshot("large");
      System.out.println(
          "stream of "
              + size
              + " bytes: longest wait of the user interface "
              + bench.longestWait());
    }
    bench.ui(() -> bench.page().closeAllEditors(false));
    VtracePlugin.get().captures().all().forEach(VtracePlugin.get().captures()::close);
    Files.delete(log);
    Files.delete(folder);
  }

  private static int write(Path log) throws IOException {
    Path sample = Bench.samples().resolve("backend-transfer-2q").resolve("src.trace.log.gz");
    String text;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(sample))) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    int lines = 0;
    try (BufferedWriter out = Files.newBufferedWriter(log)) {
      for (long size = 0; size < LOG; size += text.length()) {
        out.write(text);
        lines += (int) text.chars().filter(c -> c == '\n').count();
      }
    }
    return lines;
  }
}
