// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.verdict;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.evidence.JoinedRequest;
import dev.vtrace.decoder.vhostuser.Request;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The messages of a window that no operation has taken yet, by request and queue. */
public final class UnclaimedMessages {
  /** A message for any queue, or for the device. */
  private static final int ANY = Integer.MIN_VALUE;

  private record Key(@Nullable Request request, int queue) {}

  private final Set<JoinedRequest> left = new LinkedHashSet<>();
  private final Map<Key, Deque<JoinedRequest>> waiting = new HashMap<>();
  private final Map<Key, Integer> counts = new HashMap<>();

  /**
   * @param requests in order
   */
  public UnclaimedMessages(List<JoinedRequest> requests) {
    for (JoinedRequest request : requests) {
      left.add(request);
      if (request.request != null) {
        for (Key key : keys(request)) {
          waiting.computeIfAbsent(key, k -> new ArrayDeque<>()).add(request);
          counts.merge(key, 1, Integer::sum);
        }
      }
    }
  }

  private static List<Key> keys(JoinedRequest joined) {
    Request request = requireNonNull(joined.request).original();
    return List.of(new Key(request, ANY), new Key(request, Math.max(-1, joined.queue)));
  }

  private static Key key(@Nullable Request request, int queue) {
    return new Key(request == null ? null : request.original(), queue);
  }

  /** How many messages of a request are left. */
  public int count(@Nullable Request request) {
    return counts.getOrDefault(key(request, ANY), 0);
  }

  /** How many of them are for a queue that is not known. */
  public int unnumbered(@Nullable Request request) {
    return counts.getOrDefault(key(request, -1), 0);
  }

  /** Takes the first message of a request, whichever queue it is for; null if none is left. */
  public @Nullable JoinedRequest claim(@Nullable Request request) {
    return claim(key(request, ANY));
  }

  /** Takes the first for a queue, -1 for one that is not known; null if none is left. */
  public @Nullable JoinedRequest claim(@Nullable Request request, int queue) {
    return claim(key(request, queue));
  }

  private @Nullable JoinedRequest claim(Key key) {
    Deque<JoinedRequest> queue = waiting.get(key);
    while (queue != null && !queue.isEmpty()) {
      JoinedRequest request = queue.poll();
      if (left.remove(request)) {
        keys(request).forEach(each -> counts.merge(each, -1, Integer::sum));
        return request;
      }
    }
    return null;
  }

  /** What is left, in order. */
  public Iterable<JoinedRequest> rest() {
    return left;
  }
}
