// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.join;

import dev.vtrace.decoder.analysis.attempt.ReportedMigration;
import dev.vtrace.decoder.analysis.evidence.CollectedEvidence;
import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Pattern;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Role;
import dev.vtrace.decoder.analysis.model.StreamMark;
import dev.vtrace.decoder.analysis.model.Window.WindowKind;
import dev.vtrace.decoder.capture.Sides;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds migrations that neither traces nor QMP mention: QEMU logs writes to guest memory only for a
 * migration, and a stream is one.
 */
public final class MigrationInference {
  private MigrationInference() {}

  /**
   * Migrations that only windows show: one entry for each side without other evidence.
   *
   * @param windows those of one process in the order of time
   * @param known migrations that events and monitors report
   */
  public static List<ReportedMigration> sides(
      List<WindowBuilder> windows, HandOvers handOvers, List<ReportedMigration> known) {
    List<ReportedMigration> out = new ArrayList<>();
    Map<WindowBuilder, ReportedMigration> of = new HashMap<>();
    Map<String, ReportedMigration> open = new HashMap<>();
    Set<WindowBuilder> back = new HashSet<>();
    for (WindowBuilder window : windows) {
      if (!Joiner.isWindow(window)) {
        continue;
      }
      boolean start = window.kind == WindowKind.START;
      boolean hands = window.pattern == Pattern.TRANSFER && !(start && back.contains(window));
      if (!hands) {
        open.remove(window.participant);
        continue;
      }
      ReportedMigration reported = covering(known, window, !start);
      if (reported == null && start && !window.born && !handOvers.isPaired(window)) {
        // The log begins too late to tell a destination from a source that goes on.
        continue;
      }
      if (reported == null) {
        reported = open.get(window.participant);
        if (reported == null || reported.outgoing == start) {
          reported = side(window);
          out.add(reported);
        }
        open.put(window.participant, reported);
        ends(reported, window, handOvers);
      }
      of.put(window, reported);
      if (handOvers.back(window) != null) {
        back.add(handOvers.back(window));
      }
    }
    handOvers
        .taken()
        .forEach(
            (stop, start) -> {
              if (of.get(stop) != null && of.get(start) != null) {
                of.get(stop).partner = of.get(start);
                of.get(start).partner = of.get(stop);
              }
            });
    return out;
  }

  private static @Nullable ReportedMigration covering(
      List<ReportedMigration> known, WindowBuilder window, boolean outgoing) {
    for (ReportedMigration reported : known) {
      if (reported.outgoing == outgoing
          && reported.participant.equals(window.participant)
          && Phases.afterBegin(window, reported)
          && (!outgoing || !Phases.afterEnd(window, reported))) {
        return reported;
      }
    }
    return null;
  }

  private static ReportedMigration side(WindowBuilder window) {
    ReportedMigration reported = new ReportedMigration(window.participant);
    reported.outgoing = window.kind == WindowKind.STOP;
    reported.known = true;
    reported.inferred = true;
    reported.beginNs = window.beginNs;
    reported.beginOrder = window.order - 1;
    if (reported.outgoing) {
      reported.finishNs = window.beginNs;
      reported.finishOrder = window.order - 1;
    }
    return reported;
  }

  /** How it ended, as far as later windows tell. */
  private static void ends(ReportedMigration reported, WindowBuilder window, HandOvers handOvers) {
    WindowBuilder back = handOvers.back(window);
    WindowBuilder later = handOvers.next(window);
    if (back != null) {
      reported.endNs = back.beginNs;
      reported.endOrder = back.order - 1;
    } else if (window.kind == WindowKind.STOP && handOvers.taken().containsKey(window)) {
      reported.endNs = handOvers.taken().get(window).endNs;
    } else if (window.kind == WindowKind.START && later != null && !later.marks.isEmpty()) {
      // A destination that gives up does not stop its devices.
      reported.ends(
          Attempt.AttemptOutcome.COMPLETED, window.endNs, later.order - 1, later.marks.get(0));
    }
  }

  /** Migrations that only the dirty logging of the back-end shows. */
  public static List<ReportedMigration> logging(List<WindowBuilder> windows) {
    List<ReportedMigration> out = new ArrayList<>();
    for (WindowBuilder window : windows) {
      boolean open =
          !out.isEmpty() && out.get(out.size() - 1).participant.equals(window.participant);
      // A log that begins within a start has the end of it only.
      if (window.kind == WindowKind.LOG_START && window.requests.size() > 1 && !open) {
        ReportedMigration reported = new ReportedMigration(window.participant);
        reported.outgoing = true;
        reported.known = true;
        reported.inferred = true;
        reported.beginNs = window.beginNs;
        reported.finishNs = window.beginNs;
        reported.proof = window.requests.get(0).first();
        out.add(reported);
      }
    }
    return out;
  }

