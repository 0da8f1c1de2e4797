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

  private final CollectedEvidence collected;
  private final DeviceFacts facts;
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
      CollectedEvidence collected,
      DeviceFacts facts,
      MessageVisibility coverage,
      List<ReportedMigration> sides,
      Set<String> vague,
      Map<String, String> names) {
    this.collected = collected;
    this.facts = facts;
    this.coverage = coverage;
    this.switches = new TransferCapability(collected.qmp);
    this.names = names;
    for (ReportedMigration reported : sides) {
      if (!reported.inferred) {
        known.add(reported.participant);
      }
      if (reported.beginOrder >= 0) {
        traced.add(reported.participant);
      }
      if (reported.finishNs >= 0 || reported.finishOrder >= 0 || reported.stoppedOrder >= 0) {
        stopped.add(reported.attempt);
      }
    }
    for (QmpMessage message : collected.qmp) {
      heard.add(message.who());
    }
    known.removeAll(vague);
  }

  /** Windows of a process come in the order of time. */
  public void decide(WindowBuilder window) {
    verdict(window);
    if (window.kind == Window.WindowKind.STOP) {
      stops.put(window.participant + " " + window.vhostDevice(), window);
    }
  }

  private void verdict(WindowBuilder window) {
    List<String> words = new ArrayList<>();
    List<Evidence> found = new ArrayList<>();
    boolean hands = window.phase != Phase.ORDINARY;
    boolean stream = hands && stream(window, words, found);
    if (window.pattern == Pattern.ORDINARY) {
      window.transfer = stream ? Transfer.YES : Transfer.NO;
      boolean left = !window.queuesOut.isEmpty();
      window.why =
          stream
              ? String.join("; ", words)
              : !hands && knows(window)
                  ? OUTSIDE
                  : left ? "its queue operations have ends" : "messages were sent in it";
      proofs.put(window, List.copyOf(found));
      return;
    }
    boolean sign = stream;
    sign |= hands && qmp(window, words, found);
    sign |= hands && descriptors(window, words, found);
    boolean shown = coverage.shows(window);
    if (window.pattern == Pattern.TRANSFER || window.passedOver() && (sign || shown && hands)) {
      words.add("the operation of every queue has a begin event and none has an end event");
      found.addAll(window.queuesIn.values());
      sign = true;
    }
    if (sign) {
      window.transfer = Transfer.YES;
      window.why = String.join("; ", words) + (shown ? "; no message in it" : "");
    } else {
      undecided(window, hands);
    }
    proofs.put(window, List.copyOf(found));
  }

  private void undecided(WindowBuilder window, boolean hands) {
    window.transfer = Transfer.NO;
    if (!hands && knows(window) && placed(window) && !mayGoOn(window)) {
      window.why = OUTSIDE;
    } else if (window.old) {
      window.why =
          "this QEMU has no backend transfer: its events are those of versions before 11.1";
    } else if (hands && ordinaryStream(window)) {
      window.why = "the stream holds the device without descriptors";
    } else {
      window.transfer = Transfer.UNKNOWN;
      window.why = "the evidence does not show whether messages were sent";
    }
  }

  /** Whether a window is known to lie outside of migrations, or before the switchover. */
  private boolean placed(WindowBuilder window) {
    boolean comparable = window.beginNs >= 0 || traced.contains(window.participant);
    return comparable && (window.attempt == null || stopped.contains(window.attempt));
  }

  /** Whether a start may take back what the stop before it left, as far as that is known. */
  private boolean mayGoOn(WindowBuilder window) {
    WindowBuilder stop = stops.get(window.participant + " " + window.vhostDevice());
    return window.kind == Window.WindowKind.START
        && (stop == null ? !window.born : stop.transfer != Transfer.NO);
  }

  /** Whether the migrations of a process are in evidence, so that there are no others. */
  private boolean knows(WindowBuilder window) {
    return known.contains(window.participant)
        || heard.contains(names.getOrDefault(window.participant, window.participant));
  }

  /** What the decision rests on. */
  List<Evidence> proofs(WindowBuilder window) {
    return proofs.getOrDefault(window, List.of());
  }

  private boolean stream(WindowBuilder window, List<String> words, List<Evidence> found) {
    StreamMark mark = MigrationInference.stream(collected, number(window));
    VhostDevice device = mark == null ? null : device(mark, window);
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

  private boolean ordinaryStream(WindowBuilder window) {
    StreamMark mark = MigrationInference.stream(collected, number(window));
    VhostDevice device = mark == null ? null : device(mark, window);
    return mark != null
        && device != null
        && mark.summary().outcome() == StreamOutcome.COMPLETE
        && !device.transfer()
        && device.descriptors().isEmpty();
  }

  private static @Nullable VhostDevice device(StreamMark mark, WindowBuilder window) {
    for (VhostDevice each : mark.devices()) {
      if (each.section().equals(window.device)) {
        return each;
      }
    }
    return mark.devices().size() == 1 ? mark.devices().get(0) : null;
  }

  public static int number(WindowBuilder window) {
    return window.attempt == null ? 0 : window.attempt.number();
  }

  private boolean qmp(WindowBuilder window, List<String> words, List<Evidence> found) {
    String who = names.getOrDefault(window.participant, window.participant);
    Evidence on = switches.on(who, window.beginNs);
    if (on == null) {
      return false;
    }
    words.add("QMP: " + on.text());
    found.add(on);
    return true;
  }

  /** Descriptors that the trace shows on their way within the same migration. */
  private boolean descriptors(WindowBuilder window, List<String> words, List<Evidence> found) {
    TraceLog log = collected.log(window.participant);
    if (log == null || window.order < 0) {
      return false;
    }
    boolean takes = window.role == Role.DESTINATION;
    Event wanted = takes ? Event.DESCRIPTOR_TAKEN : Event.DESCRIPTOR_SENT;
    boolean before = window.role == Role.DESTINATION || window.phase == Phase.ROLLBACK;
    DescriptorTravels travels = collected.travels(log);
    DescriptorTravels.TravelledDescriptors travelled =
        before
            ? travels.before(wanted, window.device, window.order)
            : travels.after(wanted, window.device, window.order);
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
