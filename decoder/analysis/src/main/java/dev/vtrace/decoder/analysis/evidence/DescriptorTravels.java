// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.evidence;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where descriptors travel in the log of a process, and where its migrations begin. */
public final class DescriptorTravels {
  /** What one log has of a kind: how many come before each, by their positions. */
  private static final class Places {
    final TreeMap<Integer, Integer> before = new TreeMap<>();

    void add(int position) {
      before.put(position, before.size());
    }

    int upTo(int position) {
      Map.Entry<Integer, Integer> last = before.lowerEntry(position);
      return last == null ? 0 : last.getValue() + 1;
    }
  }

  /**
   * What travelled.
   *
   * @param first the event of the first one, null for none
   * @param last the event of the last one, null for none
   */
  public record TravelledDescriptors(
      int count, @Nullable TraceEvent first, @Nullable TraceEvent last) {
    public static final TravelledDescriptors NOTHING = new TravelledDescriptors(0, null, null);
  }

  private final List<TraceEvent> events;
  private final Places begins = new Places();
  private final Map<Event, Places> travels = new HashMap<>();

  public DescriptorTravels(TraceLog log) {
    events = log.events;
    travels.put(Event.DESCRIPTOR_SENT, new Places());
    travels.put(Event.DESCRIPTOR_TAKEN, new Places());
    for (int i = 0; i < events.size(); i++) {
      TraceEvent event = events.get(i);
      Places places = travels.get(event.known());
      if (places != null) {
        places.add(i);
      } else if (begins(event)) {
        begins.add(i);
      }
    }
  }

  /** What travelled before a position in its migration. */
  public TravelledDescriptors before(Event what, int position) {
    Integer begin = begins.before.floorKey(position);
    return between(what, begin == null ? 0 : begin, position);
  }

  /** What travelled from a position on, before the next migration begins. */
  public TravelledDescriptors after(Event what, int position) {
    Integer next = begins.before.higherKey(position);
    return between(what, position, next == null ? events.size() : next);
  }

  /** The same, where a migration that begins at the position itself is the next one. */
  public TravelledDescriptors behind(Event what, int position) {
    return begins.before.containsKey(position)
        ? TravelledDescriptors.NOTHING
        : after(what, position);
  }

  /** Where such descriptors travel from a position on, before the next migration begins. */
  public Iterable<Integer> positions(Event what, int from, int until) {
    Integer next = begins.before.higherKey(from);
    int to = next == null ? until : Math.min(next, until);
    return to <= from ? List.of() : of(what).before.subMap(from, to).keySet();
  }

  private Places of(Event what) {
    return requireNonNull(travels.get(what));
  }

  private TravelledDescriptors between(Event what, int from, int to) {
    Places places = of(what);
    int count = from < to ? places.upTo(to) - places.upTo(from) : 0;
    return count == 0
        ? TravelledDescriptors.NOTHING
        : new TravelledDescriptors(
            count,
            events.get(places.before.ceilingKey(from)),
            events.get(places.before.lowerKey(to)));
  }

  /** Whether a migration begins. */
  public static boolean begins(TraceEvent event) {
    return event.is(Event.MIGRATION_STATE) && event.string("new_state").equals("setup");
  }
}
