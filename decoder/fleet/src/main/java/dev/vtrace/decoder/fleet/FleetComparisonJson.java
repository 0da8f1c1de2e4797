// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.vtrace.decoder.fleet.FleetComparison.MetricChange;
import dev.vtrace.decoder.fleet.FleetFigures.FoundKind;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;

/** Writes a comparison of two fleets as JSON of format {@code vtrace-fleet-comparison/1}. */
public final class FleetComparisonJson {
  private final JsonGenerator out;

  private FleetComparisonJson(JsonGenerator out) {
    this.out = out;
  }

  /**
   * Writes a comparison to a stream that stays open.
   *
   * @param results of the gates, in their order
   */
  public static void write(
      OutputStream target,
      FleetComparison comparison,
      List<FleetGate> gates,
      List<FleetGate.GateResult> results)
      throws IOException {
    JsonGenerator out =
        new JsonFactory()
            .createGenerator(target)
            .configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false)
            .useDefaultPrettyPrinter();
    FleetComparisonJson json = new FleetComparisonJson(out);
    out.writeStartObject();
    out.writeStringField("format", "vtrace-fleet-comparison/1");
    json.fleet("before", comparison.before());
    json.fleet("after", comparison.after());
    out.writeArrayFieldStart("metrics");
    for (MetricChange change : comparison.metrics()) {
      out.writeStartObject();
      out.writeStringField("name", change.metric().name());
      out.writeStringField("unit", change.metric().column().unit().label());
      out.writeNumberField("beforeCount", change.before().size());
      out.writeNumberField("afterCount", change.after().size());
      json.quantile("median", change.median());
      json.quantile("p99", change.p99());
      out.writeEndObject();
    }
    out.writeEndArray();
    json.kinds("new", comparison.appeared());
    json.kinds("gone", comparison.gone());
    out.writeArrayFieldStart("conditions");
    for (int i = 0; i < gates.size(); i++) {
      out.writeStartObject();
      out.writeStringField("condition", gates.get(i).text());
      out.writeBooleanField("failed", results.get(i).failed());
      out.writeStringField("why", results.get(i).why());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
    out.writeRaw('\n');
    out.flush();
  }

  private void fleet(String name, FleetFigures fleet) throws IOException {
    out.writeObjectFieldStart(name);
    out.writeNumberField("captures", fleet.captures());
    out.writeNumberField("notReadable", fleet.failed());
    out.writeNumberField("migrations", fleet.migrations());
    out.writeObjectFieldStart("outcomes");
    for (var outcome : fleet.outcomes().entrySet()) {
      out.writeNumberField(outcome.getKey(), outcome.getValue());
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  private void quantile(String name, QuantileChange change) throws IOException {
    out.writeObjectFieldStart(name);
    out.writeNumberField("before", change.before());
    out.writeNumberField("after", change.after());
    ratio("change", change.ratio());
    ratio("low", change.low());
    ratio("high", change.high());
    out.writeEndObject();
  }

  private void ratio(String name, double ratio) throws IOException {
    if (Double.isNaN(ratio)) {
      out.writeNullField(name);
    } else {
      out.writeNumberField(name, ratio);
    }
  }

  private void kinds(String name, List<FoundKind> kinds) throws IOException {
    out.writeArrayFieldStart(name);
    for (FoundKind kind : kinds) {
      out.writeStartObject();
      out.writeStringField("code", kind.code());
      out.writeStringField("severity", kind.severity());
      out.writeNumberField("captures", kind.captures());
      time("first", kind.firstNs(), kind.firstCapture());
      time("last", kind.lastNs(), kind.lastCapture());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void time(String name, long ns, String capture) throws IOException {
    out.writeObjectFieldStart(name);
    out.writeStringField("capture", capture);
    if (ns < 0) {
      out.writeNullField("time");
    } else {
      out.writeStringField(
          "time", Instant.ofEpochSecond(ns / 1_000_000_000, ns % 1_000_000_000).toString());
    }
    out.writeEndObject();
  }
}
