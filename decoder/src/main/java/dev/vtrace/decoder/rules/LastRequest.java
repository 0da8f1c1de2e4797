// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.analysis.Evidence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The request that a back-end received last before it wrote a line: on the socket that the line
 * names, or on any if it names none.
 */
final class LastRequest {
  private static final String ANY = "";

  private final Map<String, SaidLine> last = new HashMap<>();

  /** Goes on by a line. */
  void pass(SaidLine line) {
    if (line.request() != null) {
      last.put(line.socket(), line);
      last.put(ANY, line);
    }
  }

  /** Words about the request before a line of a back-end, whose place is added; or nothing. */
  String before(SaidLine line, List<Evidence> places) {
    SaidLine request = line.backEnd() == null ? null : last.get(line.socket());
    if (request == null) {
      return "";
    }
    places.add(request.place());
    return "; the message before it is " + request.request().name();
  }
}
