// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import dev.vtrace.decoder.analysis.model.Downtime;
import dev.vtrace.decoder.analysis.model.Downtime.DowntimeSpan;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.analysis.model.WireMark;
import dev.vtrace.decoder.export.CsvLine;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Tables as CSV (RFC 4180) with a line of names, in UTF-8. Times are nanoseconds since the epoch,
 * empty where they are not known.
 */
final class CsvExport {
  private final OutputStream out;

  private CsvExport(OutputStream out) {
    this.out = out;
  }

  /** The ledger: one line for each operation. */
  static void ledger(OutputStream target, ExportedRun run) throws IOException {
    CsvExport out = new CsvExport(target);
    out.line(
        "window",
        "role",
        "participant",
        "device",
        "kind",
        "begin_ns",
        "end_ns",
        "migration",
        "phase",
        "transfer",
        "operation",
        "queue",
        "verdict",
        "basis",
        "reason",
        "why",
        "evidence");
    for (Window window : run.migration().windows()) {
      for (Operation each : window.operations()) {
        List<Evidence> evidence = each.evidence();
        out.line(
            window.id(),
            window.role().label(),
            window.participant(),
            window.device(),
            window.kind().label(),
            CsvLine.known(window.beginNs()),
            CsvLine.known(window.endNs()),
            window.attempt() == 0 ? "" : Integer.toString(window.attempt()),
            window.phase().label(),
            window.transfer().label(),
            each.name(),
            CsvLine.known(each.queue()),
            each.verdict().label(),
            each.basis().label(),
            each.reason().code(),
            each.why(),
            evidence.isEmpty() ? "" : evidence.get(0).location());
      }
    }
  }

  /** The messages between QEMUs and back-ends. */
  static void messages(OutputStream target, ExportedRun run) throws IOException {
    CsvExport out = new CsvExport(target);
    out.line(
        "time_ns",
        "participant",
        "connection",
        "direction",
        "request",
        "queue",
        "window",
        "evidence",
        "text");
    for (WireMark each : run.migration().messages()) {
      out.line(
          CsvLine.known(each.timeNs()),
          each.participant(),
          each.connection(),
          each.direction() == null ? "" : each.direction().label(),
          each.request(),
          CsvLine.known(each.queue()),
          each.window() == null ? "" : each.window(),
          each.evidence().location(),
          each.evidence().text());
    }
  }

  /** What the guest's downtime was spent on. */
  static void downtime(OutputStream target, ExportedRun run) throws IOException {
    CsvExport out = new CsvExport(target);
    out.line(
        "migration",
        "part",
        "participant",
        "device",
        "queue",
        "what",
        "begin_ns",
        "end_ns",
        "length_ns");
    for (Downtime downtime : run.migration().downtimes()) {
      for (DowntimeSpan each : downtime.spans()) {
        out.line(
            Integer.toString(downtime.attempt()),
            each.part().label(),
            each.participant(),
            each.device(),
            CsvLine.known(each.queue()),
            each.what(),
            CsvLine.known(each.beginNs()),
            CsvLine.known(each.endNs()),
            Long.toString(each.lengthNs()));
      }
    }
  }

  private void line(String... cells) throws IOException {
    CsvLine.write(out, cells);
  }
}
