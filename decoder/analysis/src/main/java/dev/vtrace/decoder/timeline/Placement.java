// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.timeline;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.analysis.model.WireMark;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When windows, operations and messages were. What has no time of its own lies between what has one
 * before and after it; where nothing has a time, numbers give the order.
 */
final class Placement {
  private final boolean timed;
  private final Map<String, long[]> windows = new HashMap<>();
  private final Map<Operation, WireMark> messageOf = new IdentityHashMap<>();
  private final Map<Operation, Long> operations = new IdentityHashMap<>();
  private final Map<WireMark, Long> messages = new IdentityHashMap<>();
  private long next = 1;

  Placement(Migration migration, List<Mark> marks) {
    timed = hasTimes(migration, marks);
    Map<String, List<WireMark>> within = new HashMap<>();
    for (WireMark message : migration.messages()) {
      within.computeIfAbsent(message.window(), k -> new ArrayList<>()).add(message);
    }
    List<Window> all = new ArrayList<>(migration.windows());
    all.addAll(migration.around());
    for (Window window : all) {
      match(window, within.getOrDefault(window.id(), List.of()));
    }
    if (timed) {
      placeByTime(migration, all);
    } else {
      placeByOrder(migration, all);
    }
  }

  /** Whether the evidence has any time. */
  boolean timed() {
    return timed;
  }

  long begin(Window window) {
    return requireNonNull(windows.get(window.id()))[0];
  }

  long end(Window window) {
    return requireNonNull(windows.get(window.id()))[1];
  }

  long at(Operation operation) {
    return requireNonNull(operations.get(operation));
  }

  long at(WireMark message) {
    return requireNonNull(messages.get(message));
  }

  /** The message that an operation is, or null. */
  @Nullable WireMark message(Operation operation) {
    return messageOf.get(operation);
  }

  private static boolean hasTimes(Migration migration, List<Mark> marks) {
    for (Window window : migration.windows()) {
      if (window.beginNs() >= 0) {
        return true;
      }
    }
    for (WireMark message : migration.messages()) {
      if (message.timeNs() >= 0) {
        return true;
      }
    }
    return Timeline.empty(migration)
        && (marks.stream().anyMatch(mark -> mark.timeNs() >= 0)
            || migration.attempts().stream().anyMatch(attempt -> attempt.endNs() >= 0));
  }

  /** Pairs operations with messages: by what both name as their evidence, then by request. */
  private void match(Window window, List<WireMark> candidates) {
    Map<Evidence, Deque<Integer>> byPlace = new HashMap<>();
    Map<NamedItem, Deque<Integer>> byName = new HashMap<>();
    for (int i = 0; i < candidates.size(); i++) {
      WireMark message = candidates.get(i);
      byPlace.computeIfAbsent(message.evidence(), k -> new ArrayDeque<>()).add(i);
      NamedItem name = new NamedItem(message.request(), message.queue());
      byName.computeIfAbsent(name, k -> new ArrayDeque<>()).add(i);
    }
    boolean[] taken = new boolean[candidates.size()];
    for (Operation operation : window.operations()) {
      int first = Integer.MAX_VALUE;
      for (Evidence each : operation.evidence()) {
        first = Math.min(first, first(byPlace.get(each), taken));
      }
      claim(operation, candidates, first, taken);
    }
    for (Operation operation : window.operations()) {
      if (!messageOf.containsKey(operation)) {
        NamedItem name = new NamedItem(operation.name(), operation.queue());
        claim(operation, candidates, first(byName.get(name), taken), taken);
      }
    }
  }

  private record NamedItem(String request, int queue) {}

  private void claim(Operation operation, List<WireMark> candidates, int message, boolean[] taken) {
    if (message < candidates.size()) {
      taken[message] = true;
      messageOf.put(operation, candidates.get(message));
    }
  }

  /** The first that is not taken. */
  private static int first(@Nullable Deque<Integer> waiting, boolean[] taken) {
    while (waiting != null && !waiting.isEmpty() && taken[waiting.peek()]) {
      waiting.poll();
    }
    return waiting == null || waiting.isEmpty() ? Integer.MAX_VALUE : waiting.peek();
  }

  private void placeByTime(Migration migration, List<Window> all) {
    Map<String, Long> last = new HashMap<>();
    long first = Long.MAX_VALUE;
    for (Window window : all) {
      first = window.beginNs() >= 0 ? Math.min(first, window.beginNs()) : first;
    }
    for (WireMark message : migration.messages()) {
      first = message.timeNs() >= 0 ? Math.min(first, message.timeNs()) : first;
    }
    for (Window window : all) {
      long begin = window.beginNs();
      if (begin < 0) {
        begin = last.getOrDefault(window.participant(), first);
      }
      long end = Math.max(begin, window.endNs());
      windows.put(window.id(), new long[] {begin, end});
      last.put(window.participant(), end);
      spread(window, begin, end);
    }
    long before = first;
    for (WireMark message : migration.messages()) {
      long[] window = windows.get(message.window());
      long at = message.timeNs() >= 0 ? message.timeNs() : window == null ? before : window[0];
      messages.put(message, at);
      before = at;
    }
  }

  /** Puts operations without time between those with one. */
  private void spread(Window window, long begin, long end) {
    List<Operation> list = window.operations();
    long before = begin;
    int i = 0;
    while (i < list.size()) {
      long known = known(list.get(i));
      if (known >= 0) {
        operations.put(list.get(i), known);
        before = Math.max(before, known);
        i++;
        continue;
      }
      int run = i;
      while (run < list.size() && known(list.get(run)) < 0) {
        run++;
      }
      long after = run < list.size() ? known(list.get(run)) : end;
      long room = Math.max(0, after - before);
      for (int k = i; k < run; k++) {
        operations.put(list.get(k), before + room * (k - i + 1) / (run - i + 1));
      }
      i = run;
    }
  }

  private long known(Operation operation) {
    WireMark message = messageOf.get(operation);
    return message == null ? -1 : message.timeNs();
  }

  private void placeByOrder(Migration migration, List<Window> all) {
    Map<String, Integer> place = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      place.put(all.get(i).id(), i);
    }
    int reached = 0;
    for (WireMark message : migration.messages()) {
      Integer at = place.get(message.window());
      if (at != null && !windows.containsKey(message.window())) {
        // Windows of starts and stops are in order; groups around them come with their messages.
        int last = Math.min(at, migration.windows().size());
        while (all.get(at).kind().proper() && reached < last) {
          number(all.get(reached++));
        }
        number(all.get(at));
      }
      if (!messages.containsKey(message)) {
        long[] window = windows.get(message.window());
        messages.put(message, window == null ? next++ : window[0]);
      }
    }
    for (Window window : all) {
      number(window);
    }
  }

  private void number(Window window) {
    if (windows.containsKey(window.id())) {
      return;
    }
    long begin = next++;
    for (Operation operation : window.operations()) {
      operations.put(operation, next);
      WireMark message = messageOf.get(operation);
      if (message != null) {
        messages.put(message, next);
      }
      next++;
    }
    windows.put(window.id(), new long[] {begin, next});
    // A place left free is an idle time between windows.
    next += 8;
  }
}
