// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.report;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.model.Participant;
import dev.vtrace.decoder.analysis.model.Role;
import dev.vtrace.decoder.capture.CaptureDescription;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.redact.SecretKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A {@code .vtrace} file: a zip archive with a capture as vtrace keeps it in a directory, and the
 * report as a page. Equal reports give equal bytes.
 */
public final class ReportBundle {
  /** The page in the archive. */
  public static final String PAGE = "report.html";

  /** The archive has no times: those of its making would make each one different. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private ReportBundle() {}

  /**
   * Writes an archive.
   *
   * @param page the report as HTML
   */
  public static void write(OutputStream out, Report report, byte[] page) throws IOException {
    List<CaptureDescription.DescribedFile> items = new ArrayList<>();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      // First, so that whoever looks into the archive sees it first.
      entry(zip, PAGE).write(page);
      TreeMap<String, Input> sorted = new TreeMap<>();
      for (Input input : requireNonNull(report.redaction()).capture().inputs()) {
        sorted.put(input.name(), input);
      }
      for (Input input : sorted.values()) {
        items.add(evidence(zip, input));
      }
      ByteArrayOutputStream json = new ByteArrayOutputStream();
      description(report, items).write(json);
      entry(zip, "capture.json").write(json.toByteArray());
    }
  }

  private static ZipOutputStream entry(ZipOutputStream zip, String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(NO_TIME);
    zip.putNextEntry(entry);
    return zip;
  }

  private static CaptureDescription.DescribedFile evidence(ZipOutputStream zip, Input input)
      throws IOException {
    MessageDigest digest = sha256();
    entry(zip, input.name());
    long size;
    try (InputStream in = new DigestInputStream(Files.newInputStream(input.path()), digest)) {
      size = in.transferTo(zip);
    }
    return new CaptureDescription.DescribedFile(
        input.name(),
        input.role(),
        input.kind().label(),
        input.participant(),
        size,
        HexFormat.of().formatHex(digest.digest()));
  }

  private static CaptureDescription description(
      Report report, List<CaptureDescription.DescribedFile> items) {
    List<CaptureDescription.Process> processes = new ArrayList<>();
    for (Participant each : report.migration().participants()) {
      if (each.role() != Role.BACKEND) {
        String version = "";
        for (Report.Fact fact : report.environment()) {
          version = fact.name().equals("QEMU " + each.name()) ? fact.value() : version;
        }
        String role = each.role() == Role.OTHER ? "" : each.role().label();
        processes.add(new CaptureDescription.Process(each.name(), role, version, ""));
      }
    }
    List<CaptureDescription.RedactionCount> redactions = new ArrayList<>();
    for (SecretKind kind : SecretKind.values()) {
      Long count = requireNonNull(report.redaction()).replaced().get(kind);
      if (count != null) {
        redactions.add(new CaptureDescription.RedactionCount(kind.label(), count));
      }
    }
    return new CaptureDescription(
        report.tool(),
        processes,
        items,
        requireNonNull(report.redaction()).capture().gaps(),
        redactions);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
