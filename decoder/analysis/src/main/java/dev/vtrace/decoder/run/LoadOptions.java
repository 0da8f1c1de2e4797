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
 */
public record LoadOptions(Predicate<String> events, Predicate<Section> sections) {
  /** What ledger, rules and views need: of a stream the fields of vhost devices. */
  public static final LoadOptions DEFAULT =
      new LoadOptions(
          EventUser.names(EventUser.LEDGER, EventUser.DOWNTIME, EventUser.RULES),
          section -> section.name().contains("vhost"));

  /** More trace events. */
  public LoadOptions alsoEvents(Predicate<String> more) {
    return new LoadOptions(events.or(more), sections);
  }

  /** All sections with their fields, as many as the stream has. */
  public LoadOptions allSections() {
    return new LoadOptions(events, section -> true);
  }
}
