// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.bytes.SourceSpan;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What the model writes as -1, 0 or empty, as values that may be absent. */
final class OptionalValues {
  private OptionalValues() {}

  /** A time, a size or an id, of which negative ones do not exist. */
  static OptionalLong known(long value) {
    return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** A position, first 0. */
  static OptionalInt index(long value) {
    return value < 0 ? OptionalInt.empty() : OptionalInt.of((int) value);
  }

  /** A number, first 1. */
  static OptionalInt number(int value) {
    return value <= 0 ? OptionalInt.empty() : OptionalInt.of(value);
  }

  static Optional<String> text(String value) {
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  static EvidencePlace evidencePlace(Evidence evidence) {
    return new EvidencePlace(
        evidence.file(),
        known(evidence.line()),
        evidence.offset(),
        evidence.text(),
        Optional.ofNullable(evidence.neighbour()).map(OptionalValues::edge));
  }

  private static SilenceEdge edge(Evidence.Neighbour neighbour) {
    SilenceEdge.EdgeSide side =
        switch (neighbour.side()) {
          case BEFORE -> SilenceEdge.EdgeSide.BEFORE;
          case AFTER -> SilenceEdge.EdgeSide.AFTER;
        };
    return new SilenceEdge(side, known(neighbour.timeNs()));
  }

  static EvidencePlace evidencePlace(SourceSpan span, String text) {
    return evidencePlace(Evidence.of(span, text));
  }

  static List<EvidencePlace> places(List<Evidence> evidence) {
    return evidence.stream().map(OptionalValues::evidencePlace).toList();
  }
}
