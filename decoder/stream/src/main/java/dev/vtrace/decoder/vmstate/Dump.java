// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vmstate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a program reported about its device states with {@code -dump-vmstate}: all of them, whether
 * a machine has such a device or not, but no types. The lengths of arrays are told since QEMU 10.0,
 * of those that always have the same length.
 *
 * @param machine machine type that it was asked for, or empty
 * @param states by device type, as {@code virtio-blk-device}
 * @param lengths whether it tells the lengths of arrays
 */
public record Dump(String machine, Map<String, DumpedState> states, boolean lengths) {
  /**
   * A state, structure or subsection.
   *
   * @param name name of the state, as {@code virtio-blk}
   * @param minimumVersion the oldest version that can be loaded, or -1 where it is not told
   * @param fields all fields that there may be
   * @param subsections all subsections that there may be
   */
  public record DumpedState(
      String name,
      int version,
      int minimumVersion,
      List<Member> fields,
      List<DumpedState> subsections) {}

  /**
   * A field.
   *
   * @param version the first version of the state that has it
   * @param conditional whether it is there only under a condition that the program decides
   * @param size bytes of one element in memory, which for a structure are not those on the wire; 0
   *     where they are known at run time only
   * @param count elements of an array, 0 for a check that has no bytes; -1 where it is not told, as
   *     of fields that are no array
   * @param struct the inner structure, or null
   */
  public record Member(
      String name,
      int version,
      boolean conditional,
      long size,
      long count,
      @Nullable DumpedState struct) {}

  /** The states with this name: devices of several types may share a name, not the state. */
  public List<DumpedState> named(String name) {
    List<DumpedState> out = new ArrayList<>();
    for (DumpedState state : states.values()) {
      if (state.name().equals(name)) {
        out.add(state);
      }
    }
    return out;
  }
}
