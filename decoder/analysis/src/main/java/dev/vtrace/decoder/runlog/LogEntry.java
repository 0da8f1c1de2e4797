// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.runlog;

import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.bytes.SourceSpan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the log of a run. Immutable.
 *
 * @param timeNs nanoseconds since the epoch on the common clock, -1 if not known
 * @param orderNs where it is listed: its time, else that of what it is listed after, or what the
 *     timeline says; in a run without times a number that gives the order; -1 if nothing tells
 * @param participant who did or said it; empty where nothing tells
 * @param name of the event, message, command, section, operation or finding; empty for a line
 * @param text the whole on one line, beginning with the name
 * @param device that it is about; empty where nothing tells
 * @param queue that it is about, -1 for none
 * @param operation what it shows of the ledger, several with commas; empty for none
 * @param verdict of that, where this is the entry that shows it; else null
 * @param why the reason of the verdict; may be empty
 * @param span where it stands
 * @param values what it consists of
 */
public record LogEntry(
    EntryKind kind,
    long timeNs,
    long orderNs,
    String participant,
    String name,
    String text,
    String device,
    int queue,
    String operation,
    @Nullable Verdict verdict,
    String why,
    SourceSpan span,
    List<EntryValue> values) {
  public LogEntry {
    values = List.copyOf(values);
  }

  /** One of which the ledger says nothing. */
  static LogEntry of(
      EntryKind kind,
      long timeNs,
      String participant,
      String name,
      String text,
      int queue,
      SourceSpan span,
      List<EntryValue> values) {
    return new LogEntry(
        kind, timeNs, timeNs, participant, name, text, "", queue, "", null, "", span, values);
  }

  /**
   * The same at another place in time.
   *
   * @param otherNs its time, -1 if not known
   * @param otherOrderNs where it is listed
   */
  LogEntry at(long otherNs, long otherOrderNs) {
    return new LogEntry(
        kind,
        otherNs,
        otherOrderNs,
        participant,
        name,
        text,
        device,
        queue,
        operation,
        verdict,
        why,
        span,
        values);
  }

  /** The same of somebody else. */
  LogEntry by(String other) {
    return new LogEntry(
        kind, timeNs, orderNs, other, name, text, device, queue, operation, verdict, why, span,
        values);
  }

  /** The same with what the model says of it. */
  LogEntry with(EntryFacts.RecordMeaning meaning) {
    return new LogEntry(
        kind,
        timeNs,
        orderNs,
        meaning.participant().isEmpty() ? participant : meaning.participant(),
        name,
        text,
        meaning.device().isEmpty() ? device : meaning.device(),
        meaning.queue() < 0 ? queue : meaning.queue(),
        meaning.operation(),
        meaning.verdict(),
        meaning.why(),
        span,
        values);
  }

  /** {@code src.trace.log:123}, or {@code stream.bin@4096} where there are no lines. */
  public String location() {
    return span.file().isEmpty()
        ? ""
        : span.line() >= 0 ? span.file() + ":" + span.line() : span.file() + "@" + span.offset();
  }
}
