// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vmstate;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One field as the stream's JSON description gives it.
 *
 * @param name may repeat within a structure
 * @param type QEMU's type name, such as {@code uint32}, {@code struct} or {@code pci config}
 * @param size bytes of one element as QEMU counted them; descriptors are not counted
 * @param index position in an expanded array, or -1
 * @param arrayLength number of equal elements in a compressed array, or -1
 * @param struct the inner structure, or null; of a list one that has a field for each element
 */
public record FieldDescription(
    String name,
    String type,
    long size,
    int index,
    long arrayLength,
    @Nullable StructDescription struct) {

  /** The inner structure, or those of all elements of a list. */
  public List<StructDescription> structs() {
    if (struct == null) {
      return List.of();
    }
    if (!FieldType.isList(type)) {
      return List.of(struct);
    }
    return struct.fields().stream().map(element -> requireNonNull(element.struct())).toList();
  }
}
