// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.run.KeptBound;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Recorded runs, ready to be exported. */
final class ExportedRuns {
  private ExportedRuns() {}

  static ExportedRun of(Path folder) throws IOException, UnknownPartException {
    return of(folder, ExportSelection.ALL);
  }

  static ExportedRun of(Path folder, ExportSelection part)
      throws IOException, UnknownPartException {
    return RunExport.of(CaptureOpener.open(folder), KeptBound.USUAL, false, part, "vtrace test");
  }

  static List<Path> folders() throws IOException {
    List<Path> out = new ArrayList<>(Recordings.captures());
    out.addAll(Recordings.live());
    return out;
  }

  static byte[] bytes(ExportFormat format, ExportedRun run) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    format.write(out, run);
    return out.toByteArray();
  }
}
