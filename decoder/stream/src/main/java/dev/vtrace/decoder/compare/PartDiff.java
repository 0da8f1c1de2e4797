// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.compare;

import dev.vtrace.decoder.compare.DescribedLayout.DescribedState;
import dev.vtrace.decoder.compare.DescribedLayout.LayoutPart;
import dev.vtrace.decoder.diagnostics.Code;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares the fields of two versions of a state or structure. */
final class PartDiff {
  /** Deeper than any state; keeps a hostile description from exhausting the stack. */
  private static final int MAX_DEPTH = 64;

  private final Changes changes;
  private final Subsections subsections;
  private final boolean mixed;
  private final boolean lengthsBefore;
  private final boolean lengthsAfter;
  private int depth;

  /** Compares the subsections of two versions of an inner structure. */
  interface Subsections {
    void compare(String path, DescribedState before, DescribedState after);
  }

  /** A comparison of what two layouts have. */
  PartDiff(
      Changes changes, Subsections subsections, DescribedLayout before, DescribedLayout after) {
    this.changes = changes;
    this.subsections = subsections;
    this.mixed = before.possible() != after.possible();
    // What a stream has of an array, a program tells as one field.
    this.lengthsBefore = before.lengths() && !(mixed && before.possible());
    this.lengthsAfter = after.lengths() && !(mixed && after.possible());
  }

  /**
   * Compares the fields.
   *
   * @param versioned whether the stream tells the version of the state, as that of a section
   */
  void compare(String path, DescribedState before, DescribedState after, boolean versioned) {
    Versions versions = new Versions(before, after, versioned);
    List<LayoutPart> removed = new ArrayList<>();
    List<LayoutPart> added = new ArrayList<>();
    List<Alignment.AlignedFields> runs = Alignment.of(before.parts(), after.parts()).runs();
    for (int i = 0; i < runs.size(); i++) {
      Alignment.AlignedFields run = runs.get(i);
      Alignment.AlignedFields next = i + 1 < runs.size() ? runs.get(i + 1) : null;
      if (!run.paired()) {
        gap(path, run.before(), run.after(), removed, added);
      } else if (next != null && !next.paired() && divided(path, run, next)) {
        i++;
      } else {
        LayoutPart length = lengthBefore(runs, i);
        pair(path, run.before().get(0), run.after().get(0), versions, length);
      }
    }
    Map<String, LayoutPart> others = byName(added);
    Set<LayoutPart> moves = Collections.newSetFromMap(new IdentityHashMap<>());
    for (LayoutPart part : removed) {
      LayoutPart moved = part.isPadding() ? null : others.remove(part.name());
      if (moved != null) {
        moves.add(moved);
        changes.add(
            Code.LAYOUT_FIELD_MOVED,
            LayoutChange.Breaks.BOTH,
            child(path, part),
            "the field has another position among the fields");
      } else {
        alone(path, part, "removed", versions.removed(part));
      }
    }
    for (LayoutPart part : added) {
      if (!moves.contains(part)) {
        alone(path, part, "added", versions.added(part));
      }
    }
  }

  /** A field in front of another that may tell how long that one is, or null. */
  private static @Nullable LayoutPart lengthBefore(List<Alignment.AlignedFields> runs, int index) {
    for (int i = index - 1; i >= 0; i--) {
      if (runs.get(i).paired() && runs.get(i).before().get(0).isLength()) {
        return runs.get(i).before().get(0);
      }
    }
    return null;
  }

  /** Whether a field of another size and the fields after it have as many bytes as before. */
  private boolean divided(String path, Alignment.AlignedFields run, Alignment.AlignedFields next) {
    LayoutPart old = run.before().get(0);
    LayoutPart now = run.after().get(0);
    long rest = size(next.before());
    long restNow = size(next.after());
    boolean same = rest >= 0 && restNow >= 0 && old.size() + rest == now.size() + restNow;
    if (old.size() <= 0 || now.size() <= 0 || old.size() == now.size() || !same) {
      return false;
    }
    String parts = next.before().isEmpty() ? "" : ", " + names(next.before());
    String partsNow = next.after().isEmpty() ? "" : ", " + names(next.after());
    changes.add(
        Code.LAYOUT_MEANING,
        LayoutChange.Breaks.BOTH,
        child(path, old),
        "the "
            + bytes(old.size() + rest)
            + " of "
            + old.name()
            + parts
            + " are divided into "
            + now.name()
            + partsNow
            + " now");
    return true;
  }

