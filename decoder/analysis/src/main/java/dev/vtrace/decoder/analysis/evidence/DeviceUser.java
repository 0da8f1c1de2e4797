// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.evidence;

/**
 * A vhost device in one process; a network device has one for each pair of queues.
 *
 * @param participant name of the process
 * @param device name of the vhost device
 */
public record DeviceUser(String participant, String device) {

  /** The vhost device and the process of a window. */
  public static DeviceUser of(WindowBuilder window) {
    return new DeviceUser(window.participant, window.vhostDevice());
  }
}
