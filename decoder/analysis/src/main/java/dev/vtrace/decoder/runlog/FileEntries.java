// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.runlog;

import dev.vtrace.decoder.trace.TraceRecord;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes the entries of one file of its records: on the common clock, with what the model says of
 * them, and with what belongs between them.
 */
final class FileEntries {
  private final EntryMaker maker;
  private final FileClock clock;
  private final FileFacts facts;
  private final FileFacts.Following following;
  private final Map<String, String> monitors;
  private final Consumer<LogEntry> sink;
  private long lastNs = -1;

  /**
   * @param monitors names of participants by what QMP calls them
   */
  FileEntries(
      EntryMaker maker,
      FileClock clock,
      FileFacts facts,
      Map<String, String> monitors,
      Consumer<LogEntry> sink) {
    this.maker = maker;
    this.clock = clock;
    this.facts = facts;
    this.following = facts.new Following();
    this.monitors = monitors;
    this.sink = sink;
  }

  void add(TraceRecord record) {
    LogEntry entry = maker.of(record);
    long time = clock.time(entry);
    long order = time < 0 && !clock.tells() ? facts.time(entry.span()) : time;
    // A file keeps its order, whatever its clock did.
    lastNs = Math.max(lastNs, order);
    entry = entry.at(time, lastNs);
    EntryFacts.RecordMeaning meaning = facts.meaning(entry.span());
    if (entry.kind() == EntryKind.QMP) {
      entry = entry.by(monitors.getOrDefault(entry.participant(), entry.participant()));
    }
    sink.accept(meaning == null ? entry : entry.with(meaning));
    for (LogEntry after : following.upTo(entry.span())) {
      sink.accept(after.at(-1, lastNs));
    }
  }

  void end() {
    for (LogEntry after : following.rest()) {
      sink.accept(after.at(-1, lastNs));
    }
  }
}
