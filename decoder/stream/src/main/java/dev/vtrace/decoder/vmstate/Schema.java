// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vmstate;

import org.jspecify.annotations.Nullable;

/**
 * What tells the layout of device states in a stream that does not tell it itself.
 *
 * @param description the description of another stream; {@link StreamDescription#NONE} where there
 *     is a dump instead
 * @param subsections all subsections that the description knows of
 * @param dump what a program reported about its device states, or null
 */
public record Schema(
    StreamDescription description, SubsectionIndex subsections, @Nullable Dump dump) {
  /** A schema from the description of another stream with the same layout. */
  public static Schema of(StreamDescription description) {
    return new Schema(description, SubsectionIndex.of(description), null);
  }

  /** A schema from the output of {@code -dump-vmstate}. */
  public static Schema of(Dump dump) {
    return new Schema(StreamDescription.NONE, SubsectionIndex.of(StreamDescription.NONE), dump);
  }

  /**
   * The description of a section, or null. Where the schema has no such instance, or has the device
   * at another place of its bus, another device of the same kind serves as well.
   */
  public @Nullable DeviceDescription device(String name, long instance) {
    DeviceDescription same = description.device(name, instance);
    if (same != null) {
      return same;
    }
    DeviceDescription akin = null;
    for (DeviceDescription device : description.devices().values()) {
      if (device.name().equals(name)) {
        return device;
      }
      if (akin == null && kind(device.name()).equals(kind(name))) {
        akin = device;
      }
    }
    return akin;
  }

  /** The last part of a section name, which is the name of the device's state. */
  private static String kind(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
