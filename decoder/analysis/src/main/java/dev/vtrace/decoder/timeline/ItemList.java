// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.timeline;

import dev.vtrace.decoder.analysis.model.Evidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects items, and gives them their final numbers once all are known. */
final class ItemList {
  private final List<Item> items = new ArrayList<>();
  private final List<List<Integer>> links = new ArrayList<>();
  private long begin = Long.MAX_VALUE;
  private long end = Long.MIN_VALUE;

  int add(
      Item.ItemKind kind,
      int lane,
      int to,
      long from,
      long until,
      boolean exact,
      String name,
      ItemState state,
      String why,
      int queue,
      int within,
      List<Evidence> evidence) {
    int id = items.size();
    items.add(
        new Item(
            id, kind, lane, to, from, until, exact, name, state, why, queue, within, evidence,
            List.of()));
    links.add(new ArrayList<>());
    begin = Math.min(begin, from);
    end = Math.max(end, until);
    return id;
  }

  /** All items in the order in which they were added. */
  List<Item> all() {
    return List.copyOf(items);
  }

  /** Tells that an item belongs to another one. */
  void within(int id, int owner) {
    Item item = items.get(id);
    items.set(
        id,
        new Item(
            id,
            item.kind(),
            item.lane(),
            item.to(),
            item.begin(),
            item.end(),
            item.exact(),
            item.name(),
            item.state(),
            item.why(),
            item.queue(),
            owner,
            item.evidence(),
            List.of()));
  }

  void link(int one, int other) {
    links.get(one).add(other);
    links.get(other).add(one);
  }

  long begin() {
    return items.isEmpty() ? 0 : begin;
  }

  long end() {
    return items.isEmpty() ? 0 : end;
  }

  /** All items in the order of time; what lasts longer comes first, as it is drawn below. */
  List<Item> sorted() {
    List<Item> order = new ArrayList<>(items);
    order.sort(
        Comparator.comparingLong(Item::begin)
            .thenComparing(Item::kind)
            .thenComparing(Item::end, Comparator.reverseOrder())
            .thenComparing(Item::id));
    int[] number = new int[order.size()];
    for (int i = 0; i < number.length; i++) {
      number[order.get(i).id()] = i;
    }
    List<Item> out = new ArrayList<>();
    for (Item item : order) {
      List<Integer> to = new ArrayList<>();
      for (int link : links.get(item.id())) {
        to.add(number[link]);
      }
      int within = item.within() < 0 ? -1 : number[item.within()];
      out.add(
          new Item(
              out.size(),
              item.kind(),
              item.lane(),
              item.to(),
              item.begin(),
              item.end(),
              item.exact(),
              item.name(),
              item.state(),
              item.why(),
              item.queue(),
              within,
              item.evidence(),
              List.copyOf(to)));
    }
    return out;
  }
}
