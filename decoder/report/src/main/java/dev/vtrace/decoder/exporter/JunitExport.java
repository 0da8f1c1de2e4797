// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.export.CheckJunit;
import dev.vtrace.decoder.export.CheckJunit.CheckedCapture;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The findings as JUnit XML, for continuous integration: the run fails by its first error. */
final class JunitExport {
  private JunitExport() {}

  static void write(OutputStream out, ExportedRun run) throws IOException {
    PrintStream text = new PrintStream(out, false, StandardCharsets.UTF_8);
    CheckedCapture capture = new CheckedCapture(run.check().name(), run.check(), "");
    CheckJunit.write(text, List.of(capture), Severity.ERROR);
    text.flush();
  }
}
