// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

/**
 * Whose state it is: a device as one QEMU sees it, a QEMU, or a back-end.
 *
 * @param track id of the track
 * @param device name of the device, empty for the process itself
 */
public record Owner(int track, String device) {}