  /** Which versions of a state are sent and which fields they have. */
  private record Versions(DescribedState before, DescribedState after, boolean versioned) {
    /** The old side sends the field, or expects it of the new side. */
    LayoutChange.Breaks removed(LayoutPart part) {
      boolean expected = !versioned || part.version() <= after.version();
      return LayoutChange.Breaks.of(true, expected || after.version() > before.version());
    }

    LayoutChange.Breaks added(LayoutPart part) {
      boolean guarded = versioned && after.version() > before.version();
      boolean expected = !versioned || part.version() <= before.version();
      // A description of a stream tells no versions of fields; a risen one is there for a reason.
      boolean known = after.minimumVersion() >= 0;
      return LayoutChange.Breaks.of(expected && (known || !guarded), true);
    }
  }

  private static Map<String, LayoutPart> byName(List<LayoutPart> parts) {
    Map<String, LayoutPart> map = new HashMap<>();
    for (LayoutPart part : parts) {
      map.putIfAbsent(part.name(), part);
    }
    return map;
  }

  private static String child(String path, LayoutPart part) {
    return path + "/" + part.name();
  }

  private void alone(String path, LayoutPart part, String what, LayoutChange.Breaks breaks) {
    if (mixed && (part.conditional() || part.version() > 0)) {
      return;
    }
    if (part.isCheck()) {
      boolean removed = what.equals("removed");
      changes.add(
          Code.LAYOUT_CONDITION,
          removed ? LayoutChange.Breaks.NEW_TO_OLD : LayoutChange.Breaks.OLD_TO_NEW,
          child(path, part),
          "only the " + (removed ? "old" : "new") + " side refuses states that fail this check");
      return;
    }
    String size = part.size() < 0 ? "" : " of " + bytes(part.size());
    if (mixed && part.type().isEmpty()) {
      changes.add(
          Code.LAYOUT_CONDITION,
          breaks,
          child(path, part),
          "the stream does not have this field, which is correct only for an array without"
              + " elements");
    } else if (part.conditional()) {
      changes.add(
          Code.LAYOUT_CONDITION,
          breaks,
          child(path, part),
          "a field" + size + " was " + what + " that is only there under a condition");
    } else {
      boolean removed = what.equals("removed");
      changes.add(
          removed ? Code.LAYOUT_FIELD_REMOVED : Code.LAYOUT_FIELD_ADDED,
          breaks,
          child(path, part),
          "a field" + size + " was " + what);
    }
  }

  private static String bytes(long size) {
    return size == 0 ? "a size not told" : size + (size == 1 ? " byte" : " bytes");
  }

  /** Fields between two that both versions have. */
  private void gap(
      String path,
      List<LayoutPart> before,
      List<LayoutPart> after,
      List<LayoutPart> removed,
      List<LayoutPart> added) {
    if (before.size() == after.size() && equalSizes(before, after)) {
      for (int i = 0; i < before.size(); i++) {
        renamed(path, before.get(i), after.get(i));
      }
    } else if (size(before) > 0
        && size(before) == size(after)
        && (allPadding(before) || allPadding(after))) {
      padded(path, before, after);
    } else if (replaced(path, before, after)) {
      return;
    } else {
      removed.addAll(before);
      added.addAll(after);
    }
  }

  /** Whether fields of one version may be as long as the other fields that the other one has. */
  private boolean replaced(String path, List<LayoutPart> before, List<LayoutPart> after) {
    boolean some = !before.isEmpty() && !after.isEmpty();
    if (!some || shared(before, after)) {
      return false;
    }
    WireSize size = wire(before, lengthsBefore);
    WireSize now = wire(after, lengthsAfter);
    boolean known = size.isExact() && now.isExact();
    if (!size.mayEqual(now) || known && size.base() == 0) {
      return false;
    }
    String what = names(after) + " took the place of " + names(before);
    changes.add(
        known ? Code.LAYOUT_MEANING : Code.LAYOUT_CONDITION,
        LayoutChange.Breaks.BOTH,
        child(path, before.get(0)),
        known
            ? what + ", as many bytes"
            : what + "; it is not told whether they have as many bytes");
    return true;
  }

