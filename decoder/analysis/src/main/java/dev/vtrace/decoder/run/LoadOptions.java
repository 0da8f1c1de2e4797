// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.trace.event.EventUser;
import java.util.function.Predicate;

/**
 * What is kept of a run beyond what everybody needs.
 *
 * @param events trace events by name; those that ledger and rules read are always kept
 * @param sections those of a stream that are kept with their fields
 * @param monitor opens the files, and is told of their records
 */
public record LoadOptions(
    Predicate<String> events, Predicate<Section> sections, LoadMonitor monitor) {
  /** What ledger, rules and views need: of a stream the fields of vhost devices. */
  public static final LoadOptions DEFAULT =
      new LoadOptions(
          EventUser.names(EventUser.LEDGER, EventUser.DOWNTIME, EventUser.RULES),
          section -> section.name().contains("vhost"),
          LoadMonitor.NONE);

  /** More trace events. */
  public LoadOptions alsoEvents(Predicate<String> more) {
    return new LoadOptions(events.or(more), sections, monitor);
  }

  /** All sections with their fields, as many as the stream has. */
  public LoadOptions allSections() {
    return new LoadOptions(events, section -> true, monitor);
  }

  /** The same, watched. */
  public LoadOptions watchedBy(LoadMonitor other) {
    return new LoadOptions(events, sections, other);
  }
}
