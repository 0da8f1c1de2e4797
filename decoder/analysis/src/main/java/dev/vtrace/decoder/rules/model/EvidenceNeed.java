// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.model;

/**
 * What a rule needs to see before it can say that something is right. Each is one thing that a
 * person can record; the table of rules names them.
 */
public enum EvidenceNeed {
  LOG("what a QEMU logged"),
  SOURCE_LOG("the log of the source"),
  DESTINATION_LOG("the log of the destination"),
  BACKEND_LOG("the log of the back-end"),
  SOURCE_EVENTS("a trace of the source with vhost_* events"),
  DESTINATION_EVENTS("a trace of the destination with vhost_* events"),
  SOURCE_DESCRIPTORS("a trace of the source with qemu_file_put_fd"),
  DESTINATION_DESCRIPTORS("a trace of the destination with qemu_file_get_fd"),
  CHANNEL_EVENTS("traces with migration_set_outgoing_channel and migration_set_incoming_channel"),
  SOURCE_STATES("a trace of the source with migrate_set_state"),
  DESTINATION_STATES("a trace of the destination with migrate_set_state"),
  QMP("the QMP transcript"),
  SOCKET("the traffic of the vhost-user socket"),
  /** Where the back-end is handed over, there is one socket only. */
  BOTH_SOCKETS("the traffic of the vhost-user sockets of both sides"),
  STREAM("the migration stream"),
  STREAM_DESCRIPTORS("the descriptors of the stream (--fds)"),
  IDENTITIES("what each descriptor is, as vtrace records it");

  private final String label;

  EvidenceNeed(String label) {
    this.label = label;
  }

  /** What to call it. */
  public String label() {
    return label;
  }
}
