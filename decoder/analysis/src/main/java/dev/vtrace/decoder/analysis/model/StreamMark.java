// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.model;

import dev.vtrace.decoder.devices.VhostDevice;
import dev.vtrace.decoder.run.SectionPlace;
import dev.vtrace.decoder.stream.StreamSummary;
import java.util.List;

/**
 * A migration stream of the run.
 *
 * @param attempt number of the migration that wrote it, 0 if not known
 * @param devices those with a vhost back-end
 * @param places where each section lies, in stream order
 */
public record StreamMark(
    String file,
    int attempt,
    StreamSummary summary,
    List<VhostDevice> devices,
    List<SectionPlace> places) {}
