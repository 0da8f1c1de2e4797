// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.family;

import static dev.vtrace.decoder.rules.model.EvidenceNeed.IDENTITIES;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.SOCKET;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.STREAM;

import dev.vtrace.decoder.analysis.model.Descriptor;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Origin;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.ProblemCollector;
import dev.vtrace.decoder.rules.model.Rank;
import dev.vtrace.decoder.rules.model.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether what a stream hands over is what the back-end was given. The identities are those of the
 * kernel, which recorders on the machine of the run can see.
 */
public final class ProvenanceRules {
  public static final List<Rule> TABLE =
      List.of(
          Rule.run(Code.FD_OTHER_OBJECT, Rank.FAULT, ProvenanceRules::otherObject)
              .by(STREAM, SOCKET, IDENTITIES),
          Rule.run(Code.FD_IN_TWO_FIELDS, Rank.FAULT, ProvenanceRules::twoFields)
              .by(STREAM, IDENTITIES));

  private ProvenanceRules() {}

  private static void otherObject(CheckedRun run, ProblemCollector report) {
    List<Descriptor> all = run.migration().descriptors();
    for (Descriptor fd : all) {
      Origin origin = fd.origin();
      if (origin != null && origin.match() == Origin.IdentityMatch.DIFFERENT) {
        String text = "the stream hands over " + fd.identity() + ", " + against(fd, origin);
        List<Evidence> evidence =
            origin.index().isEmpty() ? places(fd) : places(fd, all.get(origin.index().getAsInt()));
        report.in(fd.attempt()).add(fd.purpose(), fd.wireNs().orElse(-1), text, evidence);
      }
    }
  }

  private static String against(Descriptor fd, Origin origin) {
    if (origin.index().isEmpty()) {
      return "the connection to the back-end is " + origin.given();
    }
    return fd.identity().same(origin.given())
        ? "the same end of the pair that " + origin.message() + " gave away"
        : origin.message() + " gave the back-end " + origin.given();
  }

  private static void twoFields(CheckedRun run, ProblemCollector report) {
    Map<Integer, List<Descriptor>> streams = new HashMap<>();
    for (Descriptor fd : run.migration().descriptors()) {
      // What belongs to no migration that is known may be of several streams.
      boolean placed = fd.attempt() > 0 || run.streams().size() <= 1;
      boolean known = fd.channel() == Descriptor.DescriptorChannel.STREAM && fd.identity().known();
      if (!placed || !known) {
        continue;
      }
      List<Descriptor> seen = streams.computeIfAbsent(fd.attempt(), n -> new ArrayList<>());
      for (Descriptor first : seen) {
        if (first.identity().same(fd.identity())) {
          String text = fd.identity() + " is handed over for " + first.purpose() + ", too";
          report
              .in(fd.attempt())
              .add(fd.purpose(), fd.wireNs().orElse(-1), text, places(fd, first));
          break;
        }
      }
      seen.add(fd);
    }
  }

  private static List<Evidence> places(Descriptor... fds) {
    List<Evidence> out = new ArrayList<>();
    for (Descriptor each : fds) {
      for (Descriptor.Sighting sighting : each.sightings()) {
        out.add(sighting.evidence());
      }
    }
    return out;
  }
}