  private static boolean shared(List<LayoutPart> before, List<LayoutPart> after) {
    Map<String, LayoutPart> others = byName(after);
    for (LayoutPart part : before) {
      if (!part.isPadding() && others.containsKey(part.name())) {
        return true;
      }
    }
    return false;
  }

  private static WireSize wire(List<LayoutPart> parts, boolean lengths) {
    WireSize sum = WireSize.ZERO;
    for (LayoutPart part : parts) {
      sum = sum.plus(part.wire(lengths));
    }
    return sum;
  }

  private static boolean equalSizes(List<LayoutPart> before, List<LayoutPart> after) {
    Map<String, LayoutPart> others = byName(after);
    for (int i = 0; i < before.size(); i++) {
      LayoutPart old = before.get(i);
      LayoutPart now = after.get(i);
      boolean known = old.size() > 0 && old.size() == now.size() && sameCount(old, now);
      if (!known || old.conditional() != now.conditional() || others.containsKey(old.name())) {
        return false;
      }
    }
    return true;
  }

  /** Bytes of all fields, or -1. */
  private static long size(List<LayoutPart> parts) {
    long sum = 0;
    for (LayoutPart part : parts) {
      if (part.size() < 0 || part.conditional()) {
        return -1;
      }
      sum += part.size();
    }
    return sum;
  }

  private static boolean allPadding(List<LayoutPart> parts) {
    for (LayoutPart part : parts) {
      if (!part.isPadding()) {
        return false;
      }
    }
    return true;
  }

  private static String names(List<LayoutPart> parts) {
    StringBuilder out = new StringBuilder();
    for (LayoutPart part : parts) {
      out.append(out.length() == 0 ? "" : ", ").append(part.name());
    }
    return out.toString();
  }

  private void padded(String path, List<LayoutPart> before, List<LayoutPart> after) {
    boolean wasPadding = allPadding(before);
    changes.add(
        Code.LAYOUT_PADDING,
        LayoutChange.Breaks.NONE,
        child(path, wasPadding ? after.get(0) : before.get(0)),
        wasPadding
            ? names(after) + " took the place of " + bytes(size(before)) + " of padding"
            : names(before) + " became " + bytes(size(after)) + " of padding");
  }

  private void renamed(String path, LayoutPart old, LayoutPart now) {
    if (old.isPadding() || now.isPadding()) {
      padded(path, List.of(old), List.of(now));
      return;
    }
    changes.add(
        Code.LAYOUT_RENAMED,
        LayoutChange.Breaks.NONE,
        child(path, old),
        "the field is called " + now.name() + " now");
    if (old.structs().isEmpty() != now.structs().isEmpty() || family(old) != family(now)) {
      meaning(child(path, old), old, now);
    }
  }

  private void pair(
      String path, LayoutPart old, LayoutPart now, Versions versions, @Nullable LayoutPart length) {
    String inner = child(path, old);
    if (old.conditional() != now.conditional() && !mixed) {
      changes.add(
          Code.LAYOUT_CONDITION,
          LayoutChange.Breaks.BOTH,
          inner,
          now.conditional()
              ? "the field is now there under a condition, before it was always there"
              : "the field is now always there, before it was there under a condition");
    }
    if (!mixed && versions.versioned && now.version() > Math.max(0, versions.before.version())) {
      changes.add(
          Code.LAYOUT_VERSION,
          LayoutChange.Breaks.OLD_TO_NEW,
          inner,
          "the new side expects the field from version "
              + now.version()
              + " on, the old side sends it with version "
              + versions.before.version());
    }
    if (old.isCheck() || now.isCheck()) {
      return;
    }
    if (!old.structs().isEmpty() && !now.structs().isEmpty()) {
      elements(inner, old, now);
      structs(inner, old.structs(), now.structs());
    } else if (!sameSize(old, now)) {
      resized(inner, old, now, length);
    } else if (family(old) != family(now)) {
      meaning(inner, old, now);
    }
  }

  /** Whether two fields have as many bytes, as far as both sides tell. */
  private boolean sameSize(LayoutPart old, LayoutPart now) {
    if (old.size() == now.size()) {
      return true;
    }
    if (lengthsBefore && lengthsAfter || old.count() < 0 && now.count() < 0 && !mixed) {
      return false;
    }
    return size(old, lengthsBefore).mayEqual(size(now, lengthsAfter));
  }

