// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.launch;

import java.util.List;

/**
 * A setting of a launch configuration.
 *
 * @param name the attribute
 * @param initial its value in a new configuration; of a switch {@code true} or {@code false}
 * @param message what stands in an empty field
 */
record LaunchSetting(String name, String label, Form form, String initial, String message) {
  /** How it is asked for. */
  enum Form {
    CAPTURE,
    TEXT,
    SIDE,
    SWITCH
  }

  static final List<LaunchSetting> REPLAY =
      List.of(
          new LaunchSetting(
              MigrationLaunches.CAPTURE,
              "Capture:",
              Form.CAPTURE,
              "",
              "a folder or .vtrace file with a recorded migration"),
          new LaunchSetting(
              MigrationLaunches.STOP_ON_ENTRY, "Stop at the first step", Form.SWITCH, "true", ""));

  static final List<LaunchSetting> ATTACH =
      List.of(
          new LaunchSetting(
              MigrationLaunches.QMP,
              "QMP socket:",
              Form.TEXT,
              "",
              "/path/to/qmp.sock or tcp:HOST:PORT"),
          new LaunchSetting(MigrationLaunches.ROLE, "Side:", Form.SIDE, "", ""),
          new LaunchSetting(
              MigrationLaunches.FOLLOW,
              "Log:",
              Form.TEXT,
              "",
              "the file that QEMU writes trace events to"),
          new LaunchSetting(
              MigrationLaunches.OUTPUT,
              "Record into:",
              Form.TEXT,
              "",
              "a new folder; by default a temporary one"),
          new LaunchSetting(
              MigrationLaunches.STOP_ON_ENTRY, "Stop the guest at once", Form.SWITCH, "false", ""),
          new LaunchSetting(
              MigrationLaunches.STOP_ON_BREAKPOINT,
              "Breakpoints stop the guest",
              Form.SWITCH,
              "false",
              ""));
}
