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
 * Finds migrations where neither traces nor QMP speak of them: QEMU logs writes to guest memory
 * only for a migration, and a stream is one.
 */
public final class MigrationInference {
  private MigrationInference() {}

  /**
   * Migrations that windows tell of, by the ends that have no other evidence of them.
   *
   * @param frames those of one process in the order of time
   * @param known what events and monitors tell
   */
  public static List<ReportedMigration> sides(
      List<WindowBuilder> frames, HandOvers handOvers, List<ReportedMigration> known) {
    List<ReportedMigration> out = new ArrayList<>();
    Map<WindowBuilder, ReportedMigration> of = new HashMap<>();
    Map<String, ReportedMigration> open = new HashMap<>();
    Set<WindowBuilder> back = new HashSet<>();
    for (WindowBuilder frame : frames) {
      if (!Joiner.isWindow(frame)) {
        continue;
      }
      boolean start = frame.kind == WindowKind.START;
      boolean hands = frame.pattern == Pattern.TRANSFER && !(start && back.contains(frame));
      if (!hands) {
        open.remove(frame.participant);
        continue;
      }
      ReportedMigration side = covering(known, frame, !start);
      if (side == null && start && !frame.born && !handOvers.isPaired(frame)) {
        // The log begins too late to tell a destination from a source that goes on.
        continue;
      }
      if (side == null) {
        side = open.get(frame.participant);
        if (side == null || side.outgoing == start) {
          side = side(frame);
          out.add(side);
        }
        open.put(frame.participant, side);
        ends(side, frame, handOvers);
      }
      of.put(frame, side);
      if (handOvers.back(frame) != null) {
        back.add(handOvers.back(frame));
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
      List<ReportedMigration> known, WindowBuilder frame, boolean outgoing) {
    for (ReportedMigration side : known) {
      if (side.outgoing == outgoing
          && side.participant.equals(frame.participant)
          && Phases.afterBegin(frame, side)
          && (outgoing ? !Phases.afterEnd(frame, side) : true)) {
        return side;
      }
    }
    return null;
  }

  private static ReportedMigration side(WindowBuilder frame) {
    ReportedMigration side = new ReportedMigration(frame.participant);
    side.outgoing = frame.kind == WindowKind.STOP;
    side.known = true;
    side.inferred = true;
    side.beginNs = frame.beginNs;
    side.beginOrder = frame.order - 1;
    if (side.outgoing) {
      side.finishNs = frame.beginNs;
      side.finishOrder = frame.order - 1;
    }
    return side;
  }

  /** How it ended, as far as later windows tell. */
  private static void ends(ReportedMigration side, WindowBuilder frame, HandOvers handOvers) {
    WindowBuilder back = handOvers.back(frame);
    WindowBuilder later = handOvers.next(frame);
    if (back != null) {
      side.endNs = back.beginNs;
      side.endOrder = back.order - 1;
    } else if (frame.kind == WindowKind.STOP && handOvers.taken().containsKey(frame)) {
      side.endNs = handOvers.taken().get(frame).endNs;
    } else if (frame.kind == WindowKind.START && later != null && !later.marks.isEmpty()) {
      // A destination that gives up does not stop its devices.
      side.ends(Attempt.AttemptOutcome.COMPLETED, frame.endNs, later.order - 1, later.marks.get(0));
    }
  }

  /** Migrations of which only the dirty log of the back-end tells. */
  public static List<ReportedMigration> logging(List<WindowBuilder> frames) {
    List<ReportedMigration> out = new ArrayList<>();
    for (WindowBuilder frame : frames) {
      boolean open =
          !out.isEmpty() && out.get(out.size() - 1).participant.equals(frame.participant);
      // A log that begins within a start has the end of it only.
      if (frame.kind == WindowKind.LOG_START && frame.hits.size() > 1 && !open) {
        ReportedMigration side = new ReportedMigration(frame.participant);
        side.outgoing = true;
        side.known = true;
        side.inferred = true;
        side.beginNs = frame.beginNs;
        side.finishNs = frame.beginNs;
        side.proof = frame.hits.get(0).first();
        out.add(side);
      }
    }
    return out;
  }

  /**
   * Windows that must have been, since a stream or QMP shows their effect: a device is saved after
   * its stop only, and works after a completed migration after its start only.
   */
  public static List<WindowBuilder> unseen(
      CollectedEvidence material, List<WindowBuilder> frames, List<ReportedMigration> sides) {
    List<WindowBuilder> out = new ArrayList<>();
    for (CollectedEvidence.Stream stream : material.streams) {
      List<ReportedMigration> of =
          sides.stream().filter(side -> belongs(side, stream.mark())).toList();
      boolean told =
          of.stream().anyMatch(side -> side.outgoing) || of.isEmpty() && !sides.isEmpty();
      if (!told && frames.stream().noneMatch(frame -> stops(frame, of))) {
        ReportedMigration side = new ReportedMigration(source(material));
        side.outgoing = true;
        unseen(stream.mark(), of.isEmpty() ? null : of.get(0).attempt, side, frames, out);
      }
    }
    for (ReportedMigration side : sides) {
      Attempt attempt = side.attempt;
      StreamMark mark = attempt == null ? null : stream(material, attempt.number());
      boolean traced = material.log(side.participant) != null;
      boolean elsewhere =
          side.participant.isEmpty()
              && frames.stream().anyMatch(frame -> frame.traced && frame.kind == WindowKind.STOP);
      if (mark != null && !traced && !elsewhere) {
        unseen(mark, attempt, side, frames, out);
      }
    }
    return out;
  }

  private static boolean belongs(ReportedMigration side, StreamMark mark) {
    return side.attempt != null && side.attempt.number() == mark.attempt();
  }

  /** Whether a trace has the stop of another process than the destinations of a stream. */
  private static boolean stops(WindowBuilder frame, List<ReportedMigration> destinations) {
    return frame.traced
        && frame.kind == WindowKind.STOP
        && destinations.stream().noneMatch(side -> side.participant.equals(frame.participant));
  }

  /** The QEMU that is named as the source; empty if there is none. */
  private static String source(CollectedEvidence material) {
    List<String> all = material.capture.participants();
    boolean one = material.streams.size() == 1 && !all.isEmpty() && Sides.isSource(all.get(0));
    return one ? all.get(0) : "";
  }

  private static void unseen(
      StreamMark mark,
      @Nullable Attempt attempt,
      ReportedMigration side,
      List<WindowBuilder> frames,
      List<WindowBuilder> out) {
    if (!side.outgoing
        && (attempt == null || attempt.outcome() != Attempt.AttemptOutcome.COMPLETED)) {
      return;
    }
    WindowKind kind = side.outgoing ? WindowKind.STOP : WindowKind.START;
    for (var device : mark.devices()) {
      boolean ran = device.status().contains("DRIVER_OK");
      if (!ran || seen(frames, side, kind, device.section())) {
        continue;
      }
      WindowBuilder frame = new WindowBuilder(kind);
      frame.participant = side.participant;
      frame.device = device.section();
      frame.beginNs = side.outgoing ? side.finishNs : side.resumeNs;
      frame.endNs = frame.beginNs;
      frame.attempt = attempt;
      frame.phase = Phase.SWITCHOVER;
      frame.role = side.outgoing ? Role.SOURCE : Role.DESTINATION;
      frame.ended = true;
      frame.marks.add(
          new Evidence(mark.file(), -1, 0, "the stream has the state of " + device.section()));
      out.add(frame);
    }
  }

  private static boolean seen(
      List<WindowBuilder> frames, ReportedMigration side, WindowKind kind, String device) {
    for (WindowBuilder frame : frames) {
      if (frame.participant.equals(side.participant)
          && frame.kind == kind
          && frame.phase == Phase.SWITCHOVER
          && frame.device.equals(device)
          && frame.attempt == side.attempt) {
        return true;
      }
    }
    return false;
  }

  /** The stream that an attempt wrote. */
  public static @Nullable StreamMark stream(CollectedEvidence material, int attempt) {
    for (CollectedEvidence.Stream stream : material.streams) {
      if (stream.mark().attempt() == attempt) {
        return stream.mark();
      }
    }
    return null;
  }
}