  /** Bytes of a field that is there. */
  private static WireSize size(LayoutPart part, boolean lengths) {
    boolean known = lengths || part.count() >= 0 || part.isPadding();
    if (part.size() <= 0 && part.type().isEmpty()) {
      return WireSize.UNKNOWN;
    }
    WireSize size = WireSize.exactly(part.size());
    return known ? size : size.repeated();
  }

  /** Compares how many inner structures there are. */
  private void elements(String path, LayoutPart old, LayoutPart now) {
    if (mixed || old.count() == now.count() || !lengthsBefore || !lengthsAfter) {
      return;
    }
    boolean known = old.count() >= 0 && now.count() >= 0;
    changes.add(
        known ? Code.LAYOUT_FIELD_RESIZED : Code.LAYOUT_CONDITION,
        LayoutChange.Breaks.BOTH,
        path,
        known
            ? "the array has " + now.count() + " elements, it had " + old.count()
            : "only one side always has the same number of elements");
  }

  private static boolean sameCount(LayoutPart old, LayoutPart now) {
    return old.count() < 0 || now.count() < 0 || old.count() == now.count();
  }

  private void resized(String path, LayoutPart old, LayoutPart now, @Nullable LayoutPart length) {
    String message = "the field has " + bytes(now.size()) + ", it had " + bytes(old.size());
    boolean program = old.type().isEmpty() && now.type().isEmpty();
    boolean varies = program && (old.count() < 0) != (now.count() < 0);
    if (varies && size(old, old.count() >= 0).mayEqual(size(now, now.count() >= 0))) {
      changes.add(
          Code.LAYOUT_CONDITION,
          LayoutChange.Breaks.BOTH,
          path,
          message + "; another field may tell how long it is");
      return;
    }
    if (old.endsItself() && now.endsItself()) {
      changes.add(
          Code.LAYOUT_CONDITION,
          LayoutChange.Breaks.BOTH,
          path,
          message + "; its data decides how many");
    } else if (length != null && old.structs().isEmpty() && now.structs().isEmpty()) {
      changes.add(
          Code.LAYOUT_CONDITION,
          LayoutChange.Breaks.BOTH,
          path,
          message + "; " + length.name() + " may decide how many");
    } else {
      changes.add(Code.LAYOUT_FIELD_RESIZED, LayoutChange.Breaks.BOTH, path, message);
    }
  }

  private void meaning(String path, LayoutPart old, LayoutPart now) {
    if (old.type().isEmpty() != now.type().isEmpty()) {
      return;
    }
    changes.add(
        Code.LAYOUT_MEANING,
        LayoutChange.Breaks.BOTH,
        path,
        "the same bytes are " + kind(now) + " now, they were " + kind(old));
  }

  private static String kind(LayoutPart part) {
    if (part.type().isEmpty()) {
      return part.structs().isEmpty() ? "a field" : "a structure";
    }
    return "of type " + part.type();
  }

  /**
   * Types that read the same bytes in the same way have the same family; 0 where it is not told.
   */
  private static int family(LayoutPart part) {
    String type = part.type();
    if (type.isEmpty()) {
      return 0;
    }
    boolean integer =
        type.startsWith("int")
            || type.startsWith("uint")
            || type.equals("bool")
            || type.equals("timer");
    return integer ? 1 : type.hashCode() | 2;
  }

  private void structs(String path, List<DescribedState> old, List<DescribedState> now) {
    if (depth >= MAX_DEPTH) {
      return;
    }
    depth++;
    int most = Math.min(old.size(), now.size());
    int known = changes.size();
    // Elements of an array change alike: the first one that did stands for all.
    for (int i = 0; i < most && changes.size() == known; i++) {
      struct(most == 1 ? path : path + "[" + i + "]", old.get(i), now.get(i));
    }
    depth--;
  }

  private void struct(String path, DescribedState old, DescribedState now) {
    compare(path, old, now, false);
    if (old.version() != now.version() && !mixed) {
      changes.add(
          Code.LAYOUT_VERSION_INSIDE,
          LayoutChange.Breaks.NONE,
          path,
          "the version of the structure is " + now.version() + ", it was " + old.version());
    }
    subsections.compare(path, old, now);
  }
}
