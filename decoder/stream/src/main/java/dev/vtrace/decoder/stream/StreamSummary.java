// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import dev.vtrace.decoder.devices.VirtioReading;
import java.util.List;

/**
 * What is known of a stream once it was read.
 *
 * @param machine machine type, or empty
 * @param capabilities those that the configuration names
 * @param pageSize guest page size in bytes
 * @param counts records of all kinds
 * @param descriptors all descriptors in the stream, in order
 * @param devices how each virtio device was read, in stream order
 * @param errors how many error-level diagnostics were reported
 */
public record StreamSummary(
    StreamOutcome outcome,
    Coverage coverage,
    String machine,
    List<String> capabilities,
    int pageSize,
    Counts counts,
    List<StreamDescriptor> descriptors,
    List<VirtioReading> devices,
    int errors) {}
