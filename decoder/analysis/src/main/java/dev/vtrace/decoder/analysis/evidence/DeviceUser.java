// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.evidence;

/**
 * A device in one process.
 *
 * @param participant name of the process
 * @param device name of the device
 */
public record DeviceUser(String participant, String device) {

  /** The device and the process of a window. */
  public static DeviceUser of(WindowBuilder window) {
    return new DeviceUser(window.participant, window.device);
  }
}
