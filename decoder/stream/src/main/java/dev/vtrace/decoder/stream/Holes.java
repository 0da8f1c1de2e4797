// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.bytes.StreamHole;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The holes of a stream, in order. What lies in one was decoded from zeros that nobody sent, so it
 * is taken back: such fields have no value, and their bytes are unreachable.
 */
final class Holes {
  private final List<StreamHole> holes = new ArrayList<>();

  /** Holes that overlap are joined. */
  Holes(List<StreamHole> told) {
    List<StreamHole> sorted = new ArrayList<>(told);
    if (sorted.size() > 1) {
      sorted.sort(Comparator.comparingLong(StreamHole::offset));
    }
    for (StreamHole hole : sorted) {
      StreamHole last = holes.isEmpty() ? null : holes.get(holes.size() - 1);
      if (last != null && hole.offset() < last.end()) {
        long end = Math.max(last.end(), hole.end());
        hole = new StreamHole(last.offset(), end - last.offset(), last.why());
        holes.remove(holes.size() - 1);
      }
      holes.add(hole);
    }
  }

  boolean isEmpty() {
    return holes.isEmpty();
  }

  List<StreamHole> list() {
    return holes;
  }

  /** The place of the first hole that ends after an offset. */
  private int first(long offset) {
    int low = 0;
    int high = holes.size();
    while (low < high) {
      int middle = low + high >>> 1;
      if (holes.get(middle).end() > offset) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** The first hole that has bytes of a range, or null. */
  @Nullable StreamHole in(long from, long to) {
    int at = first(from);
    return at < holes.size() && holes.get(at).offset() < to ? holes.get(at) : null;
  }

  boolean touches(long from, long to) {
    return in(from, to) != null;
  }

  /** How many bytes of a range are missing. */
  long missing(long from, long to) {
    long sum = 0;
    for (int at = first(from); at < holes.size() && holes.get(at).offset() < to; at++) {
      sum += Math.min(to, holes.get(at).end()) - Math.max(from, holes.get(at).offset());
    }
    return sum;
  }

  /** Takes back what was decoded of a record from bytes that are missing. */
  void takeBack(SectionBuilder record, long end) {
    long missing = missing(record.offset, end);
    for (Section section : record.sections) {
      missing -= missing(section.offset(), section.offset() + section.length());
    }
    if (missing <= 0) {
      return;
    }
    StreamHole hole = requireNonNull(in(record.offset, end));
    record.report(
        Code.STREAM_HOLE,
        Math.max(record.offset, hole.offset()),
        missing,
        "",
        missing + " bytes of it are not in the recording (" + hole.why() + ")");
    long[] lost = {0, 0};
    List<Field> kept = without(record.fields, lost);
    record.fields.clear();
    record.fields.addAll(kept);
    // Where sync was lost in a hole, its bytes are counted already.
    long elsewhere = Math.max(0, missing - lost[1] - record.unreachable);
    record.unreachable += lost[0] + elsewhere;
  }

  /** The fields without values that were not sent; adds lengths and missing bytes of those. */
  private List<Field> without(List<Field> fields, long[] lost) {
    List<Field> out = new ArrayList<>(fields.size());
    for (Field field : fields) {
      out.add(touches(field.offset(), field.end()) ? without(field, lost) : field);
    }
    return out;
  }

  private Field without(Field field, long[] lost) {
    boolean leaf = field.children().isEmpty();
    if (leaf) {
      lost[0] += field.length();
      lost[1] += missing(field.offset(), field.end());
    }
    return new Field(
        field.name(),
        field.index(),
        field.type(),
        field.offset(),
        field.length(),
        leaf ? Value.BYTES : Value.NONE,
        leaf ? List.of() : without(field.children(), lost),
        leaf ? Field.Status.TRUNCATED : field.status());
  }
}
