// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.verdict;

import dev.vtrace.decoder.analysis.attempt.ReportedMigration;
import dev.vtrace.decoder.analysis.evidence.CollectedEvidence;
import dev.vtrace.decoder.analysis.evidence.DescriptorTravels;
import dev.vtrace.decoder.analysis.evidence.TraceLog;
import dev.vtrace.decoder.analysis.evidence.TransferCapability;
import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import dev.vtrace.decoder.analysis.join.MigrationInference;
import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Pattern;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Role;
import dev.vtrace.decoder.analysis.model.StreamMark;
import dev.vtrace.decoder.analysis.model.Transfer;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.devices.VhostDevice;
import dev.vtrace.decoder.stream.StreamOutcome;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.event.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a back-end was handed over in a window. Silence alone never decides it: a stop
 * without messages has other causes. One positive sign is needed beside it: the device's section in
 * the stream, the switch in QMP, descriptors that travelled, or the whole pattern of a window in
 * which the operation of every queue has a begin event and none has an end event.
 */
public final class TransferEvidence {
  private static final String OUTSIDE = "nothing is handed over: it is not part of a switchover";

  private final CollectedEvidence material;
  private final DeviceFacts knowledge;
  private final MessageVisibility coverage;
  private final TransferCapability switches;
  private final Map<String, String> names;
  private final Map<WindowBuilder, List<Evidence>> proofs = new HashMap<>();

  /** Processes of whose migrations a trace or a monitor tells. */
  private final Set<String> known = new HashSet<>();

  private final Set<String> heard = new HashSet<>();

  /** The last stop of each device of each process. */
  private final Map<String, WindowBuilder> stops = new HashMap<>();

  /** Processes whose migrations have a place in their logs. */
  private final Set<String> traced = new HashSet<>();

  /** Migrations of which it is known when the guest was stopped for them. */
  private final Set<Attempt> stopped = new HashSet<>();

  /**
   * @param sides what is known of migrations
   * @param vague processes of whose migrations not enough is known
   * @param names what QMP calls each participant
   */
  public TransferEvidence(
      CollectedEvidence material,
      DeviceFacts knowledge,
      MessageVisibility coverage,
      List<ReportedMigration> sides,
      Set<String> vague,
      Map<String, String> names) {
    this.material = material;
    this.knowledge = knowledge;
    this.coverage = coverage;
    this.switches = new TransferCapability(material.qmp);
    this.names = names;
    for (ReportedMigration side : sides) {
      if (!side.inferred) {
        known.add(side.participant);
      }
      if (side.beginOrder >= 0) {
        traced.add(side.participant);
      }
      if (side.finishNs >= 0 || side.finishOrder >= 0 || side.stoppedOrder >= 0) {
        stopped.add(side.attempt);
      }
    }
    for (QmpMessage message : material.qmp) {
      heard.add(message.who());
    }
    known.removeAll(vague);
  }

  /** Windows of a process come in the order of time. */
  public void decide(WindowBuilder frame) {
    verdict(frame);
    if (frame.kind == Window.WindowKind.STOP) {
      stops.put(frame.participant + " " + frame.device, frame);
    }
  }

  private void verdict(WindowBuilder frame) {
    List<String> words = new ArrayList<>();
    List<Evidence> found = new ArrayList<>();
    boolean hands = frame.phase != Phase.ORDINARY;
    boolean stream = hands && stream(frame, words, found);
    if (frame.pattern == Pattern.ORDINARY) {
      frame.transfer = stream ? Transfer.YES : Transfer.NO;
      boolean left = !frame.queuesOut.isEmpty();
      frame.why =
          stream
              ? String.join("; ", words)
              : !hands && knows(frame)
                  ? OUTSIDE
                  : left ? "its queue operations have ends" : "messages were sent in it";
      proofs.put(frame, List.copyOf(found));
      return;
    }
    boolean sign = stream;
    sign |= hands && qmp(frame, words, found);
    sign |= hands && descriptors(frame, words, found);
    boolean shown = coverage.shows(frame);
    if (frame.pattern == Pattern.TRANSFER || frame.passedOver() && (sign || shown && hands)) {
      words.add("the operation of every queue has a begin event and none has an end event");
      found.addAll(frame.queuesIn.values());
      sign = true;
    }
    if (sign) {
      frame.transfer = Transfer.YES;
      frame.why = String.join("; ", words) + (shown ? "; no message in it" : "");
    } else {
      undecided(frame, hands);
    }
    proofs.put(frame, List.copyOf(found));
  }

