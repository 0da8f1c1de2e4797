// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.family;

import static dev.vtrace.decoder.rules.model.EvidenceNeed.SOCKET;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.STREAM;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.analysis.model.WireMark;
import dev.vtrace.decoder.devices.VhostDevice;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.features.FeatureWord;
import dev.vtrace.decoder.rules.model.AttemptFacts;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.ConnectionPairs;
import dev.vtrace.decoder.rules.model.EvidencePlaces;
import dev.vtrace.decoder.rules.model.ProblemCollector;
import dev.vtrace.decoder.rules.model.Rank;
import dev.vtrace.decoder.rules.model.Rule;
import dev.vtrace.decoder.rules.model.StreamFacts;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.Request;
import dev.vtrace.decoder.vhostuser.SessionState;
import dev.vtrace.decoder.vhostuser.SessionStep;
import dev.vtrace.decoder.vmstate.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What the device state in a stream must agree with: itself, and what was on the socket. The index
 * of a ring is checked in an ordinary migration only: a device that is handed over was not asked
 * for it, and the stream has what the last ordinary stop left.
 */
public final class StreamRules {
  private static final int SPLIT_HEAD = 16;
  private static final int SPLIT_ENTRY = 16;

  public static final List<Rule> TABLE =
      List.of(
          Rule.run(Code.STREAM_INDEX, Rank.FAULT, StreamRules::index).by(STREAM, SOCKET),
          Rule.run(Code.STREAM_FEATURES_CUT, Rank.CAUSE, StreamRules::cut).by(STREAM),
          Rule.run(Code.STREAM_QUEUES, Rank.CAUSE, StreamRules::queues).by(STREAM),
          Rule.run(Code.STREAM_INFLIGHT_LOST, Rank.FAULT, StreamRules::inflightLost).by(STREAM),
          Rule.run(Code.STREAM_INFLIGHT_SIZE, Rank.FAULT, StreamRules::inflightSize).by(STREAM),
          Rule.run(Code.STREAM_DEVICE_BROKEN, Rank.CONSEQUENCE, StreamRules::broken).by(STREAM),
          Rule.run(Code.STREAM_SOCKET_DISAGREE, Rank.FAULT, StreamRules::socket)
              .by(STREAM, SOCKET));

  private StreamRules() {}

  /** A look at one device. */
  @FunctionalInterface
  private interface DeviceCheck {
    void at(StreamFacts stream, VhostDevice device);
  }

  private static void each(CheckedRun run, ProblemCollector report, DeviceCheck look) {
    for (StreamFacts stream : run.streams()) {
      report.in(stream.attempt());
      for (VhostDevice device : stream.devices()) {
        look.at(stream, device);
      }
    }
  }

  /** The stop of a device with which a migration takes it from its source. */
  private record Leaving(int attempt, String device) {}

  private static void index(CheckedRun run, ProblemCollector report) {
    Map<Leaving, List<WireMark>> stops = stops(run);
    Map<String, Connection> connections = new HashMap<>();
    run.connections().forEach(each -> connections.put(each.label(), each));
    each(
        run,
        report,
        (stream, device) -> {
          if (device.transfer() || stream.attempt() == 0 || stream.devices().size() != 1) {
            return;
          }
          Leaving leaving = new Leaving(stream.attempt(), device.section());
          for (VhostDevice.Ring ring : device.rings()) {
            SessionStep base =
                base(connections, stops.getOrDefault(leaving, List.of()), ring.index());
            if (base != null && base.decoded().number("last_avail", -1) != ring.lastAvail()) {
              report.add(
                  device.section() + "/queues[" + ring.index() + "]",
                  base.message().timeNs(),
                  "the stream has index "
                      + ring.lastAvail()
                      + ", the back-end returned "
                      + base.decoded().number("last_avail", -1),
                  List.of(
                      evidence(stream, device, "last_avail_idx " + ring.lastAvail()),
                      EvidencePlaces.of(base)));
            }
          }
        });
  }

