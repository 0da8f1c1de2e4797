// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.StreamVisitor;
import dev.vtrace.decoder.trace.event.EventUser;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What is kept of a run beyond what everybody needs.
 *
 * @param events trace events by name; those that ledger and rules read are always kept
 * @param sections those of a stream that are kept with their fields
 * @param monitor opens the files, and is notified of their records
 * @param kept how much is kept in memory
 * @param streams who else is notified of what is in a stream while it is read, by the stream's name
 */
public record LoadOptions(
    Predicate<String> events,
    Predicate<Section> sections,
    LoadMonitor monitor,
    KeptBound kept,
    Function<String, StreamVisitor> streams) {
  private static final StreamVisitor NOBODY = new StreamVisitor() {};

  /** Nobody else is notified of a stream. */
  public LoadOptions(
      Predicate<String> events, Predicate<Section> sections, LoadMonitor monitor, KeptBound kept) {
    this(events, sections, monitor, kept, stream -> NOBODY);
  }

  /** What ledger, rules and views need: of a stream the fields of vhost devices. */
  public static final LoadOptions DEFAULT =
      new LoadOptions(
          EventUser.names(EventUser.LEDGER, EventUser.DOWNTIME, EventUser.RULES),
          section -> section.name().contains("vhost"),
          LoadMonitor.NONE,
          KeptBound.USUAL);

  /** More trace events. */
  public LoadOptions alsoEvents(Predicate<String> more) {
    return new LoadOptions(events.or(more), sections, monitor, kept, streams);
  }

  /** All sections with their fields, as many as the stream has. */
  public LoadOptions allSections() {
    return new LoadOptions(events, section -> true, monitor, kept, streams);
  }

  /** The same, watched. */
  public LoadOptions watchedBy(LoadMonitor other) {
    return new LoadOptions(events, sections, other, kept, streams);
  }

  /** The same, with more or less of it in memory. */
  public LoadOptions keeping(KeptBound other) {
    return new LoadOptions(events, sections, monitor, other, streams);
  }

  /** The same, with somebody else reported each stream while it is read. */
  public LoadOptions tellingStreams(Function<String, StreamVisitor> others) {
    return new LoadOptions(events, sections, monitor, kept, others);
  }
}
