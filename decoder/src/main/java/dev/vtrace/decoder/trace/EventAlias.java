// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import java.util.HashMap;
import java.util.Map;

/**
 * Trace events that had other names in other versions of QEMU; the canonical name is the newest.
 *
 * <p>To add one, add a row.
 */
public enum EventAlias {
  DEV_START("vhost_dev_start", "vhost_dev_start_in", "", "11.1", "vhost refactoring v4"),
  DEV_STOP("vhost_dev_stop", "vhost_dev_stop_in", "", "11.1", "vhost refactoring v4"),
  QUEUE_START_IN(
      "vhost_virtque_start_in",
      "vhost_virtqueue_start_in",
      "",
      "11.1",
      "live-backend series v2, renamed in vhost refactoring v4"),
  QUEUE_START_OUT(
      "vhost_virtque_start_out",
      "vhost_virtqueue_start_out",
      "",
      "11.1",
      "live-backend series v2, renamed in vhost refactoring v4"),
  QUEUE_STOP_IN(
      "vhost_virtque_stop_in",
      "vhost_virtqueue_stop_in",
      "",
      "11.1",
      "live-backend series v2, renamed in vhost refactoring v4"),
  QUEUE_STOP_OUT(
      "vhost_virtque_stop_out",
      "vhost_virtqueue_stop_out",
      "",
      "11.1",
      "live-backend series v2, renamed in vhost refactoring v4");

  private static final Map<String, String> CANONICAL = new HashMap<>();

  static {
    for (EventAlias row : values()) {
      CANONICAL.put(row.name, row.canonical);
    }
  }

  private final String name;
  private final String canonical;
  private final String since;
  private final String until;
  private final String source;

  EventAlias(String name, String canonical, String since, String until, String source) {
    this.name = name;
    this.canonical = canonical;
    this.since = since;
    this.until = until;
    this.source = source;
  }

  /** The newest name of an event. */
  public static String canonical(String name) {
    return CANONICAL.getOrDefault(name, name);
  }

  /** The former name. */
  public String former() {
    return name;
  }

  /** The newest name. */
  public String canonical() {
    return canonical;
  }

  /** The QEMU version that introduced the former name; empty if older than 7.2. */
  public String since() {
    return since;
  }

  /** The QEMU version that has the newest name instead. */
  public String until() {
    return until;
  }

  /** Where that was decided. */
  public String source() {
    return source;
  }
}
