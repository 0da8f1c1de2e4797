// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.analysis.Descriptor;
import dev.vtrace.decoder.analysis.Evidence;
import dev.vtrace.decoder.analysis.Origin;
import dev.vtrace.decoder.diagnostics.Code;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether what a stream hands over is what the back-end was given. The identities are those of the
 * kernel, which recorders on the machine of the run can see.
 */
final class ProvenanceRules {
  static final List<Rule> TABLE =
      List.of(
          Rule.run(Code.FD_OTHER_OBJECT, Rank.FAULT, ProvenanceRules::otherObject),
          Rule.run(Code.FD_IN_TWO_FIELDS, Rank.FAULT, ProvenanceRules::twoFields));

  private ProvenanceRules() {}

  private static void otherObject(Run run, Report report) {
    List<Descriptor> all = run.migration().descriptors();
    for (Descriptor fd : all) {
      if (fd.origin() != null && fd.origin().match() == Origin.Match.DIFFERENT) {
        Descriptor passed = all.get(fd.origin().index());
        boolean end = fd.identity().same(passed.identity());
        String text =
            "the stream hands over "
                + fd.identity()
                + (end ? ", the very end of the pair that " : ", ")
                + fd.origin().message()
                + (end ? " gave away" : " gave the back-end " + passed.identity());
        report.add(fd.purpose(), fd.wireNs(), text, places(fd, passed));
      }
    }
  }

  private static void twoFields(Run run, Report report) {
    List<Descriptor> seen = new ArrayList<>();
    for (Descriptor fd : run.migration().descriptors()) {
      if (fd.channel() != Descriptor.Channel.STREAM || !fd.identity().known()) {
        continue;
      }
      for (Descriptor first : seen) {
        if (first.attempt() == fd.attempt() && first.identity().same(fd.identity())) {
          String text = fd.identity() + " is handed over for " + first.purpose() + ", too";
          report.add(fd.purpose(), fd.wireNs(), text, places(fd, first));
          break;
        }
      }
      seen.add(fd);
    }
  }

  private static List<Evidence> places(Descriptor one, Descriptor other) {
    List<Evidence> out = new ArrayList<>();
    for (Descriptor each : List.of(one, other)) {
      for (Descriptor.Sighting sighting : each.sightings()) {
        out.add(sighting.evidence());
      }
    }
    return out;
  }
}
