// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** babeltrace2 reads as many events as there are, with their times. */
class CtfExportTest {
  @TempDir Path folder;

  @Test
  void eventsAndTimesAreTheSame() throws Exception {
    for (Path recording : ExportedRuns.folders()) {
      ExportedRun run = ExportedRuns.of(recording);
      Path ctf = Files.createDirectory(folder.resolve(recording.getFileName()));
      try (OutputStream out = Files.newOutputStream(ctf.resolve(CtfExport.METADATA))) {
        CtfExport.metadata(out, run);
      }
      try (OutputStream out = Files.newOutputStream(ctf.resolve(CtfExport.STREAM))) {
        CtfExport.stream(out, run);
      }
      Path analysis = ctf.resolve(CtfExport.ANALYSIS);
      Files.createDirectories(analysis.getParent());
      try (OutputStream out = Files.newOutputStream(analysis)) {
        CtfExport.analysis(out);
      }
      Peer.PeerRun read =
          Peer.run(null, "babeltrace2", "--clock-cycles", "--no-delta", ctf.toString());
      assertThat(read.err()).as(recording.toString()).isEmpty();
      assertThat(read.status()).isZero();
      List<TraceEdge> edges = TraceEdge.of(ExportTrace.of(run));
      List<String> lines = read.lines();
      assertThat(lines).as(recording.toString()).hasSameSizeAs(edges);
      for (int i = 0; i < lines.size(); i++) {
        assertThat(lines.get(i))
            .startsWith("[" + String.format("%020d", edges.get(i).time()) + "]");
      }
    }
  }
}
