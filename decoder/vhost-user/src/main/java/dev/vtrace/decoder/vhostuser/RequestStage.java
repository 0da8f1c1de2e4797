// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

/** What a front-end sends a request for. Source: message order of recorded QEMU runs. */
public enum RequestStage {
  /** Once, when the connection is new. */
  CONNECT,
  /** When a device is started. */
  START,
  /** When a device is stopped. */
  STOP,
  /** When the logging of writes to guest memory is switched on or off. */
  LOGGING,
  /** At any time while the device is there: memory, notification, configuration space, status. */
  CONFIGURATION,
  OTHER
}
