// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.actions;

import java.util.List;

/**
 * What can be written of a capture.
 *
 * @param label what people choose it by
 * @param name of the file that is suggested
 * @param arguments of vtrace
 * @param prints whether vtrace prints it, and does not write a file itself
 */
record OutputForm(String label, String name, List<String> arguments, boolean prints) {
  static final List<OutputForm> REPORTS =
      List.of(
          new OutputForm(
              "Bundle, to attach: the page and the evidence without secrets, in one file",
              "report.vtrace",
              List.of("report", "-f", "vtrace"),
              false),
          new OutputForm(
              "Web page, to look at in any browser",
              "report.html",
              List.of("report", "-f", "html"),
              false),
          new OutputForm(
              "Text, to paste into a bug tracker or a mail",
              "report.md",
              List.of("report", "-f", "md"),
              false));

  static final List<OutputForm> EXPORTS =
      List.of(
          new OutputForm(
              "Timeline as web page", "timeline.html", List.of("timeline", "-f", "html"), false),
          new OutputForm(
              "Timeline as SVG", "timeline.svg", List.of("timeline", "-f", "svg"), false),
          new OutputForm(
              "Timeline as PNG", "timeline.png", List.of("timeline", "-f", "png"), false),
          new OutputForm(
              "Timeline as JSON", "timeline.json", List.of("timeline", "-f", "json"), false),
          new OutputForm("Ledger as JSON", "ledger.json", List.of("skips", "-f", "json"), true),
          new OutputForm("Descriptors as JSON", "fds.json", List.of("fds", "-f", "json"), true),
          new OutputForm(
              "Findings as SARIF", "findings.sarif", List.of("check", "-f", "sarif"), true),
          export("For Perfetto", "perfetto", "trace.perfetto"),
          export("For Wireshark: the vhost-user traffic", "pcapng", "traffic.pcapng"),
          export("For spreadsheets: the ledger", "csv", "ledger.csv"),
          export("Sequence diagram (Mermaid)", "mermaid", "sequence.mmd"),
          export("OpenTelemetry (lines of JSON)", "otlp", "otlp.jsonl"),
          export("For Trace Compass and babeltrace2: a CTF folder", "ctf", "ctf"));

  private static OutputForm export(String label, String format, String name) {
    return new OutputForm(label, name, List.of("export", "--to", format), false);
  }
}
