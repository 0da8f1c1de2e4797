// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.RingInterval;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.vhostuser.SessionStep;
import dev.vtrace.server.run.OpenRun;
import dev.vtrace.server.run.Ref;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was true in a run at one time, or at one message. */
final class RunStateAt {
  private RunStateAt() {}

  /** A message and its connection. */
  record ConnectionMessage(Connection connection, SessionStep step) {}

  /** The message that evidence is, or null; those around a silence are not of what it is about. */
  static @Nullable ConnectionMessage said(OpenRun run, Evidence evidence) {
    return evidence.neighbour() == null ? at(run, evidence) : null;
  }

  private static @Nullable ConnectionMessage at(OpenRun run, Evidence evidence) {
    for (Connection connection : run.run().connections()) {
      if (!connection.file().equals(evidence.file())) {
        continue;
      }
      for (SessionStep step : connection.session().steps()) {
        var span = step.message().span();
        boolean same =
            evidence.line() >= 0
                ? span.line() == evidence.line()
                : span.offset() == evidence.offset();
        if (same) {
          return new ConnectionMessage(connection, step);
        }
      }
    }
    return null;
  }

  /** The messages that a line or the operations at it report, in their order. */
  static List<ConnectionMessage> said(OpenRun run, List<Ref> refs) {
    List<ConnectionMessage> out = new ArrayList<>();
    for (Ref ref : refs) {
      for (Evidence evidence : evidence(run, ref)) {
        ConnectionMessage said = said(run, evidence);
        if (said != null && !out.contains(said)) {
          out.add(said);
        }
      }
    }
    return out;
  }

  /** What proves something. */
  static List<Evidence> evidence(OpenRun run, Ref ref) {
    if (ref instanceof Ref.OperationRef of) {
      return operation(run, of).evidence();
    } else if (ref instanceof Ref.ItemRef of) {
      return requireNonNull(run.item(of.id())).evidence();
    } else if (ref instanceof Ref.ProblemRef of) {
      return run.check().problems().get(of.index()).evidence();
    } else if (ref instanceof Ref.DescriptorRef of) {
      List<Evidence> seen = new ArrayList<>();
      for (var sighting : run.migration().descriptors().get(of.index()).sightings()) {
        seen.add(sighting.evidence());
      }
      return seen;
    }
    return List.of();
  }

  static Operation operation(OpenRun run, Ref.OperationRef ref) {
    return run.window(ref.window()).operations().get(ref.index());
  }

  /**
   * The last message up to a time: on the connection that was silent where evidence shows one, else
   * on the one of a process that spoke last.
   *
   * @param participant the process; empty if that is not known
   * @return null if nothing was said before
   */
  static @Nullable ConnectionMessage before(
      OpenRun run, List<Evidence> evidence, String participant, long timeNs) {
    ConnectionMessage silent = null;
    for (Evidence each : evidence) {
      silent = each.neighbour() != null && silent == null ? at(run, each) : silent;
    }
    if (silent != null) {
      return last(silent.connection(), timeNs);
    }
    ConnectionMessage out = null;
    for (Connection connection : run.run().connections()) {
      String owner = connection.participant();
      boolean own = owner.isEmpty() || participant.isEmpty() || owner.equals(participant);
      ConnectionMessage last = own ? last(connection, timeNs) : null;
      if (last != null
          && (out == null || last.step().message().timeNs() >= out.step().message().timeNs())) {
        out = last;
      }
    }
    return out;
  }

  private static @Nullable ConnectionMessage last(Connection connection, long timeNs) {
    SessionStep last = null;
    for (SessionStep step : connection.session().steps()) {
      if (step.message().timeNs() >= 0 && step.message().timeNs() <= timeNs) {
        last = step;
      }
    }
    return last == null ? null : new ConnectionMessage(connection, last);
  }

  /** In which state each ring is for each participant that reports it. */
  static List<RingInterval> rings(OpenRun run, long timeNs) {
    List<RingInterval> out = new ArrayList<>();
    for (RingInterval ring : run.migration().rings()) {
      boolean begun = ring.beginNs() >= 0 && ring.beginNs() <= timeNs;
      if (begun && (ring.endNs() < 0 || timeNs < ring.endNs())) {
        out.add(ring);
      }
    }
    return out;
  }
}
