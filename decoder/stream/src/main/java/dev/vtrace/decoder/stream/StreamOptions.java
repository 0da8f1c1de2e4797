// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import dev.vtrace.decoder.bytes.StreamHole;
import dev.vtrace.decoder.devices.DescriptorLog;
import dev.vtrace.decoder.vmstate.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to read a stream.
 *
 * @param schema what tells the layout of device states where the stream does not, or null
 * @param descriptors descriptors recorded beside the stream, or null
 * @param pages whether page records are wanted one by one
 * @param holes what the recording lacks
 */
public record StreamOptions(
    @Nullable Schema schema,
    @Nullable DescriptorLog descriptors,
    boolean pages,
    List<StreamHole> holes) {
  public StreamOptions {
    holes = List.copyOf(holes);
  }

  /** How to read a stream that was recorded as a whole. */
  public StreamOptions(
      @Nullable Schema schema, @Nullable DescriptorLog descriptors, boolean pages) {
    this(schema, descriptors, pages, List.of());
  }

  /** Reads what the stream itself tells. */
  public static final StreamOptions DEFAULT = new StreamOptions(null, null, false);
}
