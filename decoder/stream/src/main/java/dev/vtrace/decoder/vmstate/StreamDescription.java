// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vmstate;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON description that QEMU appends to a stream.
 *
 * @param pageSize guest page size in bytes, or 0 where it is not told
 * @param configuration the configuration section (QEMU 10.0 and later), or null
 * @param devices by section name and instance, see {@link #device}
 * @param complete false where the text ended early or was no JSON from some point on
 */
public record StreamDescription(
    int pageSize,
    @Nullable StructDescription configuration,
    Map<String, DeviceDescription> devices,
    boolean complete) {

  /** What a stream without description knows. */
  public static final StreamDescription NONE = new StreamDescription(0, null, Map.of(), true);

  /** The description of a section, or null. */
  public @Nullable DeviceDescription device(String name, long instance) {
    return devices.get(key(name, instance));
  }

  static String key(String name, long instance) {
    return name + '\n' + instance;
  }
}
