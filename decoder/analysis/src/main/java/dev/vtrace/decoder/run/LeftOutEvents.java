// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import dev.vtrace.decoder.bytes.SourceSpan;
import java.util.Map;
import java.util.Set;

/**
 * Events of a trace that were not kept, from one place to another. What was let go are whole starts
 * and stops, with the messages in and around them.
 *
 * @param place position in the kept events of the first one after it
 * @param events how many were let go
 * @param windows starts and stops among them
 * @param first where they begin
 * @param last where they end
 * @param fromNs time of the first that has one, by the clock of the file; -1 if none has
 * @param untilNs time of the last one
 * @param lost whether there was anything among them but starts and stops with their messages
 * @param requests numbers of the messages among them
 * @param queues devices whose starts or stops are among them, with the number of queues that these
 *     show at least
 */
public record LeftOutEvents(
    int place,
    long events,
    long windows,
    SourceSpan first,
    SourceSpan last,
    long fromNs,
    long untilNs,
    boolean lost,
    Set<Integer> requests,
    Map<String, Integer> queues) {
  public LeftOutEvents {
    requests = Set.copyOf(requests);
    queues = Map.copyOf(queues);
  }
}
