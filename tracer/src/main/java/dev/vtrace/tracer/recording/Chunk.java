// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.recording;

import dev.vtrace.tracer.identity.DescriptorIdentity;
import java.util.List;

/**
 * Bytes that were forwarded in one piece.
 *
 * @param offset of the first byte among all of its direction of the connection
 * @param bytes not to be changed by anybody
 * @param timeNs CLOCK_REALTIME when they were received
 * @param monotonicNs CLOCK_MONOTONIC at the same moment
 * @param sender process, 0 if not known
 * @param fds the descriptors that came with the first byte
 * @param messages how many messages began before the chunk, where there are such; else 0
 * @param first where in the chunk the first message begins, {@code bytes.length} if none does
 */
public record Chunk(
    long offset,
    byte[] bytes,
    long timeNs,
    long monotonicNs,
    long sender,
    List<DescriptorIdentity> fds,
    long messages,
    int first) {}