  /** The messages that stop a ring of a device as the source leaves it. */
  private static Map<Leaving, List<WireMark>> stops(CheckedRun run) {
    Map<String, Leaving> windows = new HashMap<>();
    for (Window window : run.migration().windows()) {
      if (window.kind() == Window.WindowKind.STOP && window.phase() == Phase.SWITCHOVER) {
        windows.put(window.id(), new Leaving(window.attempt(), window.device()));
      }
    }
    Map<Leaving, List<WireMark>> out = new HashMap<>();
    for (WireMark mark : run.migration().messages()) {
      boolean stops = Effect.of(Request.named(mark.request())) == Effect.RING_STOP;
      Leaving leaving = stops && mark.step() >= 0 ? windows.get(mark.window()) : null;
      if (leaving != null) {
        out.computeIfAbsent(leaving, key -> new ArrayList<>()).add(mark);
      }
    }
    return out;
  }

  /** What the back-end answered when the source stopped a ring, or null. */
  private static @Nullable SessionStep base(
      Map<String, Connection> connections, List<WireMark> stops, int queue) {
    for (WireMark mark : stops) {
      Connection connection = connections.get(mark.connection());
      if (mark.queue() == queue && connection != null) {
        OptionalInt reply = connection.session().replyTo(mark.step());
        return reply.isEmpty() ? null : connection.session().steps().get(reply.getAsInt());
      }
    }
    return null;
  }

  private static void cut(CheckedRun run, ProblemCollector report) {
    each(
        run,
        report,
        (stream, device) -> {
          Field high = device.transfer() ? stream.find(device, "virtio/128bit_features") : null;
          if (high != null) {
            report.add(
                device.section(),
                -1,
                "the guest negotiated feature bits above 63, but vhost-dev carries only 64 bits",
                EvidencePlaces.at(stream.file(), high.offset(), "virtio/128bit_features"));
          }
        });
  }

  private static void queues(CheckedRun run, ProblemCollector report) {
    each(
        run,
        report,
        (stream, device) -> {
          long nvqs = device.nvqs();
          boolean whole = !device.rings().isEmpty();
          if (nvqs >= 0 && whole && device.rings().size() != nvqs) {
            report.add(
                device.section(),
                -1,
                "the device has " + device.rings().size() + " queues, vhost-dev " + nvqs,
                evidence(stream, device, "nvqs " + nvqs));
          } else if (nvqs > device.maxQueues() && device.maxQueues() >= 0) {
            report.add(
                device.section(),
                -1,
                nvqs + " queues, but the back-end supports only " + device.maxQueues(),
                evidence(stream, device, "max_queues " + device.maxQueues()));
          }
        });
  }

  /**
   * A back-end that starts with such a region takes the first entry for completed, since the ring
   * has gone on and the region says that it has not (spdk issue 3766).
   */
  private static void inflightLost(CheckedRun run, ProblemCollector report) {
    each(
        run,
        report,
        (stream, device) -> {
          Field region = stream.find(device, "addr");
          if (region == null || region.child("queue") == null) {
            return;
          }
          for (Field queue : region.children()) {
            Field entries = queue.child("desc");
            boolean fresh =
                queue.number("used_idx", -1) == 0 && queue.number("last_batch_head", -1) == 0;
            int held = held(entries);
            VhostDevice.Ring ring = ring(device, queue.index());
            boolean first = entries != null && first(entries);
            if (fresh && first && ring != null && ring.lastAvail() > held) {
              report.add(
                  device.section() + "/queues[" + queue.index() + "]",
                  -1,
                  "according to the in-flight region nothing was completed, but "
                      + (ring.lastAvail() - held)
                      + " requests were: entry 0 will be lost",
                  EvidencePlaces.at(
                      stream.file(), queue.offset(), "used_idx 0, entry 0 in flight"));
            }
          }
        });
  }

