// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import dev.vtrace.decoder.condition.ModelValue;
import dev.vtrace.decoder.devices.VhostDevice;
import dev.vtrace.decoder.features.FeatureWord;
import dev.vtrace.decoder.vhostuser.FdState;
import dev.vtrace.decoder.vhostuser.MemoryRegion;
import dev.vtrace.decoder.vhostuser.SessionState;
import dev.vtrace.decoder.vhostuser.Vring;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Names and values of what the state of a connection, a stream and an operation says. */
final class Model {
  private static final Map<String, FeatureWord> WORDS =
      Map.of(
          "blk", FeatureWord.BLOCK,
          "net", FeatureWord.NET,
          "scsi", FeatureWord.SCSI,
          "fs", FeatureWord.FS,
          "gpu", FeatureWord.GPU,
          "vsock", FeatureWord.VSOCK,
          "console", FeatureWord.CONSOLE,
          "crypto", FeatureWord.CRYPTO);

  private Model() {}

  /** The names of the feature bits of a device by its own name: {@code .../vhost-user-blk}. */
  static FeatureWord word(String device) {
    String kind = device.substring(Math.max(device.lastIndexOf('-'), device.lastIndexOf('_')) + 1);
    return WORDS.getOrDefault(kind, FeatureWord.TRANSPORT);
  }

  static String queue(int index, String field) {
    return "queue[" + index + "]." + field;
  }

  /** Everything that both ends of a connection know, rings without their states. */
  static Map<String, ModelValue> connection(SessionState state, FeatureWord word) {
    Map<String, ModelValue> out = new TreeMap<>();
    if (state.featuresSet()) {
      features(out, "features", state.negotiated().features(), word);
    }
    if (state.offered() != 0) {
      features(out, "offered", state.offered(), word);
    }
    if (state.negotiated().protocolFeatures() != 0) {
      features(
          out, "protocol_features", state.negotiated().protocolFeatures(), FeatureWord.PROTOCOL);
    }
    out.put("owner", ModelValue.of(state.owner()));
    out.put("dirty_log", ModelValue.of(state.dirtyLog()));
    out.put("backend_channel", ModelValue.of(state.backendChannel()));
    state.queues().ifPresent(value -> number(out, "max_queues", value));
    state.memorySlots().ifPresent(value -> number(out, "memory_slots", value));
    state.status().ifPresent(value -> number(out, "status", value));
    if (state.inflight() != 0) {
      out.put("inflight.size", ModelValue.of(state.inflight()));
      out.put("inflight.queue_size", ModelValue.of(state.inflightQueueSize()));
    }
    for (Vring ring : state.vrings()) {
      ring(out, ring);
    }
    for (int i = 0; i < state.regions().size(); i++) {
      MemoryRegion region = state.regions().get(i);
      String at = "memory[" + i + "].";
      out.put(at + "guest_phys", ModelValue.hex(region.guestPhys()));
      out.put(at + "size", ModelValue.hex(region.size()));
      out.put(at + "user_addr", ModelValue.hex(region.userAddr()));
      out.put(at + "mmap_offset", ModelValue.hex(region.mmapOffset()));
    }
    return out;
  }

  private static void ring(Map<String, ModelValue> out, Vring ring) {
    int i = ring.index();
    out.put(queue(i, "num"), ModelValue.of(ring.num()));
    if (ring.base() >= 0) {
      out.put(queue(i, "base"), ModelValue.of(ring.base()));
    }
    if (ring.desc() != 0) {
      out.put(queue(i, "desc"), ModelValue.hex(ring.desc()));
      out.put(queue(i, "avail"), ModelValue.hex(ring.avail()));
      out.put(queue(i, "used"), ModelValue.hex(ring.used()));
    }
    out.put(queue(i, "log"), ModelValue.of(ring.log()));
    out.put(queue(i, "kick"), descriptor(ring.kick()));
    out.put(queue(i, "call"), descriptor(ring.call()));
    out.put(queue(i, "err"), descriptor(ring.err()));
  }

  private static ModelValue descriptor(FdState state) {
    return ModelValue.of(state.name().toLowerCase(Locale.ROOT));
  }

  private static void number(Map<String, ModelValue> out, String name, long value) {
    if (value >= 0) {
      out.put(name, ModelValue.of(value));
    }
  }

  private static void features(
      Map<String, ModelValue> out, String name, long bits, FeatureWord word) {
    out.put(name, ModelValue.hex(bits));
    for (String each : word.names(bits)) {
      out.put(name + "." + each.replace(' ', '_'), ModelValue.of(true));
    }
  }

  private static void names(
      Map<String, ModelValue> out, String name, long bits, List<String> names) {
    out.put(name, ModelValue.hex(bits));
    names.forEach(each -> out.put(name + "." + each.replace(' ', '_'), ModelValue.of(true)));
  }

  /** What a destination gets to know of a device from the stream. */
  static Map<String, ModelValue> loaded(VhostDevice device) {
    Map<String, ModelValue> out = new TreeMap<>();
    names(out, "features", device.features(), device.featureNames());
    if (device.protocolFeatures() != 0) {
      features(out, "protocol_features", device.protocolFeatures(), FeatureWord.PROTOCOL);
    }
    number(out, "max_queues", device.maxQueues());
    number(out, "memory_slots", device.memorySlots());
    number(out, "inflight.size", device.inflightSize());
    for (VhostDevice.Ring ring : device.rings()) {
      int i = ring.index();
      out.put(queue(i, "num"), ModelValue.of(ring.num()));
      out.put(queue(i, "guest_desc"), ModelValue.hex(ring.desc()));
      out.put(queue(i, "last_avail"), ModelValue.of(ring.lastAvail()));
      number(out, queue(i, "vector"), ring.vector());
    }
    return out;
  }
}
