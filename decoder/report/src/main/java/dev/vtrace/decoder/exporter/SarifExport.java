// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import dev.vtrace.decoder.export.CheckSarif;
import java.io.IOException;
import java.io.OutputStream;

/** The findings as SARIF, for code review. */
final class SarifExport {
  private SarifExport() {}

  static void write(OutputStream out, ExportedRun run) throws IOException {
    String version = run.tool().substring(run.tool().lastIndexOf(' ') + 1);
    CheckSarif.write(out, run.check(), version);
  }
}