  /**
   * Windows that must have been, since a stream or QMP shows their effect: a device is saved after
   * its stop only, and works after a completed migration after its start only.
   */
  public static List<WindowBuilder> unseen(
      CollectedEvidence collected, List<WindowBuilder> windows, List<ReportedMigration> sides) {
    List<WindowBuilder> out = new ArrayList<>();
    for (CollectedEvidence.Stream stream : collected.streams) {
      List<ReportedMigration> of =
          sides.stream().filter(reported -> belongs(reported, stream.mark())).toList();
      boolean known =
          of.stream().anyMatch(reported -> reported.outgoing) || of.isEmpty() && !sides.isEmpty();
      if (!known && windows.stream().noneMatch(window -> stops(window, of))) {
        ReportedMigration reported = new ReportedMigration(source(collected));
        reported.outgoing = true;
        unseen(stream.mark(), of.isEmpty() ? null : of.get(0).attempt, reported, windows, out);
      }
    }
    for (ReportedMigration reported : sides) {
      Attempt attempt = reported.attempt;
      StreamMark mark = attempt == null ? null : stream(collected, attempt.number());
      boolean traced = collected.log(reported.participant) != null;
      boolean elsewhere =
          reported.participant.isEmpty()
              && windows.stream()
                  .anyMatch(window -> window.traced && window.kind == WindowKind.STOP);
      if (mark != null && !traced && !elsewhere) {
        unseen(mark, attempt, reported, windows, out);
      }
    }
    return out;
  }

  private static boolean belongs(ReportedMigration reported, StreamMark mark) {
    return reported.attempt != null && reported.attempt.number() == mark.attempt();
  }

  /** Whether a trace has the stop of another process than the destinations of a stream. */
  private static boolean stops(WindowBuilder window, List<ReportedMigration> destinations) {
    return window.traced
        && window.kind == WindowKind.STOP
        && destinations.stream()
            .noneMatch(reported -> reported.participant.equals(window.participant));
  }

  /** The QEMU that is named as the source; empty if there is none. */
  private static String source(CollectedEvidence collected) {
    List<String> all = collected.capture.participants();
    boolean one = collected.streams.size() == 1 && !all.isEmpty() && Sides.isSource(all.get(0));
    return one ? all.get(0) : "";
  }

  private static void unseen(
      StreamMark mark,
      @Nullable Attempt attempt,
      ReportedMigration reported,
      List<WindowBuilder> windows,
      List<WindowBuilder> out) {
    if (!reported.outgoing
        && (attempt == null || attempt.outcome() != Attempt.AttemptOutcome.COMPLETED)) {
      return;
    }
    WindowKind kind = reported.outgoing ? WindowKind.STOP : WindowKind.START;
    for (var device : mark.devices()) {
      boolean ran = device.status().contains("DRIVER_OK");
      if (!ran || seen(windows, reported, kind, device.section())) {
        continue;
      }
      WindowBuilder window = new WindowBuilder(kind);
      window.participant = reported.participant;
      window.device = device.section();
      window.beginNs = reported.outgoing ? reported.finishNs : reported.resumeNs;
      window.endNs = window.beginNs;
      window.attempt = attempt;
      window.phase = Phase.SWITCHOVER;
      window.role = reported.outgoing ? Role.SOURCE : Role.DESTINATION;
      window.ended = true;
      window.marks.add(
          new Evidence(mark.file(), -1, 0, "the stream has the state of " + device.section()));
      out.add(window);
    }
  }

  private static boolean seen(
      List<WindowBuilder> windows, ReportedMigration reported, WindowKind kind, String device) {
    for (WindowBuilder window : windows) {
      if (window.participant.equals(reported.participant)
          && window.kind == kind
          && window.phase == Phase.SWITCHOVER
          && window.device.equals(device)
          && window.attempt == reported.attempt) {
        return true;
      }
    }
    return false;
  }

  /** The stream that an attempt wrote. */
  public static @Nullable StreamMark stream(CollectedEvidence collected, int attempt) {
    for (CollectedEvidence.Stream stream : collected.streams) {
      if (stream.mark().attempt() == attempt) {
        return stream.mark();
      }
    }
    return null;
  }
}
