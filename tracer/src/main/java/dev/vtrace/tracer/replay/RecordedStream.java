// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.replay;

import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.devices.DescriptorLog;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recorded migration stream and what lies beside it.
 *
 * @param entries its descriptors, in stream order
 * @param objects what each of them is
 * @param returnPath what the destination said, or null
 * @param source the QEMU that sent it
 * @param handsOver whether the destination went on with what it got
 * @param timeNs when it was sent, as far as known; -1 if not
 */
record RecordedStream(
    Input input,
    List<DescriptorLog.LoggedDescriptor> entries,
    List<RecordedObject> objects,
    @Nullable Path returnPath,
    String source,
    String destination,
    boolean handsOver,
    long timeNs) {}
