// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.model;

import dev.vtrace.decoder.devices.VhostDevice;
import dev.vtrace.decoder.devices.VirtioReading;
import dev.vtrace.decoder.run.LoadedStream;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.StreamSummary;
import dev.vtrace.decoder.vmstate.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What rules need of a migration stream.
 *
 * @param attempt number of the migration that wrote it, 0 if not known
 * @param devices those with a vhost back-end
 * @param sections of these devices, with all fields
 */
public record StreamFacts(
    String file,
    int attempt,
    StreamSummary summary,
    List<VhostDevice> devices,
    List<Section> sections) {
  static StreamFacts of(LoadedStream stream, int attempt) {
    return new StreamFacts(
        stream.file(), attempt, stream.summary(), stream.devices(), stream.sections());
  }

  /** How a device was read, or null. */
  public @Nullable VirtioReading reading(VhostDevice device) {
    for (VirtioReading reading : summary.devices()) {
      if (reading.section().equals(device.section())) {
        return reading;
      }
    }
    return null;
  }

  /** Offset of a device's section, 0 if it was not kept. */
  public long offset(VhostDevice device) {
    for (Section section : sections) {
      if (section.name().equals(device.section())) {
        return section.offset();
      }
    }
    return 0;
  }

  /** The field of a section with this name at any depth, or null. */
  public @Nullable Field find(VhostDevice device, String name) {
    for (Section section : sections) {
      if (section.name().equals(device.section())) {
        Field found = find(section.fields(), name);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private static @Nullable Field find(List<Field> fields, String name) {
    for (Field field : fields) {
      Field found = field.name().equals(name) ? field : find(field.children(), name);
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
