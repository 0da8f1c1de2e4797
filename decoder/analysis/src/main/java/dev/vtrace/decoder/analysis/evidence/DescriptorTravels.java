// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.evidence;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where descriptors travel in the log of a process, with whose state, and where its migrations
 * begin. One that the channel refuses does not travel, nor one that does not exist or that a
 * destination does not find.
 */
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

  /** Places of one event. */
  private static final class Travels {
    /** Those that travelled, and those that did not. */
    final Places all = new Places();

    final Places refused = new Places();
    final TreeSet<Integer> tried = new TreeSet<>();

    /** Those that travelled, by the section that they belong to, as far as the log tells. */
    final Map<String, Places> bySection = new HashMap<>();
  }

  /**
   * What travelled.
   *
   * @param count how many
   * @param refused how many that exist did not, since the channel took none
   * @param first the event of the first one, null for none
   * @param last the event of the last one, null for none
   */
  public record TravelledDescriptors(
      int count, int refused, @Nullable TraceEvent first, @Nullable TraceEvent last) {
    public static final TravelledDescriptors NOTHING = new TravelledDescriptors(0, 0, null, null);
  }

  private final List<TraceEvent> events;
  private final Places begins = new Places();
  private final Map<Event, Travels> travels = new HashMap<>();

  /** Names of sections whose saving or loading the log shows. */
  private final Set<String> sections = new HashSet<>();

  /** The section that is being saved or loaded, and what travelled while none was known. */
  private String open = "";

  private final List<Integer> waiting = new ArrayList<>();

  public DescriptorTravels(TraceLog log) {
    events = log.events;
    travels.put(Event.DESCRIPTOR_SENT, new Travels());
    travels.put(Event.DESCRIPTOR_TAKEN, new Travels());
    for (int i = 0; i < events.size(); i++) {
      TraceEvent event = events.get(i);
      Travels of = travels.get(event.known());
      if (of != null) {
        add(of, event, i);
      } else if (begins(event)) {
        begins.add(i);
        open = "";
        waiting.clear();
      } else {
        section(event);
      }
    }
  }

  private void add(Travels of, TraceEvent event, int position) {
    of.tried.add(position);
    boolean sent = event.is(Event.DESCRIPTOR_SENT);
    boolean exists = event.number("fd", -1) >= 0;
    if (sent && exists && event.number("ret", 0) < 0) {
      of.refused.add(position);
    } else if (exists && event.number("ret", 0) >= 0) {
      of.all.add(position);
      if (open.isEmpty()) {
        waiting.add(position);
      } else {
        of.bySection.computeIfAbsent(open, name -> new Places()).add(position);
      }
    }
  }

  /** Sections are named before their state, or where only the downtime is traced after it. */
  private void section(TraceEvent event) {
    if (event.known() == null) {
      return;
    }
    switch (event.known()) {
      case SECTION_START -> open(event.string("id"));
      case STATE_LOAD -> open(event.string("idstr"));
      case SECTION_END, SECTION_SKIP, SECTION_LOAD, SECTION_LOAD_OTHER -> open = "";
      case DOWNTIME_SAVE, DOWNTIME_LOAD -> {
        String name = event.string("idstr");
        for (int position : waiting) {
          of(requireNonNull(events.get(position).known()))
              .bySection
              .computeIfAbsent(name, key -> new Places())
              .add(position);
        }
        open(name);
        open = "";
      }
      default -> {}
    }
  }

  private void open(String name) {
    open = name;
    sections.add(name);
    waiting.clear();
  }

  /**
   * What of a device travelled before a position in its migration; of all devices where the log
   * does not tell whose they are.
   */
  public TravelledDescriptors before(Event what, String device, int position) {
    Integer begin = begins.before.floorKey(position);
    return between(what, device, begin == null ? 0 : begin, position);
  }

  /** The same from a position on, before the next migration begins. */
  public TravelledDescriptors after(Event what, String device, int position) {
    Integer next = begins.before.higherKey(position);
    return between(what, device, position, next == null ? events.size() : next);
  }

  /** The same, where a migration that begins at the position itself is the next one. */
  public TravelledDescriptors afterEnd(Event what, String device, int position) {
    return begins.before.containsKey(position)
        ? TravelledDescriptors.NOTHING
        : after(what, device, position);
  }

  /**
   * Where such descriptors travel or are refused from a position on, before the next migration
   * begins.
   */
  public Iterable<Integer> positions(Event what, int from, int until) {
    Integer next = begins.before.higherKey(from);
    int to = next == null ? until : Math.min(next, until);
    return to <= from ? List.of() : of(what).tried.subSet(from, to);
  }

  private Travels of(Event what) {
    return requireNonNull(travels.get(what));
  }

  private TravelledDescriptors between(Event what, String device, int from, int to) {
    Travels of = of(what);
    Places own = of.bySection.get(device);
    boolean known = own != null || sections.contains(device);
    Places places = own != null ? own : known ? new Places() : of.all;
    int count = from < to ? places.upTo(to) - places.upTo(from) : 0;
    int refused = from < to ? of.refused.upTo(to) - of.refused.upTo(from) : 0;
    if (count == 0 && refused == 0) {
      return TravelledDescriptors.NOTHING;
    }
    Places shown = count > 0 ? places : of.refused;
    return new TravelledDescriptors(
        count,
        refused,
        events.get(shown.before.ceilingKey(from)),
        events.get(shown.before.lowerKey(to)));
  }

  /** Whether a migration begins. */
  public static boolean begins(TraceEvent event) {
    return event.is(Event.MIGRATION_STATE) && event.string("new_state").equals("setup");
  }
}
