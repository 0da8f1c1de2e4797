// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import dev.vtrace.decoder.exporter.ExportEvent.ExportArgument;
import dev.vtrace.decoder.exporter.OtlpTrace.OtlpDowntime;
import dev.vtrace.decoder.exporter.OtlpTrace.OtlpEvent;
import dev.vtrace.decoder.exporter.OtlpTrace.OtlpSpan;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * The same as {@link OtlpJson} in protobuf. Source of the field numbers: opentelemetry-proto 1.3
 * (trace.proto, metrics.proto, common.proto, resource.proto).
 */
final class OtlpProto {
  static final String SERVICE = "qemu-migration";
  static final String SCOPE = "dev.vtrace";
  static final String DESCRIPTION = "how long the guest did not run";

  private static final int RESOURCE_ITEMS = 1;
  private static final int RESOURCE = 1;
  private static final int RESOURCE_SCOPES = 2;
  private static final int SCOPE_ITSELF = 1;
  private static final int SCOPE_ITEMS = 2;
  private static final int SCOPE_NAME = 1;
  private static final int SCOPE_VERSION = 2;
  private static final int RESOURCE_ATTRIBUTES = 1;
  private static final int KEY = 1;
  private static final int VALUE = 2;
  private static final int STRING_VALUE = 1;
  private static final int INTERNAL = 1;
  private static final int ERROR = 2;

  private OtlpProto() {}

  /** The spans, as a {@code TracesData}. */
  static void traces(OutputStream out, ExportedRun run) throws IOException {
    ProtoMessage scope = scope(run);
    for (OtlpSpan span : OtlpTrace.of(run).spans()) {
      scope.message(SCOPE_ITEMS, span(span));
    }
    out.write(resource(scope).toBytes());
  }

  /** The downtimes, as a {@code MetricsData}. */
  static void metrics(OutputStream out, ExportedRun run) throws IOException {
    ProtoMessage gauge = new ProtoMessage();
    for (OtlpDowntime point : OtlpTrace.of(run).downtimes()) {
      ProtoMessage value = new ProtoMessage();
      value.fixed64(3, point.time()).fixed64(4, Double.doubleToRawLongBits(point.seconds()));
      attributes(value, 7, point.attributes());
      gauge.message(1, value);
    }
    ProtoMessage metric =
        new ProtoMessage()
            .text(1, OtlpTrace.DOWNTIME)
            .text(2, DESCRIPTION)
            .text(3, "s")
            .message(5, gauge);
    out.write(resource(scope(run).message(SCOPE_ITEMS, metric)).toBytes());
  }

  private static ProtoMessage scope(ExportedRun run) {
    ProtoMessage itself =
        new ProtoMessage().text(SCOPE_NAME, SCOPE).text(SCOPE_VERSION, run.tool());
    return new ProtoMessage().message(SCOPE_ITSELF, itself);
  }

  private static ProtoMessage resource(ProtoMessage scope) {
    ProtoMessage resource = new ProtoMessage();
    attributes(resource, RESOURCE_ATTRIBUTES, List.of(new ExportArgument("service.name", SERVICE)));
    ProtoMessage items =
        new ProtoMessage().message(RESOURCE, resource).message(RESOURCE_SCOPES, scope);
    return new ProtoMessage().message(RESOURCE_ITEMS, items);
  }

  private static ProtoMessage span(OtlpSpan span) {
    ProtoMessage out = new ProtoMessage().bytes(1, span.trace()).bytes(2, span.id());
    if (span.parent().length > 0) {
      out.bytes(4, span.parent());
    }
    out.text(5, span.name()).number(6, INTERNAL).fixed64(7, span.begin()).fixed64(8, span.end());
    attributes(out, 9, span.attributes());
    for (OtlpEvent event : span.events()) {
      ProtoMessage inner = new ProtoMessage().fixed64(1, event.time()).text(2, event.name());
      attributes(inner, 3, event.attributes());
      out.message(11, inner);
    }
    if (!span.failure().isEmpty()) {
      out.message(15, new ProtoMessage().text(2, span.failure()).number(3, ERROR));
    }
    return out;
  }

  private static void attributes(ProtoMessage out, int field, List<ExportArgument> attributes) {
    for (ExportArgument each : attributes) {
      ProtoMessage value = new ProtoMessage().text(STRING_VALUE, each.value());
      out.message(field, new ProtoMessage().text(KEY, each.name()).message(VALUE, value));
    }
  }
}
