// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.runlog;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.StreamMark;
import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.condition.ModelValue;
import dev.vtrace.decoder.run.SectionPlace;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.Timeline;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The sections of a stream. It has no times: they stand where the timeline has them. */
final class SectionEntries implements EntrySource {
  private final String file;
  private final Iterator<SectionPlace> places;
  private final TreeMap<Long, Long> drawn = new TreeMap<>();
  private final FileFacts.Following following;
  private final Deque<LogEntry> ready = new ArrayDeque<>();
  private long lastNs = -1;

  SectionEntries(StreamMark mark, Timeline timeline, FileFacts facts) {
    file = mark.file();
    places = mark.places().iterator();
    following = facts.new Following();
    for (Item item : timeline.items(Item.ItemKind.SECTION)) {
      Evidence place = item.evidence().isEmpty() ? null : item.evidence().get(0);
      if (place != null && place.file().equals(file)) {
        drawn.putIfAbsent(place.offset(), item.begin());
      }
    }
    if (!drawn.isEmpty()) {
      lastNs = drawn.firstEntry().getValue();
    }
  }

  @Override
  public @Nullable LogEntry next() {
    if (ready.isEmpty() && places.hasNext()) {
      section(places.next());
      if (!places.hasNext()) {
        following.rest().forEach(this::add);
      }
    }
    return ready.poll();
  }

  private void section(SectionPlace place) {
    Map.Entry<Long, Long> known = drawn.floorEntry(place.offset());
    lastNs = known == null ? lastNs : Math.max(lastNs, known.getValue());
    SourceSpan span = new SourceSpan(file, place.offset(), place.length(), -1);
    add(
        LogEntry.of(
            EntryKind.SECTION,
            -1,
            "stream",
            place.name(),
            place.name() + "  " + place.length() + " bytes",
            -1,
            span,
            List.of(new EntryValue("length", ModelValue.of(place.length())))));
    SourceSpan last = new SourceSpan(file, place.offset() + Math.max(1, place.length()) - 1, 0, -1);
    following.upTo(last).forEach(this::add);
  }

  private void add(LogEntry entry) {
    ready.add(entry.at(-1, lastNs));
  }
}
