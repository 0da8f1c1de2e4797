// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.trace.QmpMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that was read, before it is joined. */
final class Material {
  final Capture capture;
  final Map<String, List<TraceLog>> logs = new LinkedHashMap<>();
  final List<Traffic> traffic = new ArrayList<>();

  /** Wall clock minus CLOCK_MONOTONIC where a recorder noted both. */
  final List<Long> wallMinusMonotonic = new ArrayList<>();

  final List<QmpMessage> qmp = new ArrayList<>();
  final List<Stream> streams = new ArrayList<>();
  final List<Finding> findings = new ArrayList<>();

  /** Files that tell of a participant. */
  final Map<String, List<String>> files = new LinkedHashMap<>();

  /** A stream and what was recorded beside it. */
  record Stream(StreamMark mark, String descriptorFile, List<DescriptorPlace> descriptors) {}

  Material(Capture capture) {
    this.capture = capture;
  }

  /**
   * The log of a participant that the ledger is made from; others of the same process repeat it.
   */
  TraceLog log(String participant) {
    TraceLog best = null;
    for (TraceLog log : logs.getOrDefault(participant, List.of())) {
      if (log.weight() > 0 && (best == null || better(log, best))) {
        best = log;
      }
    }
    return best;
  }

  private static boolean better(TraceLog one, TraceLog two) {
    if (one.weight() != two.weight()) {
      return one.weight() > two.weight();
    }
    if (one.clock.placed() != two.clock.placed()) {
      return one.clock.placed();
    }
    return one.clock.kind() == Clock.Kind.WALL && two.clock.kind() != Clock.Kind.WALL;
  }
}
