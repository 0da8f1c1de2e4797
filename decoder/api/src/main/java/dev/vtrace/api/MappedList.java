// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Function;

/**
 * A list whose elements are made when they are asked for: there may be millions of them, of which
 * few are looked at.
 */
final class MappedList<A, B> extends AbstractList<B> implements RandomAccess {
  private final List<A> from;
  private final Function<A, B> mapping;

  /**
   * @param from a list that nobody changes
   */
  MappedList(List<A> from, Function<A, B> mapping) {
    this.from = from;
    this.mapping = mapping;
  }

  @Override
  public B get(int index) {
    return mapping.apply(from.get(index));
  }

  @Override
  public int size() {
    return from.size();
  }
}
