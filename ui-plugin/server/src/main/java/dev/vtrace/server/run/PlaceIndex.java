// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.run;

import dev.vtrace.decoder.analysis.model.Evidence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What each place in the evidence is about: the reverse of {@link Evidence}. */
public final class PlaceIndex {
  private static final int FEW = 16;

  private final Map<String, NavigableMap<Long, List<Ref>>> lines = new HashMap<>();
  private final Map<String, NavigableMap<Long, List<Ref>>> offsets = new HashMap<>();

  /** The same for places with much to report, for quick lookup. */
  private final Map<List<Ref>, Set<Ref>> known = new IdentityHashMap<>();

  PlaceIndex() {}

  /** Messages around a silence are not of what was left out there: their lines do not report it. */
  void add(Evidence evidence, Ref ref) {
    if (evidence.neighbour() != null) {
      return;
    }
    boolean line = evidence.line() >= 0;
    List<Ref> refs =
        (line ? lines : offsets)
            .computeIfAbsent(evidence.file(), f -> new TreeMap<>())
            .computeIfAbsent(line ? evidence.line() : evidence.offset(), at -> new ArrayList<>(2));
    if (refs.size() < FEW ? !refs.contains(ref) : known(refs).add(ref)) {
      refs.add(ref);
    }
  }

  private Set<Ref> known(List<Ref> refs) {
    return known.computeIfAbsent(refs, HashSet::new);
  }

  /** What a line of a file is about; first line 1. */
  public List<Ref> atLine(String file, long line) {
    NavigableMap<Long, List<Ref>> all = lines.get(file);
    return all == null ? List.of() : all.getOrDefault(line, List.of());
  }

  /** What the place at an offset, or the last one before it, is about. */
  public List<Ref> atOffset(String file, long offset) {
    NavigableMap<Long, List<Ref>> all = offsets.get(file);
    Map.Entry<Long, List<Ref>> entry = all == null ? null : all.floorEntry(offset);
    return entry == null ? List.of() : entry.getValue();
  }

  /** All lines of a file that report something, from one to before another. */
  public NavigableMap<Long, List<Ref>> lines(String file, long from, long to) {
    return part(lines.get(file), from, to);
  }

  /** The same by offsets. */
  public NavigableMap<Long, List<Ref>> offsets(String file, long from, long to) {
    return part(offsets.get(file), from, to);
  }

  private static NavigableMap<Long, List<Ref>> part(
      @Nullable NavigableMap<Long, List<Ref>> all, long from, long to) {
    return all == null || from >= to ? new TreeMap<>() : all.subMap(from, true, to, false);
  }
}
