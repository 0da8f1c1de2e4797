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
record LaunchSetting(String name, String label, SettingForm form, String initial, String message) {
  /** How it is asked for. */
  enum SettingForm {
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
              SettingForm.CAPTURE,
              "",
              "a folder or .vtrace file with a recorded migration"),
          new LaunchSetting(
              MigrationLaunches.STOP_ON_ENTRY,
              "Stop at the first step",
              SettingForm.SWITCH,
              "true",
              ""));

  static final List<LaunchSetting> ATTACH =
      List.of(
          new LaunchSetting(
              MigrationLaunches.QMP,
              "QMP socket:",
              SettingForm.TEXT,
              "",
              "/path/to/qmp.sock or tcp:HOST:PORT"),
          new LaunchSetting(MigrationLaunches.ROLE, "Side:", SettingForm.SIDE, "", ""),
          new LaunchSetting(
              MigrationLaunches.FOLLOW,
              "Log:",
              SettingForm.TEXT,
              "",
              "the file that QEMU writes trace events to"),
          new LaunchSetting(
              MigrationLaunches.OUTPUT,
              "Record into:",
              SettingForm.TEXT,
              "",
              "a new folder; by default a temporary one"),
          new LaunchSetting(
              MigrationLaunches.STOP_ON_ENTRY,
              "Stop the guest at once",
              SettingForm.SWITCH,
              "false",
              ""),
          new LaunchSetting(
              MigrationLaunches.STOP_ON_BREAKPOINT,
              "Breakpoints stop the guest",
              SettingForm.SWITCH,
              "false",
              ""));
}