  private static boolean first(Field entries) {
    Field first = entries.children().isEmpty() ? null : entries.children().get(0);
    return first != null && first.number("inflight", 0) != 0;
  }

  private static int held(@Nullable Field entries) {
    int held = 0;
    if (entries != null) {
      for (Field entry : entries.children()) {
        held += entry.number("inflight", 0) != 0 ? 1 : 0;
      }
    }
    return held;
  }

  private static VhostDevice.@Nullable Ring ring(VhostDevice device, int index) {
    for (VhostDevice.Ring ring : device.rings()) {
      if (ring.index() == Math.max(0, index)) {
        return ring;
      }
    }
    return null;
  }

  private static void inflightSize(CheckedRun run, ProblemCollector report) {
    each(
        run,
        report,
        (stream, device) -> {
          boolean packed = FeatureWord.TRANSPORT.has(device.features(), "RING_PACKED");
          long each =
              packed
                  ? 32 + 32 * device.inflightQueueSize()
                  : SPLIT_HEAD + SPLIT_ENTRY * device.inflightQueueSize();
          long least = each * device.rings().size();
          boolean small = device.inflightSize() > 0 && device.inflightSize() < least;
          if (device.transfer() && small) {
            report.add(
                device.section(),
                -1,
                "the in-flight region has "
                    + device.inflightSize()
                    + " bytes, "
                    + device.rings().size()
                    + " queues of "
                    + device.inflightQueueSize()
                    + " entries need "
                    + least,
                evidence(stream, device, "vhost-inflight size " + device.inflightSize()));
          }
        });
  }

  private static void broken(CheckedRun run, ProblemCollector report) {
    each(
        run,
        report,
        (stream, device) -> {
          Field broken = stream.find(device, "virtio/broken");
          Field flag = broken == null ? null : broken.child("broken");
          boolean set = flag != null && flag.number(0) != 0;
          boolean status =
              device.status().contains("NEEDS_RESET") || device.status().contains("FAILED");
          if (set || status) {
            report.add(
                device.section(),
                -1,
                "the device is broken: " + (set ? "it is marked as broken" : device.status()),
                evidence(stream, device, "status " + device.status()));
          }
        });
  }

  private static void socket(CheckedRun run, ProblemCollector report) {
    ConnectionPairs conversations = new ConnectionPairs(run);
    each(
        run,
        report,
        (stream, device) -> {
          AttemptFacts attempt = report.attempt(stream.attempt());
          boolean one = attempt != null && stream.devices().size() == 1;
          Connection source = attempt != null && one ? conversations.only(attempt) : null;
          if (!device.transfer()
              || attempt == null
              || source == null
              || !source.fromStart()
              || device.nvqs() < 0
              || attempt.until() < 0) {
            return;
          }
          SessionState state = SessionState.FRESH;
          for (SessionStep step : source.session().steps()) {
            state = step.message().timeNs() <= attempt.until() ? step.after() : state;
          }
          List<String> wrong = new ArrayList<>();
          long agreed = state.negotiated().protocolFeatures();
          if (device.protocolFeatures() != agreed) {
            wrong.add("protocol features 0x" + Long.toHexString(agreed));
          }
          long slots = state.memorySlots().orElse(device.memorySlots());
          if (device.memorySlots() != slots) {
            wrong.add("memory slots " + slots);
          }
          if (device.backendChannel() != state.backendChannel()) {
            wrong.add(state.backendChannel() ? "a back-end channel" : "no back-end channel");
          }
          if (!wrong.isEmpty()) {
            report.add(
                device.section(),
                -1,
                "the stream differs from the socket, which has " + String.join(", ", wrong),
                evidence(stream, device, "vhost-user"));
          }
        });
  }

  private static Evidence evidence(StreamFacts stream, VhostDevice device, String text) {
    return EvidencePlaces.at(stream.file(), stream.offset(device), text);
  }
}
