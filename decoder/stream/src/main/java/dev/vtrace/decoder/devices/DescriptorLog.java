// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import dev.vtrace.decoder.descriptors.Identity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Descriptors that were recorded beside a stream, in stream order.
 *
 * @param entries one for each descriptor
 */
public record DescriptorLog(List<LoggedDescriptor> entries) {
  /**
   * One descriptor.
   *
   * @param offset absolute offset of the byte that carried it
   * @param kind what it was, as {@code eventfd}
   * @param timeNs when it was seen, in nanoseconds since the epoch; -1 if not recorded
   * @param identity what the kernel calls it, as far as recorded
   */
  public record LoggedDescriptor(long offset, String kind, long timeNs, Identity identity) {
    /** One of which no more was recorded. */
    public LoggedDescriptor(long offset, String kind) {
      this(offset, kind, -1, Identity.parse(kind));
    }
  }

  /** Those with an offset from {@code start} on and before {@code end}. */
  public List<LoggedDescriptor> between(long start, long end) {
    List<LoggedDescriptor> out = new ArrayList<>();
    for (LoggedDescriptor entry : entries) {
      if (entry.offset() >= start && entry.offset() < end) {
        out.add(entry);
      }
    }
    return out;
  }

  /** The recorded kind of the descriptor at an offset, or null. */
  public @Nullable String kindAt(long offset) {
    for (LoggedDescriptor entry : entries) {
      if (entry.offset() == offset) {
        return entry.kind();
      }
    }
    return null;
  }
}
