// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Downtime;
import dev.vtrace.decoder.analysis.model.Downtime.DowntimeSpan;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.export.Plain;
import dev.vtrace.decoder.exporter.ExportEvent.ExportArgument;
import dev.vtrace.decoder.exporter.OtlpTrace.OtlpDowntime;
import dev.vtrace.decoder.exporter.OtlpTrace.OtlpEvent;
import dev.vtrace.decoder.exporter.OtlpTrace.OtlpSpan;
import dev.vtrace.decoder.rules.model.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the trace of one migration, or of what belongs to none. */
final class OtlpTraceBuilder {
  private final ExportedRun run;
  private final @Nullable Attempt attempt;
  private final List<Window> windows;
  private final int number;
  private final byte[] trace;
  private final byte[] root;
  private long begin;
  private long end;

  OtlpTraceBuilder(ExportedRun run, @Nullable Attempt attempt, List<Window> windows) {
    this.run = run;
    this.attempt = attempt;
    this.windows = windows;
    this.number = attempt == null ? 0 : attempt.number();
    String[] names = {
      run.migration().name(), Integer.toString(number), Long.toString(run.timeline().begin())
    };
    this.trace = OtlpTrace.traceId(names);
    this.root = OtlpTrace.spanId(names);
  }

  void build(
      List<Problem> problems,
      List<Downtime> stopped,
      List<OtlpSpan> spans,
      List<OtlpDowntime> downtimes) {
    times();
    List<OtlpEvent> findings = new ArrayList<>();
    for (Problem each : problems) {
      findings.add(OtlpTrace.event(each, each.isTimed() ? each.timeNs() : begin));
    }
    List<OtlpSpan> children = new ArrayList<>();
    for (Window window : windows) {
      children.add(span(window));
    }
    for (Downtime downtime : stopped) {
      downtimes.add(OtlpTrace.downtime(downtime));
      for (DowntimeSpan span : downtime.spans()) {
        children.add(span(span, children.size()));
      }
    }
    spans.add(
        new OtlpSpan(
            trace,
            root,
            new byte[0],
            attempt == null ? "outside of migrations" : "migration " + number,
            begin,
            end,
            attributes(),
            List.copyOf(findings),
            failure()));
    spans.addAll(children);
  }

  private void times() {
    begin = attempt != null && attempt.beginNs() >= 0 ? attempt.beginNs() : Long.MAX_VALUE;
    end = attempt != null ? attempt.endNs() : -1;
    for (Window window : windows) {
      if (window.beginNs() >= 0) {
        begin = Math.min(begin, window.beginNs());
        end = Math.max(end, Math.max(window.beginNs(), window.endNs()));
      }
    }
    if (begin == Long.MAX_VALUE) {
      begin = end >= 0 ? end : run.timeline().begin();
    }
    end = Math.max(begin, end);
  }

  private List<ExportArgument> attributes() {
    List<ExportArgument> out = new ArrayList<>();
    if (attempt != null) {
      OtlpTrace.add(out, "vtrace.migration", Integer.toString(number));
      OtlpTrace.add(out, "vtrace.source", attempt.source());
      OtlpTrace.add(out, "vtrace.destination", attempt.destination());
      OtlpTrace.add(out, "vtrace.outcome", attempt.outcome().label());
      OtlpTrace.add(out, "vtrace.why", attempt.why());
    }
    return List.copyOf(out);
  }

  private String failure() {
    if (attempt == null || attempt.outcome() != Attempt.AttemptOutcome.FAILED) {
      return "";
    }
    return Plain.text("failed: " + attempt.why());
  }

  private OtlpSpan span(Window window) {
    long from = window.beginNs() < 0 ? begin : window.beginNs();
    long to = Math.max(from, window.endNs());
    List<ExportArgument> out = new ArrayList<>();
    OtlpTrace.add(out, "vtrace.window", window.id());
    OtlpTrace.add(out, "vtrace.participant", window.participant());
    OtlpTrace.add(out, "vtrace.device", window.device());
    OtlpTrace.add(out, "vtrace.phase", window.phase().label());
    OtlpTrace.add(out, "vtrace.transfer", window.transfer().label());
    if (window.beginNs() < 0) {
      OtlpTrace.add(out, "vtrace.time", "not known");
    }
    List<OtlpEvent> events = new ArrayList<>();
    for (Operation operation : window.operations()) {
      events.add(OtlpTrace.event(window, operation, from));
    }
    return new OtlpSpan(
        trace,
        OtlpTrace.spanId("window", window.id(), Integer.toString(number), Long.toString(from)),
        root,
        window.kind().label() + " " + Plain.text(window.device()),
        from,
        to,
        List.copyOf(out),
        List.copyOf(events),
        window.failed() ? "the window ended in an error" : "");
  }

  private OtlpSpan span(DowntimeSpan span, int place) {
    return new OtlpSpan(
        trace,
        OtlpTrace.spanId("downtime", Integer.toString(number), Integer.toString(place)),
        root,
        "downtime " + span.part().label(),
        span.beginNs(),
        span.endNs(),
        OtlpTrace.attributes(span),
        List.of(),
        "");
  }
}
