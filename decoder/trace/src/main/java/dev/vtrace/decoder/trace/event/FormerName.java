// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.event;

/**
 * How a trace event was called in other versions of QEMU.
 *
 * @param name the former name
 * @param since the QEMU version that introduced it; empty if older than 7.2
 * @param until a QEMU version that has the newest name instead
 * @param paired whether the versions that have this name trace the other end, too
 * @param source where that was decided
 */
public record FormerName(String name, String since, String until, boolean paired, String source) {
  private static final String REFACTORING = "vhost refactoring v4";

  private static final String SERIES = "live-backend series v2, renamed in vhost refactoring v4";

  /** A name of a version that traces the beginning only. */
  static FormerName alone(String name) {
    return new FormerName(name, "", "11.1", false, REFACTORING);
  }

  /** A name of the series for backend transfer before it was merged. */
  static FormerName series(String name) {
    return new FormerName(name, "", "11.1", true, SERIES);
  }

  /** A name from the time when migrations were named after their descriptor. */
  static FormerName migration(String name) {
    return new FormerName(name, "", "10.2", true, "migration/trace-events of QEMU 7.2 and 10.2");
  }
}
