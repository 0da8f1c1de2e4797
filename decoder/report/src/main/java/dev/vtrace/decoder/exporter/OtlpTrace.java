// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Downtime;
import dev.vtrace.decoder.analysis.model.Downtime.DowntimeSpan;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.export.Plain;
import dev.vtrace.decoder.exporter.ExportEvent.ExportArgument;
import dev.vtrace.decoder.rules.model.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A run as OpenTelemetry has it: a trace for each migration, with its windows and the parts of the
 * downtime as spans, and operations and findings as events. Ids are made of what they name, so that
 * the same run gives the same ids.
 *
 * @param downtimes lengths of the guest's downtime
 */
record OtlpTrace(List<OtlpSpan> spans, List<OtlpDowntime> downtimes) {
  static final String DOWNTIME = "vtrace.migration.downtime";
  private static final int TRACE_ID = 16;
  private static final int SPAN_ID = 8;

  /**
   * A span.
   *
   * @param parent empty for the span of a migration
   * @param failure what went wrong, empty for nothing
   */
  record OtlpSpan(
      byte[] trace,
      byte[] id,
      byte[] parent,
      String name,
      long begin,
      long end,
      List<ExportArgument> attributes,
      List<OtlpEvent> events,
      String failure) {}

  /** Something at one time within a span. */
  record OtlpEvent(long time, String name, List<ExportArgument> attributes) {}

  /** A point of the metric {@value OtlpTrace#DOWNTIME}, in seconds. */
  record OtlpDowntime(long time, double seconds, List<ExportArgument> attributes) {}

  /**
   * Of a run.
   *
   * @throws IOException if the evidence has no times, without which there are no spans
   */
  static OtlpTrace of(ExportedRun run) throws IOException {
    if (!run.timeline().timed()) {
      throw new IOException("the evidence has no times, which spans of OTLP need");
    }
    List<OtlpSpan> spans = new ArrayList<>();
    List<OtlpDowntime> downtimes = new ArrayList<>();
    Map<Integer, List<Window>> windows = run.migration().byAttempt();
    int attempts = run.migration().attempts().size();
    boolean more = windows.containsKey(0) || attempts == 0;
    Map<Integer, List<Problem>> problems =
        run.check().problems().stream()
            .collect(
                Collectors.groupingBy(
                    each ->
                        each.attempt() > 0 && each.attempt() <= attempts
                            ? each.attempt()
                            : more ? 0 : 1));
    Map<Integer, List<Downtime>> stopped =
        run.migration().downtimes().stream().collect(Collectors.groupingBy(Downtime::attempt));
    for (int number = more ? 0 : 1; number <= attempts; number++) {
      Attempt attempt = number == 0 ? null : run.migration().attempts().get(number - 1);
      new OtlpTraceBuilder(run, attempt, windows.getOrDefault(number, List.of()))
          .build(
              problems.getOrDefault(number, List.of()),
              stopped.getOrDefault(number, List.of()),
              spans,
              downtimes);
    }
    return new OtlpTrace(List.copyOf(spans), List.copyOf(downtimes));
  }

  static byte[] traceId(String... parts) {
    return Arrays.copyOf(digest(parts), TRACE_ID);
  }

  static byte[] spanId(String... parts) {
    return Arrays.copyOf(digest(parts), SPAN_ID);
  }

  private static byte[] digest(String... parts) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(String.join("\0", parts).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static void add(List<ExportArgument> out, String name, String value) {
    if (!value.isEmpty()) {
      out.add(new ExportArgument(name, Plain.text(value)));
    }
  }

  static OtlpEvent event(Window window, Operation operation, long time) {
    List<ExportArgument> out = new ArrayList<>();
    add(out, "vtrace.verdict", operation.verdict().label());
    add(out, "vtrace.reason", operation.reason().code());
    add(out, "vtrace.why", operation.why());
    add(out, "vtrace.device", window.device());
    add(out, "vtrace.queue", operation.queue() < 0 ? "" : Integer.toString(operation.queue()));
    if (!operation.evidence().isEmpty()) {
      add(out, "vtrace.evidence", operation.evidence().get(0).location());
    }
    return new OtlpEvent(time, Plain.text(operation.name()), List.copyOf(out));
  }

  static OtlpEvent event(Problem problem, long time) {
    List<ExportArgument> out = new ArrayList<>();
    add(out, "vtrace.finding.code", problem.code().code());
    add(out, "vtrace.finding.severity", problem.severity().label());
    add(out, "vtrace.finding.message", problem.message());
    add(out, "vtrace.finding.about", problem.path());
    add(out, "vtrace.time", problem.isTimed() ? "" : "not known");
    if (!problem.evidence().isEmpty()) {
      add(out, "vtrace.evidence", problem.evidence().get(0).location());
    }
    return new OtlpEvent(time, "vtrace.finding", List.copyOf(out));
  }

  static OtlpDowntime downtime(Downtime downtime) {
    List<ExportArgument> out = new ArrayList<>();
    add(out, "vtrace.migration", Integer.toString(downtime.attempt()));
    add(out, "vtrace.downtime.bound", downtime.ended() ? "exact" : "at least");
    return new OtlpDowntime(downtime.endNs(), downtime.lengthNs() / 1e9, List.copyOf(out));
  }

  static List<ExportArgument> attributes(DowntimeSpan span) {
    List<ExportArgument> out = new ArrayList<>();
    add(out, "vtrace.downtime.part", span.part().label());
    add(out, "vtrace.participant", span.participant());
    add(out, "vtrace.device", span.device());
    add(out, "vtrace.queue", span.queue() < 0 ? "" : Integer.toString(span.queue()));
    add(out, "vtrace.what", span.what());
    return List.copyOf(out);
  }
}
