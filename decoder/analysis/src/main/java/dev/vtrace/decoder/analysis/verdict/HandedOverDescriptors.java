// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.verdict;

import dev.vtrace.decoder.analysis.evidence.CollectedEvidence;
import dev.vtrace.decoder.analysis.evidence.DescriptorTravels;
import dev.vtrace.decoder.analysis.evidence.DeviceUser;
import dev.vtrace.decoder.analysis.evidence.TraceLog;
import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import dev.vtrace.decoder.analysis.join.MigrationInference;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.StreamMark;
import dev.vtrace.decoder.analysis.model.Transfer;
import dev.vtrace.decoder.analysis.model.Window.WindowKind;
import dev.vtrace.decoder.devices.VhostDevice;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Event;
import dev.vtrace.decoder.vmstate.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Proves of a descriptor that it was still open after a stop: it travelled, or was used again. */
public final class HandedOverDescriptors {
  /** The highest number of a descriptor that a process is started with. */
  private static final int STANDARD_STREAMS = 2;

  private final CollectedEvidence collected;
  private final DeviceFacts facts;

  /** The first start of each device of each process that takes it back. */
  private final Map<DeviceUser, WindowBuilder> taken = new HashMap<>();

  public HandedOverDescriptors(
      CollectedEvidence collected, DeviceFacts facts, List<WindowBuilder> windows) {
    this.collected = collected;
    this.facts = facts;
    for (WindowBuilder window : windows) {
      if (window.kind == WindowKind.START
          && window.phase == Phase.ROLLBACK
          && window.transfer == Transfer.YES) {
        taken.putIfAbsent(DeviceUser.of(window), window);
      }
    }
  }

  /** What proves it, and how. */
  record Proof(String why, List<Evidence> evidence) {}

  /** The proof for a notifier of a queue, or null. */
  @Nullable Proof proof(WindowBuilder window, String notifier, int queue) {
    StreamMark mark = MigrationInference.stream(collected, TransferEvidence.number(window));
    VhostDevice device = mark == null ? null : facts.inStream(window.device, window.attempt);
    Field field = device == null ? null : field(device, notifier, queue);
    if (mark != null && field != null) {
      Evidence there =
          new Evidence(mark.file(), -1, field.offset(), notifier + " of queue " + queue);
      return new Proof("the stream carries the notifier", List.of(there));
    }
    DescriptorTravels.TravelledDescriptors sent = sent(window);
    if (sent.first() != null && sent.last() != null) {
      String shown =
          sent.count() > 0
              ? sent.count() + " descriptors being sent after the stop"
              : sent.refused() + " open descriptors after the stop, which the channel refused";
      return new Proof(
          "the trace shows " + shown, List.of(Evidence.of(sent.first()), Evidence.of(sent.last())));
    }
    WindowBuilder later = taken.get(DeviceUser.of(window));
    return later == null
        ? null
        : new Proof("the start after it continues without new ones", List.copyOf(later.marks));
  }

  private static @Nullable Field field(VhostDevice device, String notifier, int queue) {
    for (VhostDevice.Ring ring : device.rings()) {
      if (ring.index() == queue) {
        switch (notifier) {
          case "host_notifier":
            return ring.hostNotifier();
          case "error_notifier":
            return ring.errorNotifier();
          default:
            return ring.maskedNotifier();
        }
      }
    }
    return null;
  }

  /**
   * Whether a process puts exactly so many descriptors into the stream after a window of it,
   * without those of the standard streams.
   */
  static boolean areSent(CollectedEvidence collected, WindowBuilder window, int wanted) {
    TraceLog log = collected.log(window.participant);
    if (log == null || window.order < 0) {
      return false;
    }
    DescriptorTravels travels = collected.travels(log);
    int found = 0;
    for (int at : travels.positions(Event.DESCRIPTOR_SENT, window.order, log.events.size())) {
      TraceEvent put = log.events.get(at);
      boolean open = put.number("fd", -1) > STANDARD_STREAMS && put.number("ret", 0) >= 0;
      found += open ? 1 : 0;
      if (found > wanted) {
        return false;
      }
    }
    return found == wanted;
  }

  private DescriptorTravels.TravelledDescriptors sent(WindowBuilder window) {
    TraceLog log = collected.log(window.participant);
    return log == null || window.order < 0
        ? DescriptorTravels.TravelledDescriptors.NOTHING
        : collected.travels(log).afterEnd(Event.DESCRIPTOR_SENT, window.device, window.order);
  }
}
