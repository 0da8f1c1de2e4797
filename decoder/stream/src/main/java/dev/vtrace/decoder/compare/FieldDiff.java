// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.compare;

import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares trees of fields by name and value. */
final class FieldDiff {
  private static final String SUBSECTION = "subsection";

  private final Spans spans;
  private final DifferenceCollector report;

  FieldDiff(Spans spans, DifferenceCollector report) {
    this.spans = spans;
    this.report = report;
  }

  /** Compares the fields of two structures of the same path. */
  void compare(String path, List<Field> before, List<Field> after) throws IOException {
    Map<String, Field> left = byLabel(before);
    Map<String, Field> right = byLabel(after);
    for (Map.Entry<String, Field> entry : left.entrySet()) {
      Field old = entry.getValue();
      Field now = right.remove(entry.getKey());
      if (now == null) {
        now = rest(old, after);
      }
      String inner = Field.path(path, entry.getKey());
      if (now != null) {
        compare(inner, old, now);
      } else if (!isRest(old)) {
        alone(Difference.ChangeKind.REMOVED, inner, old);
      }
    }
    for (Map.Entry<String, Field> entry : right.entrySet()) {
      Field now = entry.getValue();
      Field old = rest(now, before);
      String inner = Field.path(path, entry.getKey());
      if (old != null) {
        compare(inner, old, now);
      } else if (!isRest(now)) {
        alone(Difference.ChangeKind.ADDED, inner, now);
      }
    }
  }

  private static Map<String, Field> byLabel(List<Field> fields) {
    Map<String, Field> map = new LinkedHashMap<>();
    for (Field field : fields) {
      String label = field.label();
      for (int i = 1; map.containsKey(label); i++) {
        label = field.label() + "#" + i;
      }
      map.put(label, field);
    }
    return map;
  }

  /** Whether a field stands for the unused elements at the end of a long array. */
  private static boolean isRest(Field field) {
    return field.name().startsWith("[") && field.value() instanceof Value.TextValue;
  }

  /** What an element is compared with if the other stream has it among its unused ones, or null. */
  private static @Nullable Field rest(Field element, List<Field> others) {
    if (element.index() < 0 || !element.name().isEmpty() || others.isEmpty()) {
      return null;
    }
    return isRest(others.get(others.size() - 1)) ? zeros(element) : null;
  }

  /** A field of the same shape with all bits clear. */
  private static Field zeros(Field field) {
    List<Field> children = new ArrayList<>();
    for (Field child : field.children()) {
      children.add(zeros(child));
    }
    Value value = field.value();
    if (value instanceof Value.Int v) {
      value = new Value.Int(0, v.bytes(), v.signed());
    } else if (value instanceof Value.FlagsValue v) {
      value = new Value.FlagsValue(0, v.bytes(), List.of());
    } else if (value instanceof Value.Bool) {
      value = new Value.Bool(false);
    }
    return new Field(
        field.name(),
        field.index(),
        field.type(),
        -1,
        field.length(),
        value,
        children,
        field.status());
  }

  private void alone(Difference.ChangeKind kind, String path, Field field) throws IOException {
    boolean subsection = field.type().equals(SUBSECTION);
    Difference.ChangedPart part =
        subsection ? Difference.ChangedPart.SUBSECTION : Difference.ChangedPart.FIELD;
    boolean added = kind == Difference.ChangeKind.ADDED;
    report.add(new Difference(kind, part, path, added ? null : field, added ? field : null, null));
  }

  private void compare(String path, Field before, Field after) throws IOException {
    if (!before.children().isEmpty() && !after.children().isEmpty()) {
      report.enter(path);
      compare(path, before.children(), after.children());
      report.leave();
      return;
    }
    Difference.Spread spread = null;
    if (isContent(before) && isContent(after)) {
      if (before.length() == after.length()) {
        spread = spans.compare(before, after, unit(before, after));
        if (spread == null) {
          return;
        }
      }
    } else if (same(before, after)) {
      return;
    }
    report.add(
        new Difference(
            Difference.ChangeKind.CHANGED,
            Difference.ChangedPart.FIELD,
            path,
            before,
            after,
            spread));
  }

  /** Whether the bytes of a field are all there is to compare. */
  private static boolean isContent(Field field) {
    Value value = field.value();
    return value instanceof Value.BytesValue
        || value instanceof Value.Array
        || value instanceof Value.None;
  }

  private static int unit(Field before, Field after) {
    boolean alike =
        before.value() instanceof Value.Array a
            && after.value() instanceof Value.Array b
            && a.bytes() == b.bytes();
    return alike ? ((Value.Array) before.value()).bytes() : 1;
  }

  private static boolean same(Field before, Field after) {
    Value a = before.value();
    Value b = after.value();
    if (a instanceof Value.Int x && b instanceof Value.Int y) {
      return x.bits() == y.bits();
    }
    return a.equals(b);
  }
}
