// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.setup;

import dev.vtrace.decoder.analysis.model.Evidence;

/**
 * One thing that a QEMU was given or answered.
 *
 * @param source what tells it
 * @param subject what has the property: {@code device vub0}, {@code machine}, {@code capability}
 * @param property its name
 * @param value as it was written
 * @param evidence where it stands
 */
public record QemuSetting(
    SetupSource source, String subject, String property, String value, Evidence evidence) {
  /** Where a fact about a QEMU comes from; only facts of the same source are compared. */
  public enum SetupSource {
    VERSION("version"),
    COMMAND_LINE("command line"),
    PROPERTIES("properties of devices"),
    CHARDEVS("character devices"),
    CAPABILITIES("migration capabilities"),
    PARAMETERS("migration parameters");

    private final String label;

    SetupSource(String label) {
      this.label = label;
    }

    /** The words in text and JSON. */
    public String label() {
      return label;
    }
  }

  /** What has to be equal for two settings to be the same one. */
  String key() {
    return source + "\n" + subject + "\n" + property;
  }
}
