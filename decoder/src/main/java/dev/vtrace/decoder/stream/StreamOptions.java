// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import dev.vtrace.decoder.devices.DescriptorLog;
import dev.vtrace.decoder.vmstate.StreamDescription;

/**
 * How to read a stream.
 *
 * @param schema a description for streams that have none, or null
 * @param descriptors descriptors recorded beside the stream, or null
 * @param pages whether page records are wanted one by one
 */
public record StreamOptions(StreamDescription schema, DescriptorLog descriptors, boolean pages) {
  /** Reads what the stream itself tells. */
  public static final StreamOptions DEFAULT = new StreamOptions(null, null, false);
}
