// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.model;

import dev.vtrace.decoder.vhostuser.Direction;
import org.jspecify.annotations.Nullable;

/**
 * A message on the common clock.
 *
 * @param timeNs nanoseconds since the epoch, -1 if not known
 * @param connection file and number of the connection; empty where only a trace shows it
 * @param participant the QEMU at one end, as far as known
 * @param queue index, -1 for none
 * @param window id of the window or group that it lies in
 * @param step its number in the session of the connection, -1 where only a trace shows it
 */
public record WireMark(
    long timeNs,
    String connection,
    String participant,
    String request,
    int queue,
    Direction direction,
    @Nullable String window,
    int step,
    Evidence evidence) {}
