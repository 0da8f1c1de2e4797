// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.statement;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.messages.MessageMatch;
import dev.vtrace.decoder.messages.Utterance;
import dev.vtrace.decoder.trace.BackendLine;
import dev.vtrace.decoder.vhostuser.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of a log, or a text in QMP, with what the table of messages makes of it.
 *
 * @param participant whose it is
 * @param timeNs nanoseconds since the epoch, -1 for none
 * @param matches what it says, the innermost part first; empty if it is not in the table
 * @param backEnd the line as one of a back-end, or null
 */
record LogStatement(
    String participant,
    long timeNs,
    Utterance utterance,
    List<MessageMatch> matches,
    Evidence place,
    @Nullable BackendLine backEnd) {
  /** The request that a back-end says here that it received, or null. */
  @Nullable Request request() {
    return backEnd == null ? null : backEnd.request();
  }

  /** The socket that a back-end names here, or empty. */
  String socket() {
    return backEnd == null ? "" : backEnd.socket();
  }

  /** Whether it is the end of a failed load. */
  boolean endsLoad() {
    return matches.stream().anyMatch(one -> one.row().code() == Code.MIGRATION_FAILED);
  }

  /** The section of a stream that the line says could not be loaded, or empty. */
  String section() {
    for (MessageMatch one : matches) {
      String device = one.value("device");
      boolean loads = one.row().code() == Code.LOAD_FIELD_FAILED;
      if (loads && !device.isEmpty()) {
        return device;
      }
    }
    return "";
  }

  /** The name of the state in {@code Failed to load STATE:FIELD}, or empty. */
  String state() {
    for (MessageMatch one : matches) {
      if (one.row().code() == Code.LOAD_FIELD_FAILED && !one.value("section").isEmpty()) {
        return one.value("section");
      }
    }
    return "";
  }
}
