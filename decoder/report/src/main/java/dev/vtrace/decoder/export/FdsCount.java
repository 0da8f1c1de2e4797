// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Descriptor;
import dev.vtrace.decoder.analysis.model.Descriptor.SightingKind;
import dev.vtrace.decoder.analysis.model.Migration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many descriptors each kind of evidence has of one migration; -1 where there is no such
 * evidence.
 *
 * @param sent by the source's trace
 * @param wire recorded beside the stream
 * @param stream by the layout of the stream
 * @param received by the destination's trace
 * @param unclaimed that the destination closed since nobody took them
 */
public record FdsCount(int attempt, int sent, int wire, int stream, int received, int unclaimed) {
  /** The counts of each migration that passed descriptors. */
  public static List<FdsCount> of(Migration migration) {
    Set<Integer> attempts = new LinkedHashSet<>();
    for (Attempt attempt : migration.attempts()) {
      attempts.add(attempt.number());
    }
    attempts.add(0);
    Map<Integer, Map<SightingKind, Integer>> counts = new HashMap<>();
    for (Descriptor descriptor : migration.descriptors()) {
      if (descriptor.channel() == Descriptor.DescriptorChannel.STREAM) {
        Map<SightingKind, Integer> own =
            counts.computeIfAbsent(
                descriptor.attempt(), number -> new EnumMap<>(SightingKind.class));
        descriptor.sightings().forEach(each -> own.merge(each.kind(), 1, Integer::sum));
      }
    }
    List<FdsCount> out = new ArrayList<>();
    for (int attempt : attempts) {
      Map<SightingKind, Integer> own = counts.getOrDefault(attempt, Map.of());
      FdsCount count =
          new FdsCount(
              attempt,
              own.getOrDefault(SightingKind.SENT, -1),
              own.getOrDefault(SightingKind.ON_THE_WIRE, -1),
              own.getOrDefault(SightingKind.IN_THE_STREAM, -1),
              own.getOrDefault(SightingKind.RECEIVED, -1),
              own.getOrDefault(SightingKind.NEVER_CLAIMED, 0));
      if (Math.max(Math.max(count.sent, count.wire), Math.max(count.stream, count.received)) > 0) {
        out.add(count);
      }
    }
    return out;
  }

  /** Whether all evidence says the same; what was received and not taken counts as received. */
  public boolean agree() {
    int most = Math.max(Math.max(sent, wire), stream);
    int arrived = received < 0 ? -1 : received + unclaimed;
    return (sent < 0 || sent == most)
        && (wire < 0 || wire == most)
        && (stream < 0 || stream == most)
        && (arrived < 0 || most < 0 || arrived == most);
  }
}
