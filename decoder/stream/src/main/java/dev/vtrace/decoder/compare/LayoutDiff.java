// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.compare;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.compare.DescribedLayout.DescribedState;
import dev.vtrace.decoder.diagnostics.Code;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares what describes device states in an old and in a new QEMU, and judges each change by
 * whether it breaks migration. What QEMU does when it loads a state (its docs/devel/migration):
 *
 * <ul>
 *   <li>a section is refused if no such device is there, if its version is newer than that of the
 *       device, or older than the oldest that the device can load;
 *   <li>a field has neither name nor length on the wire; it is read if the section's version has it
 *       and if its condition holds;
 *   <li>a subsection has a name; one that the device does not know is refused, one that is absent
 *       is not missed;
 *   <li>an inner structure is read as the receiver's own version of it.
 * </ul>
 */
public final class LayoutDiff {
  private final DescribedLayout before;
  private final DescribedLayout after;
  private final Changes changes = new Changes();
  private final PartDiff parts;

  private LayoutDiff(DescribedLayout before, DescribedLayout after) {
    this.before = before;
    this.after = after;
    parts = new PartDiff(changes, this::subsections, before, after);
  }

  /** The changes from an old to a new layout, in the order of the old one. */
  public static List<LayoutChange> compare(DescribedLayout before, DescribedLayout after) {
    LayoutDiff diff = new LayoutDiff(before, after);
    if (before.possible() == after.possible()) {
      diff.alike();
    } else {
      diff.mixed();
    }
    return diff.changes.list();
  }

  private void alike() {
    Map<String, List<String>> others = unmatched();
    Set<String> renamed = new HashSet<>();
    for (Map.Entry<String, DescribedState> entry : before.states().entrySet()) {
      String name = entry.getKey();
      DescribedState old = entry.getValue();
      DescribedState now = after.states().get(name);
      List<String> same = now == null ? others.get(old.name()) : null;
      if (now != null) {
        section(name, old, now);
      } else if (same != null && !same.isEmpty()) {
        String other = same.remove(0);
        renamed.add(other);
        changes.add(
            Code.LAYOUT_RENAMED,
            LayoutChange.Breaks.NONE,
            name,
            "the device type is called " + other + " now");
        state(name, old, requireNonNull(after.states().get(other)));
      } else {
        alone(name, LayoutChange.Breaks.OLD_TO_NEW, "the new");
      }
    }
    for (String name : after.states().keySet()) {
      if (!before.states().containsKey(name) && !renamed.contains(name)) {
        alone(name, LayoutChange.Breaks.NEW_TO_OLD, "the old");
      }
    }
  }

  /**
   * Device types that only the new program has, by the name of their state, which is that of the
   * section: a device type that the old program calls otherwise may be among them.
   */
  private Map<String, List<String>> unmatched() {
    Map<String, List<String>> names = new HashMap<>();
    if (after.possible()) {
      for (Map.Entry<String, DescribedState> entry : after.states().entrySet()) {
        if (!before.states().containsKey(entry.getKey())) {
          names
              .computeIfAbsent(entry.getValue().name(), name -> new ArrayList<>())
              .add(entry.getKey());
        }
      }
    }
    return names;
  }

  private void section(String path, DescribedState old, DescribedState now) {
    if (before.possible() && old.isEmpty() != now.isEmpty()) {
      changes.add(
          old.isEmpty() ? Code.LAYOUT_FIELD_ADDED : Code.LAYOUT_FIELD_REMOVED,
          LayoutChange.Breaks.BOTH,
          path,
          "only the "
              + (old.isEmpty() ? "new" : "old")
              + " side describes a state of it; one without a state is that of a device that"
              + " blocks migration");
      return;
    }
    if (before.possible() && !old.name().equals(now.name())) {
      changes.add(
          Code.LAYOUT_SECTION_UNKNOWN,
          LayoutChange.Breaks.BOTH,
          path,
          "its section is called " + now.name() + ", it was called " + old.name());
    }
    state(path, old, now);
  }

