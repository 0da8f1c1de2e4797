// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.verdict;

/** Whether a device and its back-end agreed on a protocol feature. */
enum FeatureUse {
  NEGOTIATED,
  ABSENT,
  /** Nothing tells. */
  UNKNOWN;

  /** What a source that surely tells says. */
  static FeatureUse of(boolean negotiated) {
    return negotiated ? NEGOTIATED : ABSENT;
  }

  /** For what is done only without the feature. */
  FeatureUse opposite() {
    return switch (this) {
      case NEGOTIATED -> ABSENT;
      case ABSENT -> NEGOTIATED;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
