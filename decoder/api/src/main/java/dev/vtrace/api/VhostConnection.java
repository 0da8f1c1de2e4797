// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import java.util.List;
import java.util.Optional;

/**
 * A recorded vhost-user connection.
 *
 * @param file name in the capture
 * @param name its name within the file; may be empty
 * @param participant the QEMU that opened it
 * @param fromStart whether the recording has it from its first message on
 * @param descriptorsRecorded whether any descriptor was recorded; some recorders cannot see them
 * @param messages in the order in which they were recorded; each is made when it is asked for
 */
public record VhostConnection(
    String file,
    String name,
    Optional<String> participant,
    boolean fromStart,
    boolean descriptorsRecorded,
    List<VhostMessage> messages) {}
