// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.runlog;

/** What a line of the log of a run is. */
public enum EntryKind {
  /** A trace event of a QEMU. */
  EVENT("event"),
  /** Events that a QEMU could not record. */
  LOST("lost"),
  /** A line of a QEMU's log that is no event. */
  LINE("line"),
  /** A line of a back-end's log. */
  BACKEND("backend"),
  /** A vhost-user message. */
  MESSAGE("message"),
  /** A connection was opened, closed, or lacks something. */
  CONNECTION("connection"),
  QMP("qmp"),
  /** A section of a migration stream. */
  SECTION("section"),
  /** An operation that nothing shows, at the place where it would have been. */
  OPERATION("operation"),
  FINDING("finding");

  private final String label;

  EntryKind(String label) {
    this.label = label;
  }

  /** The word in text, JSON and conditions. */
  public String label() {
    return label;
  }
}
