// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.decoder.condition.ModelValue;
import dev.vtrace.server.dap.replay.Owner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The state of an owner as a tree of variables: {@code queue[0].state} lies in {@code queue[0]}.
 */
final class CellNodes {
  private static final Pattern DIGIT = Pattern.compile("[0-9]");
  private static final Comparator<String> NATURAL =
      Comparator.comparing((String name) -> DIGIT.matcher(name).replaceAll(""))
          .thenComparingInt(String::length)
          .thenComparing(Comparator.naturalOrder());

  private final Owner owner;
  private final String prefix;
  private final Map<String, ModelValue> cells;
  private final @Nullable Map<String, ModelValue> before;

  /**
   * @param prefix what expressions need in front to find this owner, as {@code source.}; or empty
   * @param before the values at the last stop, or null where there was none
   */
  CellNodes(
      Owner owner,
      String prefix,
      Map<String, ModelValue> cells,
      @Nullable Map<String, ModelValue> before) {
    this.owner = owner;
    this.prefix = prefix;
    this.cells = cells;
    this.before = before;
  }

  /** The variables at the top whose names are wanted. */
  List<VariableNode> top(Predicate<String> wanted) {
    return below("", wanted);
  }

  /** The variables in a structure. */
  List<VariableNode> inside(String path) {
    return below(path + ".", name -> true);
  }

  private List<VariableNode> below(String parent, Predicate<String> wanted) {
    TreeMap<String, Boolean> names = new TreeMap<>(NATURAL);
    for (String path : cells.keySet()) {
      if (path.startsWith(parent)) {
        int dot = path.indexOf('.', parent.length());
        String name = path.substring(parent.length(), dot < 0 ? path.length() : dot);
        if (wanted.test(name)) {
          names.merge(name, dot >= 0, Boolean::logicalOr);
        }
      }
    }
    List<VariableNode> out = new ArrayList<>();
    names.forEach((name, structure) -> out.add(node(name, parent + name, structure)));
    return out;
  }

  private VariableNode node(String name, String path, boolean structure) {
    ModelValue datum = cells.get(path);
    ModelValue old = before == null ? datum : before.get(path);
    String was = Objects.equals(old, datum) ? null : old == null ? "none" : old.text();
    String text = datum == null ? "" : datum.text();
    if (structure) {
      text = datum == null ? summary(path) : text + " " + flags(path);
    }
    String type = datum == null ? "structure" : datum.type();
    DataId data = new DataId(owner, path);
    return new VariableNode(
        name,
        datum != null && !structure ? datum : null,
        text,
        type,
        structure && was == null && changedInside(path) ? "changed inside" : was,
        prefix + path,
        data,
        null,
        structure ? () -> inside(path) : null);
  }

  private boolean changedInside(String path) {
    for (Map.Entry<String, ModelValue> each : cells.entrySet()) {
      boolean inside = each.getKey().startsWith(path + ".");
      if (inside && before != null && !each.getValue().equals(before.get(each.getKey()))) {
        return true;
      }
    }
    return false;
  }

  /** {@code enabled, 128 entries, base 940}: what a person wants to know of a structure first. */
  String summary(String path) {
    List<String> out = new ArrayList<>();
    for (String name : List.of("state", "num", "base", "guest_phys", "size", "kind", "phase")) {
      ModelValue datum = cells.get(path + "." + name);
      if (datum != null) {
        boolean word = datum instanceof ModelValue.ModelText;
        out.add(word ? datum.text() : name + " " + datum.text());
      }
    }
    return String.join(", ", out);
  }

  private String flags(String path) {
    List<String> out = new ArrayList<>();
    for (String each : cells.keySet()) {
      if (each.startsWith(path + ".")) {
        out.add(each.substring(path.length() + 1));
      }
    }
    return String.join(" ", out);
  }
}
