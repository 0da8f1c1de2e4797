// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

import static java.util.Objects.requireNonNull;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Rings in the order of their indexes. Immutable: what one message changes shares most of the list
 * before it, since there is a state after each message.
 */
final class RingList extends AbstractList<Vring> implements RandomAccess {
  static final RingList EMPTY = new RingList(new Vring[0][], 0);

  private static final int CHUNK_BITS = 6;

  /** By the upper bits of their indexes; a chunk without rings is null. */
  private final Vring[][] chunks;

  private final int size;

  private RingList(Vring[][] chunks, int size) {
    this.chunks = chunks;
    this.size = size;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Vring get(int position) {
    int left = position;
    for (Vring[] chunk : chunks) {
      int length = chunk == null ? 0 : chunk.length;
      if (left >= 0 && left < length) {
        return chunk[left];
      }
      left -= length;
    }
    throw new IndexOutOfBoundsException(position);
  }

  /** The ring with this index, or null. */
  @Nullable Vring ring(int index) {
    int at = position(index);
    return at < 0 ? null : chunks[index >> CHUNK_BITS][at];
  }

  /** The list with a ring in it, instead of the one with its index. */
  RingList with(Vring ring) {
    int number = ring.index() >> CHUNK_BITS;
    int at = position(ring.index());
    if (at >= 0 && chunks[number][at].equals(ring)) {
      return this;
    }
    Vring[][] all = Arrays.copyOf(chunks, Math.max(chunks.length, number + 1));
    Vring[] old = all[number] == null ? new Vring[0] : all[number];
    if (at >= 0) {
      all[number] = old.clone();
      all[number][at] = ring;
      return new RingList(all, size);
    }
    int free = -at - 1;
    Vring[] more = Arrays.copyOf(old, old.length + 1);
    System.arraycopy(old, free, more, free + 1, old.length - free);
    more[free] = ring;
    all[number] = more;
    return new RingList(all, size + 1);
  }

  /** The list with all rings changed. */
  RingList all(UnaryOperator<Vring> change) {
    RingList out = this;
    for (Vring ring : this) {
      out = out.with(change.apply(ring));
    }
    return out;
  }

  /** Position in its chunk, or where it would be as {@code -position - 1}. */
  private int position(int index) {
    int number = index >> CHUNK_BITS;
    Vring[] chunk = index < 0 || number >= chunks.length ? null : chunks[number];
    int low = 0;
    int high = chunk == null ? -1 : chunk.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int there = requireNonNull(chunk)[middle].index();
      if (there == index) {
        return middle;
      }
      low = there < index ? middle + 1 : low;
      high = there < index ? high : middle - 1;
    }
    return -low - 1;
  }
}
