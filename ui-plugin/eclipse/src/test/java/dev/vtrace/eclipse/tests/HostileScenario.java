// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.tests;

import dev.vtrace.eclipse.evidence.EvidenceOpener;
import dev.vtrace.eclipse.model.CaptureEntry;
import dev.vtrace.eclipse.server.ServerAnswers.ProvingPlace;
import dev.vtrace.eclipse.timeline.MigrationTimeline;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A capture with markup, marks of direction and absurd sizes in all its strings does no harm. */
final class HostileScenario implements ScenarioRunner.Scenario {
  private static final String MARKUP = "<script>alert(1)</script>&amp;<img/src=x>\u202e%n{0}";

  @Override
  public void run(Bench bench) throws Exception {
    CaptureEntry capture = bench.open(make());
    MigrationTimeline view = bench.view(MigrationTimeline.ID, MigrationTimeline.class);
    bench.await(
        "the timeline", () -> view.control().timeline() != null && view.control().isDrawn());
    EvidenceOpener.open(
        capture, List.of(new ProvingPlace("src.log", 3L, null, "", null, null)), true);
    bench.await("the log", () -> !bench.selectedText().isEmpty());
    for (String id : List.of("ledger", "findings", "descriptors")) {
      bench.view("dev.vtrace.eclipse." + id, org.eclipse.ui.IViewPart.class);
    }
    bench.screenshot("hostile");
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
    Files.writeString(
        folder.resolve("capture.json"),
        """
        {"format": "vtrace-capture/1", "name": "%s",
         "files": [{"name": "../../../../etc/passwd", "role": "trace", "kind": "QEMU log", "size": 9223372036854775807},
                   {"name": "src.log", "role": "trace", "participant": "<b>src</b>", "size": 99999999999},
                   {"name": "dst.log", "role": "trace", "participant": "dst", "size": -1}]}
        """
            .formatted(MARKUP));
    return folder;
  }
}
