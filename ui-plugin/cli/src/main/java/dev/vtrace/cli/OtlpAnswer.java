// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.nio.charset.StandardCharsets;

/**
 * What a collector says of a request that it took: an {@code ExportTraceServiceResponse} or {@code
 * ExportMetricsServiceResponse} in protobuf, whose only field is the partial success.
 *
 * @param count of spans or measurements that it did not take
 * @param message why
 */
record OtlpAnswer(long count, String message) {
  private static final OtlpAnswer ALL_TAKEN = new OtlpAnswer(0, "");

  /** What it did not take, as a clause; empty if it took all. */
  String rejected() {
    if (count == 0 && message.isEmpty()) {
      return "";
    }
    return count + " not taken" + (message.isEmpty() ? "" : ": " + message);
  }

  /** Reads an answer; one that is not of this form says nothing. */
  static OtlpAnswer of(byte[] bytes) {
    byte[] part = new ProtoReader(bytes).bytes(1);
    return part.length == 0
        ? ALL_TAKEN
        : new OtlpAnswer(
            new ProtoReader(part).number(1),
            new String(new ProtoReader(part).bytes(2), StandardCharsets.UTF_8));
  }
}
