// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The formats that are one file; the table of exporters. */
public enum ExportFormat {
  PERFETTO("perfetto", PerfettoExport::write),
  CHROME("chrome", ChromeExport::write),
  PCAPNG("pcapng", PcapngExport::write),
  SARIF("sarif", SarifExport::write),
  JUNIT("junit", JunitExport::write),
  CSV("csv", CsvExport::ledger),
  CSV_MESSAGES("csv-messages", CsvExport::messages),
  CSV_DOWNTIME("csv-downtime", CsvExport::downtime),
  MERMAID("mermaid", MermaidExport::write),
  MD("md", MarkdownExport::write),
  OTLP("otlp", OtlpJson::write),
  OTLP_TRACES("otlp-traces", OtlpProto::traces),
  OTLP_METRICS("otlp-metrics", OtlpProto::metrics);

  private final String label;
  private final FileExporter exporter;

  ExportFormat(String label, FileExporter exporter) {
    this.label = label;
    this.exporter = exporter;
  }

  /** Writes a run; the target stays open. */
  @FunctionalInterface
  interface FileExporter {
    void write(OutputStream out, ExportedRun run) throws IOException;
  }

  /** The word on the command line. */
  public String label() {
    return label;
  }

  /**
   * Writes a run; the target stays open.
   *
   * @throws IOException if it cannot be written, or lacks what the format needs
   */
  public void write(OutputStream out, ExportedRun run) throws IOException {
    exporter.write(out, run);
  }

  /** The format with this name, or null. */
  public static @Nullable ExportFormat of(String label) {
    for (ExportFormat format : values()) {
      if (format.label.equals(label)) {
        return format;
      }
    }
    return null;
  }
}
