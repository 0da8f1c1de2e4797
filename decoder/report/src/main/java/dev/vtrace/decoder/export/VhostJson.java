// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vtrace.decoder.analysis.operation.TransferOperation;
import dev.vtrace.decoder.devices.VhostDevice;
import dev.vtrace.decoder.devices.VirtioReading;
import dev.vtrace.decoder.features.FeatureWord;
import dev.vtrace.decoder.stream.StreamSummary;
import dev.vtrace.decoder.vmstate.Field;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The {@code vhost} part of the JSON of a stream: devices with a vhost back-end. */
final class VhostJson {
  private final JsonGenerator out;
  private final StreamSummary summary;

  private VhostJson(JsonGenerator out, StreamSummary summary) {
    this.out = out;
    this.summary = summary;
  }

  static void write(JsonGenerator out, StreamSummary summary) throws IOException {
    VhostJson writer = new VhostJson(out, summary);
    out.writeArrayFieldStart("vhost");
    for (VirtioReading reading : summary.devices()) {
      if (VhostDevice.isVhost(reading.kind()) || reading.transfer()) {
        writer.device(VhostDevice.of(reading));
      }
    }
    out.writeEndArray();
  }

  private void device(VhostDevice device) throws IOException {
    out.writeStartObject();
    out.writeStringField("device", device.section());
    out.writeStringField("transport", transport(device));
    out.writeBooleanField("whole", device.whole());
    if (device.whole() || !device.status().isEmpty()) {
      names("status", device.status());
    }
    if (device.whole() || device.features() != 0) {
      word("features", device.features());
      names("featureNames", device.featureNames());
    }
    if (device.known() && device.transfer()) {
      if (device.whole() || device.backendFeatures() != 0) {
        word("backendFeatures", device.backendFeatures());
      }
      if (device.whole() || device.protocolFeatures() != 0) {
        word("protocolFeatures", device.protocolFeatures());
        names("protocolFeatureNames", FeatureWord.PROTOCOL.names(device.protocolFeatures()));
      }
    }
    optional("maxQueues", device.maxQueues());
    optional("nvqs", device.nvqs() < 0 ? device.queues() : device.nvqs());
    descriptor("chardev", device.chardev());
    descriptor("backendChannel", device.channel());
    if (device.inflight() != null) {
      out.writeObjectFieldStart("inflight");
      descriptor("fd", device.inflight());
      optional("size", device.inflightSize());
      optional("queueSize", device.inflightQueueSize());
      out.writeEndObject();
    }
    out.writeArrayFieldStart("virtqueues");
    for (VhostDevice.Ring ring : device.rings()) {
      ring(ring, device.transfer());
    }
    out.writeEndArray();
    names("proofs", device.proofs());
    if (device.accounted()) {
      out.writeObjectFieldStart("skipped");
      for (TransferOperation.SendingSide side : TransferOperation.SendingSide.values()) {
        skipped(device, side);
      }
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private static String transport(VhostDevice device) {
    if (!device.known()) {
      return "unknown";
    }
    return device.transfer() ? "backend-transfer" : "ordinary";
  }

  private void ring(VhostDevice.Ring ring, boolean transfer) throws IOException {
    out.writeStartObject();
    out.writeNumberField("index", ring.index());
    out.writeNumberField("num", ring.num());
    word("desc", ring.desc());
    out.writeNumberField("lastAvail", ring.lastAvail());
    out.writeBooleanField("lastAvailStale", transfer);
    optional("vector", ring.vector());
    descriptor("hostNotifier", ring.hostNotifier());
    descriptor("guestNotifier", ring.guestNotifier());
    descriptor("errorNotifier", ring.errorNotifier());
    descriptor("maskedNotifier", ring.maskedNotifier());
    out.writeEndObject();
  }

  private void skipped(VhostDevice device, TransferOperation.SendingSide side) throws IOException {
    out.writeArrayFieldStart(side.name().toLowerCase(Locale.ROOT));
    for (TransferOperation skipped : TransferOperation.skipped(device, side)) {
      out.writeStartObject();
      out.writeStringField("operation", skipped.request());
      out.writeArrayFieldStart("queues");
      for (int queue : skipped.queues()) {
        out.writeNumber(queue);
      }
      out.writeEndArray();
      out.writeNumberField("messages", skipped.messages());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void word(String name, long bits) throws IOException {
    if (bits >= 0 && bits <= 1L << 53) {
      out.writeNumberField(name, bits);
    } else {
      out.writeStringField(name, "0x" + Long.toHexString(bits));
    }
  }

  private void names(String name, List<String> names) throws IOException {
    out.writeArrayFieldStart(name);
    for (String each : names) {
      out.writeString(each);
    }
    out.writeEndArray();
  }

  private void optional(String name, long value) throws IOException {
    if (value >= 0) {
      out.writeNumberField(name, value);
    }
  }

  /** Writes the index of a descriptor in the list of all. */
  private void descriptor(String name, @Nullable Field field) throws IOException {
    if (field == null) {
      return;
    }
    for (var fd : summary.descriptors()) {
      if (fd.offset() == field.offset()) {
        out.writeNumberField(name, fd.index());
      }
    }
  }
}
