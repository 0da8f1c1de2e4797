// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.compare;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.vmstate.DeviceDescription;
import dev.vtrace.decoder.vmstate.Dump;
import dev.vtrace.decoder.vmstate.FieldDescription;
import dev.vtrace.decoder.vmstate.Schema;
import dev.vtrace.decoder.vmstate.StructDescription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What describes device states, in one form for descriptions of streams and for {@code
 * -dump-vmstate}.
 *
 * @param possible whether it tells all that a program may send ({@code -dump-vmstate}), or what one
 *     stream has
 * @param lengths whether it tells how long arrays are
 * @param states by section name and instance, or by device type
 */
public record DescribedLayout(
    boolean possible, boolean lengths, Map<String, DescribedState> states) {
  private static final String PADDING = "unused_buffer";

  /**
   * A state, structure or subsection.
   *
   * @param minimumVersion the oldest version that can be loaded, or -1 where it is not told
   */
  record DescribedState(
      String name,
      int version,
      int minimumVersion,
      List<LayoutPart> parts,
      List<DescribedState> subsections) {

    boolean isEmpty() {
      return parts.isEmpty() && subsections.isEmpty();
    }

    /** Bytes on the wire, as those of a field. */
    WireSize wire(boolean lengths) {
      WireSize sum = subsections.isEmpty() ? WireSize.ZERO : WireSize.UNKNOWN;
      for (LayoutPart part : parts) {
        sum = sum.plus(part.wire(lengths));
      }
      return sum;
    }
  }

  /**
   * A field, or all fields of one name one after the other.
   *
   * @param type empty where it is not told
   * @param size bytes of all elements, or of one where it is not told how many there are; for a
   *     structure those on the wire; 0 or -1 where they are not told
   * @param count elements, 0 for a check that has no bytes; -1 where it is not told
   * @param version the first version of the state that has it
   * @param conditional whether it may be absent
   * @param structs the inner structures, one for each element; empty for other fields
   */
  record LayoutPart(
      String name,
      String type,
      long size,
      long count,
      int version,
      boolean conditional,
      List<DescribedState> structs) {

    /**
     * Bytes on the wire.
     *
     * @param lengths whether the description tells how long arrays are, so that what has no length
     *     is taken for one element
     */
    WireSize wire(boolean lengths) {
      if (!type.isEmpty()) {
        return size < 0 ? WireSize.UNKNOWN : WireSize.exactly(size);
      }
      WireSize wire = structs.isEmpty() ? element() : structs.get(0).wire(lengths);
      if (count >= 0) {
        wire = structs.isEmpty() ? wire : wire.times(count);
      } else if (!lengths && !isPadding()) {
        wire = wire.repeated();
      }
      return conditional ? wire.optional() : wire;
    }

    private WireSize element() {
      return size < 0 || size == 0 && count != 0 ? WireSize.UNKNOWN : WireSize.exactly(size);
    }

    /** Whether it is no field but a condition that loaded states are checked by. */
    boolean isCheck() {
      return count == 0 && type.isEmpty();
    }

    /** Whether the data itself tells where it ends, so that two sizes may both be right. */
    boolean endsItself() {
      switch (type) {
        case "virtio":
        case "virtio-gpu":
        case "qtailq":
        case "qlist":
        case "gtree":
        case "scsi-requests":
          return true;
        default:
          return false;
      }
    }

    /** Whether it may be the length of a field after it. */
    boolean isLength() {
      boolean integer = type.startsWith("int") || type.startsWith("uint");
      return integer
          && (name.contains("size")
              || name.contains("len")
              || name.contains("count")
              || name.contains("num"));
    }

    /** Whether it is there for its size only. */
    boolean isPadding() {
      return name.equals("unused") || name.startsWith("unused[") || type.equals(PADDING);
    }
  }

  /** The layout that a schema tells. */
  public static DescribedLayout of(Schema schema) {
    Map<String, DescribedState> states = new LinkedHashMap<>();
    if (schema.dump() != null) {
      for (Map.Entry<String, Dump.DumpedState> entry : schema.dump().states().entrySet()) {
        states.put(entry.getKey(), of(entry.getValue()));
      }
      return new DescribedLayout(true, schema.dump().lengths(), states);
    }
    for (DeviceDescription device : schema.description().devices().values()) {
      String instance = device.instance() == 0 ? "" : "[" + device.instance() + "]";
      states.put(device.name() + instance, of(device.state()));
    }
    return new DescribedLayout(false, true, states);
  }

  /** The states with this name of their own; devices of several types may share it. */
  List<DescribedState> named(String name) {
    List<DescribedState> out = new ArrayList<>();
    for (DescribedState state : states.values()) {
      if (state.name().equals(name)) {
        out.add(state);
      }
    }
    return out;
  }

  private static DescribedState of(Dump.DumpedState state) {
    List<LayoutPart> parts = new ArrayList<>();
    List<String> names = names(state.fields());
    for (int i = 0; i < names.size(); i++) {
      Dump.Member field = state.fields().get(i);
      List<DescribedState> structs =
          field.struct() == null ? List.of() : List.of(of(field.struct()));
      long size = structs.isEmpty() ? field.size() : wireSize(structs.get(0));
      long count = field.count();
      long all = size < 0 ? size : times(size, Math.max(count, count == 0 ? 0 : 1));
      parts.add(
          new LayoutPart(
              names.get(i), "", all, count, field.version(), field.conditional(), structs));
    }
    List<DescribedState> subsections = new ArrayList<>();
    for (Dump.DumpedState subsection : state.subsections()) {
      subsections.add(of(subsection));
    }
    return new DescribedState(
        state.name(), state.version(), state.minimumVersion(), parts, subsections);
  }

  /** Names of fields, with a number where they repeat, as QEMU gives them in a stream. */
  private static List<String> names(List<Dump.Member> fields) {
    Map<String, Integer> total = new HashMap<>();
    for (Dump.Member field : fields) {
      total.merge(field.name(), 1, Integer::sum);
    }
    Map<String, Integer> seen = new HashMap<>();
    List<String> names = new ArrayList<>();
    for (Dump.Member field : fields) {
      int number = seen.merge(field.name(), 1, Integer::sum) - 1;
      boolean alone = requireNonNull(total.get(field.name())) == 1;
      names.add(alone ? field.name() : field.name() + "[" + number + "]");
    }
    return names;
  }

  /** Bytes of all elements, or -1 where there are more than a state can have. */
  private static long times(long size, long count) {
    return size > 0 && count > (1L << 40) / size ? -1 : size * count;
  }

  /** Bytes of a structure on the wire, or -1 where they depend on conditions. */
  private static long wireSize(DescribedState state) {
    long sum = 0;
    for (LayoutPart part : state.parts()) {
      if (part.conditional() || part.size() < 0) {
        return -1;
      }
      sum += part.size();
    }
    return state.subsections().isEmpty() ? sum : -1;
  }

  private static DescribedState of(StructDescription state) {
    List<LayoutPart> parts = new ArrayList<>();
    List<FieldDescription> fields = state.fields();
    int i = 0;
    while (i < fields.size()) {
      FieldDescription first = fields.get(i);
      long size = 0;
      long elements = 0;
      List<DescribedState> structs = new ArrayList<>();
      do {
        FieldDescription element = fields.get(i);
        long count = element.arrayLength() < 0 ? 1 : element.arrayLength();
        size += element.size() * count;
        elements += count;
        element.structs().forEach(struct -> structs.add(of(struct)));
        i++;
      } while (i < fields.size() && continues(first, fields.get(i)));
      parts.add(new LayoutPart(first.name(), first.type(), size, elements, 0, false, structs));
    }
    return new DescribedState(state.name(), state.version(), -1, parts, subsections(state));
  }

  /** Whether a field is one more element of the array that another one begins. */
  private static boolean continues(FieldDescription first, FieldDescription next) {
    return next.name().equals(first.name())
        && next.type().equals(first.type())
        && !first.type().equals(PADDING);
  }

  private static List<DescribedState> subsections(StructDescription struct) {
    List<DescribedState> out = new ArrayList<>();
    for (StructDescription subsection : struct.subsections()) {
      out.add(of(subsection));
    }
    return out;
  }
}
