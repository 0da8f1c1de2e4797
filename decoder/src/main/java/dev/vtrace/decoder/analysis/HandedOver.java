// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.analysis.Window.Kind;
import dev.vtrace.decoder.devices.VhostDevice;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.vmstate.Field;
import java.util.ArrayList;
import java.util.List;

/** Proves of a descriptor that it was still open behind a stop: it travelled, or was used again. */
final class HandedOver {
  private final Material material;
  private final Knowledge knowledge;
  private final List<Frame> frames;

  HandedOver(Material material, Knowledge knowledge, List<Frame> frames) {
    this.material = material;
    this.knowledge = knowledge;
    this.frames = frames;
  }

  /** What proves it, and how. */
  record Proof(String why, List<Evidence> evidence) {}

  /** The proof for a notifier of a queue, or null. */
  Proof proof(Frame frame, String notifier, int queue) {
    StreamMark mark = Inference.stream(material, Signs.number(frame));
    VhostDevice device = mark == null ? null : knowledge.inStream(frame.device, frame.attempt);
    Field field = device == null ? null : field(device, notifier, queue);
    if (field != null) {
      Evidence there =
          new Evidence(mark.file(), -1, field.offset(), notifier + " of queue " + queue);
      return new Proof("the stream carries the notifier", List.of(there));
    }
    List<Evidence> sent = sent(frame);
    if (!sent.isEmpty()) {
      return new Proof(
          "the trace shows " + sent.size() + " descriptors being sent behind the stop",
          List.of(sent.get(0), sent.get(sent.size() - 1)));
    }
    for (Frame later : frames) {
      if (later.participant.equals(frame.participant)
          && later.device.equals(frame.device)
          && later.kind == Kind.START
          && later.phase == Phase.ROLLBACK
          && later.transfer == Transfer.YES) {
        return new Proof("the start behind it goes on without new ones", List.copyOf(later.marks));
      }
    }
    return null;
  }

  private static Field field(VhostDevice device, String notifier, int queue) {
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

  private List<Evidence> sent(Frame frame) {
    List<Evidence> out = new ArrayList<>();
    TraceLog log = material.log(frame.participant);
    if (log == null || frame.order < 0) {
      return out;
    }
    for (int i = frame.order; i < log.events.size(); i++) {
      TraceEvent event = log.events.get(i);
      if (event.name().equals("migrate_set_state") && event.text().endsWith("setup")) {
        break;
      }
      if (event.name().equals("qemu_file_put_fd")) {
        out.add(EventWords.evidence(event));
      }
    }
    return out;
  }
}
