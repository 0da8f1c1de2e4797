// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.text;

import dev.vtrace.decoder.trace.TraceEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The landmarks of a log as far as it has been read, and which end belongs to which begin. One
 * thread adds, any number of threads ask.
 */
public final class Landmarks {
  /** An outline with more is of no use, and memory must not grow with the log. */
  static final int MOST = 50_000;

  private static final int LONGEST = 160;

  private final List<Landmark> list = new ArrayList<>();
  private final List<Integer> partners = new ArrayList<>();

  /**
   * For each landmark the last one before it that had begun and not ended; -1 for none. All that
   * are open at a line are found from one to the next, without looking at those that have ended.
   */
  private final List<Integer> parents = new ArrayList<>();

  private final Map<String, Integer> open = new HashMap<>();
  private final TreeSet<Integer> begun = new TreeSet<>();
  private boolean cut;

  synchronized void add(TraceEvent event, long line) {
    if (list.size() >= MOST) {
      cut = true;
      return;
    }
    Landmark mark =
        new Landmark(
            line,
            event.timeNs(),
            event.event(),
            device(event),
            (int) event.number("idx", -1),
            shortened(event.text()));
    int number = list.size();
    int partner = -1;
    // What ends here is still open before it.
    parents.add(begun.isEmpty() ? -1 : begun.last());
    if (mark.begins()) {
      begin(mark, number);
    } else if (mark.ends()) {
      Integer begin = open.remove(key(mark));
      partner = begin == null ? -1 : begin;
      begun.remove(partner);
    }
    list.add(mark);
    partners.add(partner);
    if (partner >= 0) {
      partners.set(partner, number);
    }
  }

  private static String shortened(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }

  private void begin(Landmark mark, int number) {
    Integer never = open.put(key(mark), number);
    begun.add(number);
    // The same has begun again: the one before has no end in this log.
    begun.remove(never == null ? -1 : never);
  }

  private static String key(Landmark mark) {
    return mark.subject() + " " + mark.device() + " " + mark.queue();
  }

  private static String device(TraceEvent event) {
    for (String argument : new String[] {"dev", "vdev"}) {
      OptionalLong pointer = event.pointer(argument);
      if (pointer.isPresent()) {
        String name = event.string("name");
        String device = "0x" + Long.toHexString(pointer.getAsLong());
        return name.isEmpty() ? device : device + ":" + name;
      }
    }
    return "";
  }

  synchronized void removeFrom(long line) {
    while (!list.isEmpty() && list.get(list.size() - 1).line() >= line) {
      int last = list.size() - 1;
      int partner = partners.remove(last);
      list.remove(last);
      parents.remove(last);
      open.values().remove(last);
      begun.remove(last);
      if (partner >= 0) {
        partners.set(partner, -1);
        begin(list.get(partner), partner);
      }
    }
  }

  /** All of them so far, in the order of lines. */
  public synchronized List<Landmark> all() {
    return new ArrayList<>(list);
  }

  /** Whether there are more than are kept. */
  public synchronized boolean cut() {
    return cut;
  }

  /** For each of {@link #all} the position of its other end, -1 for none. */
  public synchronized List<Integer> partners() {
    return new ArrayList<>(partners);
  }

  /** The other end of what begins or ends at a line, or null. */
  public synchronized @Nullable Landmark partner(long line) {
    int number = position(line);
    int partner = number < 0 ? -1 : partners.get(number);
    return partner < 0 ? null : list.get(partner);
  }

  private int position(long line) {
    int number = last(line);
    return number >= 0 && list.get(number).line() == line ? number : -1;
  }

  /** The last landmark that is not after a line; -1 for none. */
  private int last(long line) {
    int low = 0;
    int high = list.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (list.get(middle).line() <= line) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /** What has begun and not ended at a line, outermost first. */
  public synchronized List<Landmark> around(long line) {
    List<Landmark> out = new ArrayList<>();
    for (int i = last(line); i >= 0; i = parents.get(i)) {
      int partner = partners.get(i);
      if (list.get(i).begins() && partner >= 0 && list.get(partner).line() >= line) {
        out.add(list.get(i));
      }
    }
    Collections.reverse(out);
    return out;
  }
}
