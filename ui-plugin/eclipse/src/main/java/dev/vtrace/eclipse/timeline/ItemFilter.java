// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.timeline;

import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.Timeline;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What people want to see of a timeline: kinds and verdicts that are hidden, and words to look for.
 */
final class ItemFilter {
  /** What can be hidden: kinds of items, and verdicts of operations. */
  static final List<String> WORDS =
      List.of(
          "executed",
          "skipped",
          "failed",
          "violation",
          "unknown",
          "not-due",
          "message",
          "section",
          "ring",
          "downtime");

  private final Set<String> hidden = new HashSet<>(Set.of("not-due"));
  private String search = "";

  boolean shows(String word) {
    return !hidden.contains(word);
  }

  void toggle(String word) {
    if (!hidden.remove(word)) {
      hidden.add(word);
    }
  }

  void search(String words) {
    search = words.strip().toLowerCase(Locale.ROOT);
  }

  /** One that does not change when people change this one. */
  ItemFilter copy() {
    ItemFilter out = new ItemFilter();
    out.hidden.clear();
    out.hidden.addAll(hidden);
    out.search = search;
    return out;
  }

  /** The same timeline with what is to be seen of it. */
  Timeline apply(Timeline all) {
    List<Item> items = new ArrayList<>();
    for (Item item : all.items()) {
      boolean operation = item.kind() == Item.ItemKind.OPERATION;
      String word = operation ? item.state().label() : item.kind().label();
      boolean searched =
          operation
              || item.kind() == Item.ItemKind.MESSAGE
              || item.kind() == Item.ItemKind.SECTION
              || item.kind() == Item.ItemKind.FINDING;
      boolean found = search.isEmpty() || !searched || ItemWords.matches(all, item, search);
      if (!hidden.contains(word) && found) {
        items.add(item);
      }
    }
    return new Timeline(
        all.name(),
        all.timed(),
        all.begin(),
        all.end(),
        all.headline(),
        all.lanes(),
        items,
        all.scale(),
        all.downtimes());
  }
}
