// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.statement;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.EvidencePlaces;
import dev.vtrace.decoder.rules.model.ProcessLog;
import dev.vtrace.decoder.trace.BackendLine;
import dev.vtrace.decoder.vhostuser.Request;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The request that a back-end received last before it wrote a line: on the socket that the line
 * names, or on any if it names none.
 */
final class LastRequest {
  private static final String ANY = "";

  private final Map<String, LogStatement> last = new HashMap<>();

  /**
   * Words about the last request in the log of the only back-end, where QEMU lost it; or nothing.
   */
  static String inLogs(CheckedRun run, LogStatement lost, List<Evidence> evidence) {
    BackendLine last = null;
    Set<String> sockets = new HashSet<>();
    for (ProcessLog log : run.logs()) {
      for (BackendLine line : log.backendLines()) {
        boolean later = line.timeNs() >= 0 && lost.timeNs() >= 0 && line.timeNs() > lost.timeNs();
        if (line.request() != null && !later) {
          sockets.add(line.span().file() + "\n" + line.socket());
          last = line;
        }
      }
    }
    Request request = last == null ? null : last.request();
    if (last == null || request == null || sockets.size() != 1) {
      return "";
    }
    evidence.add(EvidencePlaces.of(last.span(), last.text()));
    return "; the last message in the back-end's log is " + request.name();
  }

  /** Goes on by a line. */
  void pass(LogStatement line) {
    if (line.request() != null) {
      last.put(line.socket(), line);
      last.put(ANY, line);
    }
  }

  /** Words about the request before a line of a back-end, whose place is added; or nothing. */
  String before(LogStatement line, List<Evidence> evidence) {
    LogStatement earlier = line.backEnd() == null ? null : last.get(line.socket());
    Request request = earlier == null ? null : earlier.request();
    if (earlier == null || request == null) {
      return "";
    }
    evidence.add(earlier.place());
    return "; the message before that is " + request.name();
  }
}
