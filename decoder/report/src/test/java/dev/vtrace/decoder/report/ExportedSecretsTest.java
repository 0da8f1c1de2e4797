// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.exporter.CtfExport;
import dev.vtrace.decoder.exporter.ExportFormat;
import dev.vtrace.decoder.exporter.ExportSelection;
import dev.vtrace.decoder.exporter.ExportedRun;
import dev.vtrace.decoder.exporter.RunExport;
import dev.vtrace.decoder.run.KeptBound;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that were planted everywhere are in no export. */
class ExportedSecretsTest {
  @TempDir Path folder;

  /** All formats of a capture, by their names; pcapng with the records of streams. */
  static Map<String, byte[]> exports(Path capture, boolean redact) throws Exception {
    ExportedRun run =
        RunExport.of(
            CaptureOpener.open(capture),
            KeptBound.USUAL,
            redact,
            ExportSelection.ALL,
            "vtrace test",
            ExportFormat.PCAPNG);
    Map<String, byte[]> out = new LinkedHashMap<>();
    for (ExportFormat format : ExportFormat.values()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      format.write(bytes, run);
      assertThat(bytes.size()).as(format.label()).isPositive();
      out.put(format.label(), bytes.toByteArray());
    }
    ByteArrayOutputStream ctf = new ByteArrayOutputStream();
    CtfExport.metadata(ctf, run);
    CtfExport.stream(ctf, run);
    out.put("ctf", ctf.toByteArray());
    return out;
  }

  private static Set<String> found(Planted planted, boolean redact) throws Exception {
    Set<String> out = new TreeSet<>();
    exports(planted.folder(), redact)
        .forEach(
            (format, bytes) -> {
              for (Planted.Secret secret : planted.secrets()) {
                if (secret.isIn(bytes)) {
                  out.add(secret.text() + " in " + format);
                }
              }
            });
    return out;
  }

  @Test
  void noneIsFound() throws Exception {
    Planted planted = Planted.in(Recordings.transfer(), folder);
    assertThat(found(planted, true)).isEmpty();
    Set<String> without = found(planted, false);
    for (String format : new String[] {"ctf", "pcapng"}) {
      assertThat(without).as("without redaction").anyMatch(each -> each.endsWith(" in " + format));
    }
  }
}
