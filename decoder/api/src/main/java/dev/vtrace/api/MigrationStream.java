// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A migration stream.
 *
 * @param file name in the capture
 * @param migration number of the migration that wrote it
 * @param machine machine type
 * @param capabilities those that its configuration names
 * @param pageSize guest page size in bytes
 * @param sections all named sections, in stream order
 * @param devices those with a vhost back-end
 * @param descriptors all descriptors that travelled with it, in stream order
 */
public record MigrationStream(
    String file,
    OptionalInt migration,
    StreamEnd end,
    StreamBytes bytes,
    Optional<String> machine,
    List<String> capabilities,
    int pageSize,
    List<StreamSection> sections,
    List<StreamDevice> devices,
    List<StreamedDescriptor> descriptors) {
  public MigrationStream {
    capabilities = List.copyOf(capabilities);
    sections = List.copyOf(sections);
    devices = List.copyOf(devices);
    descriptors = List.copyOf(descriptors);
  }

  /** How the reading of a stream ended. */
  public enum StreamEnd {
    /** At the end of the stream, in sync. */
    COMPLETE,
    /** The input ended before the stream did. */
    TRUNCATED,
    /** Sync was lost, and part of the input could not be reached. */
    MALFORMED
  }

  /**
   * Where the bytes of a stream went; the parts add up to the total.
   *
   * @param decoded each byte has a name and a meaning
   * @param opaque bounded and named, meaning unknown
   * @param unreachable after a point where sync was lost
   */
  public record StreamBytes(long total, long decoded, long opaque, long unreachable) {}

  /**
   * Where a section lies.
   *
   * @param offset of its first byte
   * @param length in bytes
   */
  public record StreamSection(String name, long offset, long length) {}

  /**
   * A descriptor that travelled with a stream.
   *
   * @param offset of the byte that carried it
   * @param path the field that it is
   * @param kind what it is, as recorded, else as the receiver expects
   */
  public record StreamedDescriptor(int index, long offset, String path, String kind) {}
}
