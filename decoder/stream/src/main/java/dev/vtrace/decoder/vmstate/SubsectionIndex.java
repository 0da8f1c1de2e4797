// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vmstate;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The subsections of a description by their name on the wire. A description lists a subsection only
 * where its own stream had it; another stream may have it in other devices of the same kind.
 */
public final class SubsectionIndex {
  /** No subsections but those of the structure itself, any of which may be absent. */
  public static final SubsectionIndex OWN = new SubsectionIndex();

  private final Map<String, StructDescription> byName = new HashMap<>();

  private SubsectionIndex() {}

  /** All subsections in a description. */
  public static SubsectionIndex of(StreamDescription description) {
    SubsectionIndex index = new SubsectionIndex();
    for (DeviceDescription device : description.devices().values()) {
      index.add(device.state());
    }
    return index;
  }

  private void add(StructDescription struct) {
    for (FieldDescription field : struct.fields()) {
      if (field.struct() != null) {
        add(field.struct());
      }
    }
    for (StructDescription subsection : struct.subsections()) {
      byName.putIfAbsent(subsection.name(), subsection);
      add(subsection);
    }
  }

  /** The subsection of that name that may follow a structure, or null. */
  @Nullable StructDescription find(StructDescription owner, String name) {
    for (StructDescription subsection : owner.subsections()) {
      if (subsection.name().equals(name)) {
        return subsection;
      }
    }
    // QEMU takes for a subsection of a structure only what begins with its name.
    boolean possible = !owner.name().isEmpty() && name.startsWith(owner.name());
    return possible ? byName.get(name) : null;
  }
}
