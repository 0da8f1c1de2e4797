// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.replay;

import dev.vtrace.decoder.trace.TraceRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What happens, one thing after the other: all connections and streams in the order of time. */
final class Script {
  /** One thing that happens. */
  sealed interface ScriptStep {}

  /** A message, an opening or a closing. */
  record ScriptedMessage(ReplayedConnection conversation, TraceRecord record)
      implements ScriptStep {}

  /** A migration from its first byte to its last. */
  record Migrated(RecordedStream stream) implements ScriptStep {}

  private record Timed(long timeNs, ScriptStep step) {}

  private Script() {}

  static List<ScriptStep> of(List<ReplayedConnection> conversations, List<RecordedStream> streams) {
    List<Timed> steps = new ArrayList<>();
    for (ReplayedConnection conversation : conversations) {
      long last = 0;
      for (TraceRecord record : conversation.records()) {
        // What has no time keeps its place in its connection.
        last = Math.max(last, record.timeNs());
        steps.add(new Timed(last, new ScriptedMessage(conversation, record)));
      }
    }
    for (RecordedStream stream : streams) {
      steps.add(new Timed(time(stream), new Migrated(stream)));
    }
    // The sort is stable: equal times stay in their order.
    steps.sort(Comparator.comparingLong(Timed::timeNs));
    return steps.stream().map(Timed::step).toList();
  }

  /** A migration counts as done when its last descriptor passes. */
  private static long time(RecordedStream stream) {
    int count = stream.entries().size();
    long last = count == 0 ? -1 : stream.entries().get(count - 1).timeNs();
    long time = last < 0 ? stream.timeNs() : last;
    return time < 0 ? Long.MAX_VALUE : time;
  }
}
