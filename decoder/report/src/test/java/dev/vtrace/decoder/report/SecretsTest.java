// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.redact.SecretKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that were planted everywhere are nowhere in any output, but for kinds that are kept. */
class SecretsTest {
  @TempDir Path folder;

  private Map<String, byte[]> outputs(Path capture, Set<SecretKind> keep) throws IOException {
    Map<String, byte[]> out = new TreeMap<>();
    try (Reporter reporter = new Reporter("test")) {
      Report report = reporter.report(CaptureOpener.open(capture), keep, false);
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      ReportMarkdown.write(text, report);
      out.put("report.md", text.toByteArray());
      ByteArrayOutputStream bundle = new ByteArrayOutputStream();
      ReportBundle.write(bundle, report, text.toByteArray());
      out.put("report.vtrace", bundle.toByteArray());
    }
    try (ZipInputStream zip =
        new ZipInputStream(new ByteArrayInputStream(out.get("report.vtrace")))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        out.put("name " + entry.getName(), entry.getName().getBytes(StandardCharsets.UTF_8));
        out.put(entry.getName(), Planted.unpacked(entry.getName(), zip.readAllBytes()));
      }
    }
    return out;
  }

  /** The kinds of secrets that are found, with what was found and where. */
  private static Set<String> found(Planted planted, Map<String, byte[]> outputs) {
    Set<String> out = new TreeSet<>();
    for (Planted.Secret secret : planted.secrets()) {
      for (Map.Entry<String, byte[]> output : outputs.entrySet()) {
        if (secret.isIn(output.getValue())) {
          out.add(secret.kind().label() + " " + secret.text() + " in " + output.getKey());
        }
      }
    }
    return out;
  }

  @Test
  void nothingIsFoundAnywhere() throws IOException {
    Planted planted = Planted.in(Recordings.transfer(), folder);
    assertThat(found(planted, outputs(planted.folder(), Set.of()))).isEmpty();
    assertThat(planted.kinds())
        .as("a secret of each kind was planted")
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(SecretKind.values())
                .filter(kind -> kind != SecretKind.INFLIGHT && kind != SecretKind.DATA)
                .toList());
  }

  @Test
  void whatIsKeptIsFoundAndNothingElse() throws IOException {
    Planted planted = Planted.in(Recordings.transfer(), folder);
    for (SecretKind kind : planted.kinds()) {
      Set<String> found = found(planted, outputs(planted.folder(), EnumSet.of(kind)));
      assertThat(found).as(kind.label()).isNotEmpty();
      assertThat(found).as(kind.label()).allMatch(each -> each.startsWith(kind.label() + " "));
      List<String> texts =
          planted.secrets().stream()
              .filter(each -> each.kind() == kind && each.whole())
              .map(each -> kind.label() + " " + each.text() + " in ")
              .toList();
      for (String text : texts) {
        assertThat(found).anyMatch(each -> each.startsWith(text));
      }
    }
  }

  @Test
  void thePlantedSecretsAreInTheEvidence() throws IOException {
    Planted planted = Planted.in(Recordings.transfer(), folder);
    Map<String, byte[]> evidence = planted.evidence();
    for (Planted.Secret secret : planted.secrets()) {
      assertThat(evidence.values()).as(secret.text()).anyMatch(secret::isIn);
    }
  }

  @Test
  void equalEvidenceGivesEqualBytes() throws IOException {
    Planted planted = Planted.in(Recordings.transfer(), folder);
    assertThat(outputs(planted.folder(), Set.of()).get("report.vtrace"))
        .isEqualTo(outputs(planted.folder(), Set.of()).get("report.vtrace"));
  }
}
