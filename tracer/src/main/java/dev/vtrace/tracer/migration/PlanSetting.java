// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.migration;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings of a recording: lines of a plan, and options of {@code vtrace record}. */
public enum PlanSetting {
  SOURCE("source", "COMMAND", "the source, to be started"),
  DESTINATION("destination", "COMMAND", "the destination, to be started"),
  SOURCE_QMP("source-qmp", "ADDRESS", "the monitor of a running source"),
  DESTINATION_QMP("destination-qmp", "ADDRESS", "the monitor of a running destination"),
  SOURCE_LIBVIRT("source-libvirt", "DOMAIN", "a source that libvirt runs; needs virsh"),
  DESTINATION_LIBVIRT("destination-libvirt", "DOMAIN", "a destination that libvirt runs"),
  SOURCE_LOG("source-log", "LOG", "the log of a running source"),
  DESTINATION_LOG("destination-log", "LOG", "the log of a running destination"),
  INCOMING("incoming", "URI", "where a running destination already listens"),
  BACKEND("backend", "COMMAND", "a back-end to start first", Repeats.YES),
  VHOST_USER("vhost-user", "SOCKET", "where a back-end listens", Repeats.YES),
  CAPABILITY("c", "capability", "NAME=STATE", "of the migration", Repeats.YES),
  PARAMETER("p", "parameter", "NAME=VALUE", "of the migration", Repeats.YES),
  WHEN(
      "when",
      "STATUS=COMMAND",
      "a QMP command for the source, with arguments as JSON if any, when the migration enters a"
          + " state",
      Repeats.YES),
  WAIT_FOR("wait-for", "EVENT", "begin when the source has logged this trace event"),
  EVENTS(
      "e",
      "events",
      "PATTERN",
      "trace events in addition to the usual ones, or the name of a set of them",
      Repeats.YES),
  EVENTS_ONLY(
      "events-only",
      "PATTERN",
      "trace events instead of the usual ones, or the name of a set of them",
      Repeats.YES),
  AFTER("after", "SECONDS", "continue for this long after the end; default 1"),
  TIMEOUT("timeout", "SECONDS", "how long QMP or a start may take; default 30");

  private final @Nullable String letter;
  private final String label;
  private final String value;
  private final String purpose;
  private final boolean repeatable;

  PlanSetting(String label, String value, String purpose) {
    this(null, label, value, purpose, Repeats.NO);
  }

  PlanSetting(String label, String value, String purpose, Repeats repeats) {
    this(null, label, value, purpose, repeats);
  }

  PlanSetting(
      @Nullable String letter, String label, String value, String purpose, Repeats repeats) {
    this.letter = letter;
    this.label = label;
    this.value = value;
    this.purpose = purpose;
    this.repeatable = repeats == Repeats.YES;
  }

  private enum Repeats {
    YES,
    NO
  }

  /** The letter of its option, or null. */
  public @Nullable String letter() {
    return letter;
  }

  /** Its name in a plan, and of its option. */
  public String label() {
    return label;
  }

  /** What its value is, as {@code SECONDS}. */
  public String value() {
    return value;
  }

  /** What it is for: a clause. */
  public String purpose() {
    return purpose;
  }

  /** Whether there may be several; otherwise the last one counts. */
  public boolean repeatable() {
    return repeatable;
  }

  /** The setting with this name, or null. */
  public static @Nullable PlanSetting of(String label) {
    for (PlanSetting setting : values()) {
      if (setting.label.equals(label)) {
        return setting;
      }
    }
    return null;
  }

  /** All names. */
  public static List<String> labels() {
    return List.of(values()).stream().map(PlanSetting::label).toList();
  }
}