  /**
   * Compares a stream with a dump: by state names, and those only that both have. Of several device
   * types with the name the one that is most alike is meant.
   */
  private void mixed() {
    DescribedLayout stream = before.possible() ? after : before;
    DescribedLayout dump = before.possible() ? before : after;
    for (Map.Entry<String, DescribedState> entry : stream.states().entrySet()) {
      LayoutDiff best = null;
      for (DescribedState other : dump.named(entry.getValue().name())) {
        LayoutDiff diff = new LayoutDiff(before, after);
        boolean old = stream == before;
        diff.state(entry.getKey(), old ? entry.getValue() : other, old ? other : entry.getValue());
        if (best == null || diff.changes.size() < best.changes.size()) {
          best = diff;
        }
      }
      if (best != null) {
        changes.add(best.changes);
      }
    }
  }

  private void alone(String name, LayoutChange.Breaks breaks, String lacking) {
    if (before.possible()) {
      String message = lacking + " QEMU has no device type of this name";
      changes.add(Code.LAYOUT_TYPE_UNKNOWN, breaks, name, message);
    } else {
      String message = lacking + " machine has no such section, and refuses a stream that has it";
      changes.add(Code.LAYOUT_SECTION_UNKNOWN, breaks, name, message);
    }
  }

  private void state(String path, DescribedState old, DescribedState now) {
    versions(path, old, now);
    parts.compare(path, old, now, true);
    subsections(path, old, now);
  }

  private void versions(String path, DescribedState old, DescribedState now) {
    if (now.version() > old.version()) {
      changes.add(
          Code.LAYOUT_VERSION,
          LayoutChange.Breaks.NEW_TO_OLD,
          path,
          "the version rose from "
              + old.version()
              + " to "
              + now.version()
              + ", which the old side does not know");
    } else if (now.version() < old.version()) {
      changes.add(
          Code.LAYOUT_VERSION,
          LayoutChange.Breaks.OLD_TO_NEW,
          path,
          "the version fell from "
              + old.version()
              + " to "
              + now.version()
              + ", so the new side does not know the old one");
    }
    if (now.minimumVersion() > Math.max(0, old.version())) {
      changes.add(
          Code.LAYOUT_VERSION,
          LayoutChange.Breaks.OLD_TO_NEW,
          path,
          "the new side loads version "
              + now.minimumVersion()
              + " at least, the old side sends "
              + old.version());
    }
    if (old.minimumVersion() > Math.max(0, now.version())) {
      changes.add(
          Code.LAYOUT_VERSION,
          LayoutChange.Breaks.NEW_TO_OLD,
          path,
          "the old side loads version "
              + old.minimumVersion()
              + " at least, the new side sends "
              + now.version());
    }
  }

  private void subsections(String path, DescribedState old, DescribedState now) {
    Map<String, DescribedState> left = byName(old.subsections());
    Map<String, DescribedState> right = byName(now.subsections());
    for (Map.Entry<String, DescribedState> entry : left.entrySet()) {
      String inner = path + "/" + entry.getKey();
      DescribedState other = right.remove(entry.getKey());
      if (other != null) {
        int known = changes.size();
        state(inner, entry.getValue(), other);
        if (before.possible() && after.possible()) {
          changes.optionalFrom(known);
        }
      } else {
        subsection(inner, before, after, LayoutChange.Breaks.OLD_TO_NEW, "the new");
      }
    }
    for (String name : right.keySet()) {
      subsection(path + "/" + name, after, before, LayoutChange.Breaks.NEW_TO_OLD, "the old");
    }
  }

  private static Map<String, DescribedState> byName(List<DescribedState> states) {
    Map<String, DescribedState> map = new LinkedHashMap<>();
    for (DescribedState state : states) {
      map.putIfAbsent(state.name(), state);
    }
    return map;
  }

  /** A subsection that one side has only. */
  private void subsection(
      String path,
      DescribedLayout having,
      DescribedLayout lacking,
      LayoutChange.Breaks breaks,
      String side) {
    if (!lacking.possible() && having.possible()) {
      // Not sent is all that the stream tells; it does not tell what its QEMU knows.
      return;
    }
    if (lacking.possible() && !having.possible()) {
      String message = side + " side does not know this subsection, and it is in the stream";
      changes.add(Code.LAYOUT_SUBSECTION_SENT, breaks, path, message);
    } else if (lacking.possible()) {
      String message = side + " side does not know this subsection, which is not always sent";
      changes.add(Code.LAYOUT_SUBSECTION_OPTIONAL, breaks, path, message);
    } else {
      String message =
          side + " stream does not have this subsection; it is not known whether its QEMU knows it";
      changes.add(Code.LAYOUT_SUBSECTION_OPTIONAL, breaks, path, message);
    }
  }
}