  private void undecided(WindowBuilder frame, boolean hands) {
    frame.transfer = Transfer.NO;
    if (!hands && knows(frame) && placed(frame) && !mayGoOn(frame)) {
      frame.why = OUTSIDE;
    } else if (frame.old) {
      frame.why = "this QEMU has no backend transfer: its events are those of versions before 11.1";
    } else if (hands && ordinaryStream(frame)) {
      frame.why = "the stream holds the device without descriptors";
    } else {
      frame.transfer = Transfer.UNKNOWN;
      frame.why = "the evidence does not show whether messages were sent";
    }
  }

  /**
   * Whether it is told of a window that it lies outside of migrations, or before the switchover.
   */
  private boolean placed(WindowBuilder frame) {
    boolean comparable = frame.beginNs >= 0 || traced.contains(frame.participant);
    return comparable && (frame.attempt == null || stopped.contains(frame.attempt));
  }

  /** Whether a start may take back what the stop before it left, as far as that is known. */
  private boolean mayGoOn(WindowBuilder frame) {
    WindowBuilder stop = stops.get(frame.participant + " " + frame.device);
    return frame.kind == Window.WindowKind.START
        && (stop == null ? !frame.born : stop.transfer != Transfer.NO);
  }

  /** Whether the migrations of a process are in evidence, so that there are no others. */
  private boolean knows(WindowBuilder frame) {
    return known.contains(frame.participant)
        || heard.contains(names.getOrDefault(frame.participant, frame.participant));
  }

  /** What the decision rests on. */
  List<Evidence> proofs(WindowBuilder frame) {
    return proofs.getOrDefault(frame, List.of());
  }

  private boolean stream(WindowBuilder frame, List<String> words, List<Evidence> found) {
    StreamMark mark = MigrationInference.stream(material, number(frame));
    VhostDevice device = mark == null ? null : device(mark, frame);
    if (mark == null || device == null || !device.transfer()) {
      return false;
    }
    words.add("the stream carries the back-end");
    if (!device.descriptors().isEmpty()) {
      found.add(
          new Evidence(
              mark.file(),
              -1,
              device.descriptors().get(0).offset(),
              device.section() + " with " + device.descriptors().size() + " descriptors"));
    }
    return true;
  }

  private boolean ordinaryStream(WindowBuilder frame) {
    StreamMark mark = MigrationInference.stream(material, number(frame));
    VhostDevice device = mark == null ? null : device(mark, frame);
    return mark != null
        && device != null
        && mark.summary().outcome() == StreamOutcome.COMPLETE
        && !device.transfer()
        && device.descriptors().isEmpty();
  }

  private static @Nullable VhostDevice device(StreamMark mark, WindowBuilder frame) {
    for (VhostDevice each : mark.devices()) {
      if (each.section().equals(frame.device)) {
        return each;
      }
    }
    return mark.devices().size() == 1 ? mark.devices().get(0) : null;
  }

  public static int number(WindowBuilder frame) {
    return frame.attempt == null ? 0 : frame.attempt.number();
  }

  private boolean qmp(WindowBuilder frame, List<String> words, List<Evidence> found) {
    String who = names.getOrDefault(frame.participant, frame.participant);
    Evidence on = switches.on(who, frame.beginNs);
    if (on == null) {
      return false;
    }
    words.add("QMP: " + on.text());
    found.add(on);
    return true;
  }

  /** Descriptors that the trace shows on their way within the same migration. */
  private boolean descriptors(WindowBuilder frame, List<String> words, List<Evidence> found) {
    TraceLog log = material.log(frame.participant);
    if (log == null || frame.order < 0) {
      return false;
    }
    boolean takes = frame.role == Role.DESTINATION;
    Event wanted = takes ? Event.DESCRIPTOR_TAKEN : Event.DESCRIPTOR_SENT;
    boolean before = frame.role == Role.DESTINATION || frame.phase == Phase.ROLLBACK;
    DescriptorTravels travels = material.travels(log);
    DescriptorTravels.TravelledDescriptors travelled =
        before
            ? travels.before(wanted, frame.device, frame.order)
            : travels.after(wanted, frame.device, frame.order);
    if (travelled.first() == null) {
      return false;
    }
    int count = travelled.count() == 0 ? travelled.refused() : travelled.count();
    String what = travelled.count() == 0 ? "refused by the channel" : takes ? "received" : "sent";
    words.add(count + (count == 1 ? " descriptor " : " descriptors ") + what);
    found.add(Evidence.of(travelled.first()));
    return true;
  }
}
