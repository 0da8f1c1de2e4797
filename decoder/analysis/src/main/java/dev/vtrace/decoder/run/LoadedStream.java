// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import dev.vtrace.decoder.devices.DescriptorLog;
import dev.vtrace.decoder.devices.VhostDevice;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.StreamSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A migration stream and what was recorded beside it.
 *
 * @param file the name that people know it by
 * @param devices those with a vhost back-end, and all that were handed over
 * @param places of all named sections, in stream order
 * @param sections those that were asked for, with all fields
 * @param descriptorFile the list of descriptors that belongs to it; empty for none
 * @param descriptors what that list holds, null without one
 */
public record LoadedStream(
    String file,
    StreamSummary summary,
    List<VhostDevice> devices,
    List<SectionPlace> places,
    List<Section> sections,
    String descriptorFile,
    @Nullable DescriptorLog descriptors) {
  public LoadedStream {
    devices = List.copyOf(devices);
    places = List.copyOf(places);
    sections = List.copyOf(sections);
  }
}
