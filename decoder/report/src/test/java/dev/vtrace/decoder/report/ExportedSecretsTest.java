// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.exporter.ExportFormat;
import dev.vtrace.decoder.exporter.ExportSelection;
import dev.vtrace.decoder.exporter.ExportedRun;
import dev.vtrace.decoder.exporter.RunExport;
import dev.vtrace.decoder.run.KeptBound;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that were planted everywhere are in no export. */
class ExportedSecretsTest {
  @TempDir Path folder;

  private static Set<String> found(Planted planted, boolean redact) throws Exception {
    ExportedRun run =
        RunExport.of(
            CaptureOpener.open(planted.folder()),
            KeptBound.USUAL,
            redact,
            ExportSelection.ALL,
            "vtrace test");
    Set<String> out = new TreeSet<>();
    for (ExportFormat format : ExportFormat.values()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      format.write(bytes, run);
      assertThat(bytes.size()).as(format.label()).isPositive();
      for (Planted.Secret secret : planted.secrets()) {
        if (secret.isIn(bytes.toByteArray())) {
          out.add(secret.text() + " in " + format.label());
        }
      }
    }
    return out;
  }

  @Test
  void noneIsFound() throws Exception {
    Planted planted = Planted.in(Recordings.transfer(), folder);
    assertThat(found(planted, true)).isEmpty();
    assertThat(found(planted, false)).as("without redaction").isNotEmpty();
  }
}
