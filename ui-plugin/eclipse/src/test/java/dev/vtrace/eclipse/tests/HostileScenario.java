// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.tests;

import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.debug.MigrationTarget;
import dev.vtrace.eclipse.debug.MigrationThread;
import dev.vtrace.eclipse.evidence.EvidenceOpener;
import dev.vtrace.eclipse.launch.MigrationLaunches;
import dev.vtrace.eclipse.model.CaptureEntry;
import dev.vtrace.eclipse.server.ServerAnswers.EvidenceFile;
import dev.vtrace.eclipse.server.ServerAnswers.ProvingPlace;
import dev.vtrace.eclipse.stream.StreamEditor;
import dev.vtrace.eclipse.timeline.MigrationTimeline;
import dev.vtrace.eclipse.views.FactView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.eclipse.swt.widgets.TreeItem;

/**
 * A capture with markup, marks of direction and absurd sizes in all its strings, names and bytes
 * does no harm: it is shown, searched, and stepped through, and nothing outside it is opened.
 */
final class HostileScenario implements ScenarioRunner.Scenario {
  private static final String MARKUP = "<script>alert(1)</script>&amp;<img src=x>\u202e%n{0}";
  private static final int STEPS = 5;

  @Override
  public void run(Bench bench) throws Exception {
    Path folder = make();
    CaptureEntry capture = bench.open(folder);
    for (EvidenceFile each : capture.info().files()) {
      Bench.check(each.uri().startsWith(folder.toUri().toString()), "outside: " + each);
    }
    MigrationTimeline view = bench.view(MigrationTimeline.ID, MigrationTimeline.class);
    bench.await(
        "the timeline", () -> view.control().timeline() != null && view.control().isDrawn());
    views(bench);
    log(bench, capture);
    stream(bench, capture);
    debug(bench, folder);
    bench.screenshot("hostile");
    bench.ui(() -> bench.page().closeAllEditors(false));
    VtracePlugin.get().captures().close(capture);
  }

  private static void views(Bench bench) throws Exception {
    for (String id : List.of("ledger", "findings", "descriptors", "captures")) {
      FactView facts = bench.view("dev.vtrace.eclipse." + id, FactView.class);
      bench.await("rows", () -> facts.viewer().getInput() != null);
      bench.ui(
          () -> {
            facts.viewer().expandAll();
            plain(facts.viewer().getTree().getItems());
            return null;
          });
    }
  }

  /** What turns text around is never shown as it is. */
  private static void plain(TreeItem[] items) {
    for (TreeItem each : items) {
      for (int column = 0; column < each.getParent().getColumnCount(); column++) {
        Bench.check(each.getText(column).indexOf('\u202e') < 0, "turned: " + each.getText(column));
      }
      plain(each.getItems());
    }
  }

  private static void log(Bench bench, CaptureEntry capture) throws Exception {
    EvidenceOpener.open(
        capture, List.of(new ProvingPlace("src.log", 3L, null, "", null, null)), true);
    bench.await("the log", () -> !bench.selectedText().isEmpty());
    bench.screenshot("hostile-log");
  }

  private static void stream(Bench bench, CaptureEntry capture) throws Exception {
    EvidenceOpener.open(
        capture, List.of(new ProvingPlace("stream.bin", null, 9L, "", null, null)), true);
    bench.await("the editor", () -> bench.editor() instanceof StreamEditor);
    StreamEditor editor = (StreamEditor) bench.ui(bench::editor);
    bench.await("a record", () -> editor.selected() != null);
    bench.ui(
        () -> {
          editor.find("<script>");
          return null;
        });
    bench.await("an answer", () -> editor.status().contains("script"));
    bench.screenshot("hostile-stream");
  }

  private static void debug(Bench bench, Path folder) throws Exception {
    bench.ui(
        () -> {
          MigrationLaunches.replay(folder);
          return null;
        });
    bench.await(
        "the session",
        () -> DebuggerScenario.target() != null && DebuggerScenario.target().isSuspended());
    MigrationTarget target = DebuggerScenario.target();
    for (int i = 0; i < STEPS; i++) {
      ((MigrationThread) target.getThreads()[0]).stepInto();
      bench.await("a step", target::isSuspended);
      Bench.awaitHere("a frame", () -> target.getThreads()[0].getStackFrames() != null);
    }
    target.terminate();
    bench.await("the end", target::isTerminated);
  }

  private static Path make() throws IOException {
    Path folder = Files.createTempDirectory("hostile<b>capture").toRealPath();
    Path sample = Bench.samples().resolve("backend-transfer-2q");
    for (String side : List.of("src", "dst")) {
      try (InputStream in =
          new GZIPInputStream(Files.newInputStream(sample.resolve(side + ".trace.log.gz")))) {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        String evil =
            text.replace("virtio-blk", "virtio-blk" + MARKUP)
                .replace("vrings:1", "vrings:99999999999999999999");
        String longLine =
            "2026-11-23T08:00:02.023255Z vhost_user_write " + "\u202e<b>".repeat(50_000) + "\n";
        Files.writeString(folder.resolve(side + ".log"), evil + longLine);
      }
    }
    Files.write(folder.resolve("stream.bin"), stream());
    Files.writeString(
        folder.resolve("<img src=x>&\u202e.txt"),
        "vhost_dev_stop_in dev:0x1 name:" + MARKUP + "\n");
    Files.writeString(
        folder.resolve("vhost-user-dev0.jsonl"),
        """
        {"t_ns": 9223372036854775807, "conn": 1, "event": "open"}
        {"t_ns": -1, "conn": 1, "dir": "f2b", "off": 0, "req": 1, "name": "<b>", "flags": 1, "size": 4294967295, "nfds": 99999, "fds": [{"fd": -5, "target": "<b>"}], "hex": "0100000001000000ffffffff"}
        {"t_ns": 5, "conn": 1, "dir": "b2f", "off": 12, "req": 4294967295, "hex": "ffffffffffffffffff"}
        """);
    Files.writeString(
        folder.resolve("capture.json"),
        """
        {"format": "vtrace-capture/1", "name": "%s",
         "files": [{"name": "../../../../etc/passwd", "role": "trace", "kind": "QEMU log", "size": 9223372036854775807},
                   {"name": "src.log", "role": "trace", "participant": "<b>src</b>", "size": 99999999999},
                   {"name": "stream.bin", "role": "stream", "size": -9223372036854775808},
                   {"name": "dst.log", "role": "trace", "participant": "dst", "size": -1}]}
        """
            .formatted(MARKUP));
    return folder;
  }

  /** A stream that begins as one does; the section in it has markup for a name, and goes on. */
  private static byte[] stream() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {'Q', 'E', 'V', 'M', 0, 0, 0, 3});
    byte[] name = MARKUP.getBytes(StandardCharsets.UTF_8);
    out.write(new byte[] {4, -1, -1, -1, -1, (byte) name.length});
    out.write(name);
    for (int i = 0; i < 1 << 12; i++) {
      out.write(-1);
    }
    return out.toByteArray();
  }
}
