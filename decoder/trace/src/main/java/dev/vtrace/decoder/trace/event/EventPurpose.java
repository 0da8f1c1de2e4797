// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.event;

/** What a trace event proves, or what it is read for. */
public enum EventPurpose {
  /** vhost_dev_start or vhost_dev_stop was entered. */
  WINDOW_BEGIN(Edge.BEGIN),
  /** It was left without an error. */
  WINDOW_END(Edge.END),
  /** The start or stop of one queue was entered. */
  QUEUE_BEGIN(Edge.BEGIN),
  /** All messages of the start or stop of one queue were sent. */
  QUEUE_END(Edge.END),
  /** A device model began to start or stop; vhost_dev_start or vhost_dev_stop lies in it. */
  DEVICE_BEGIN(Edge.BEGIN),
  /** A device model is done with its start or stop. */
  DEVICE_END(Edge.END),
  /** Another step of a device's life began. */
  STEP_BEGIN(Edge.BEGIN),
  /** Another step of a device's life ended. */
  STEP_END(Edge.END),
  /** The device was given up. */
  CLEANUP(Edge.NONE),
  /** A vhost-user request was sent. */
  MESSAGE_SENT(Edge.NONE),
  /** A vhost-user reply came. */
  MESSAGE_RECEIVED(Edge.NONE),
  /** The state of the migration changed, or the migration ended. */
  MIGRATION_STATE(Edge.NONE),
  /** The process is the source of a migration. */
  OUTGOING(Edge.NONE),
  /** The process is the destination of a migration. */
  INCOMING(Edge.NONE),
  /** A descriptor was put into the stream. */
  DESCRIPTOR_SENT(Edge.NONE),
  /** A descriptor was taken from the stream. */
  DESCRIPTOR_TAKEN(Edge.NONE),
  /** The VM stopped or went on. */
  RUN_STATE(Edge.NONE),
  /** QEMU's own measure of the downtime. */
  DOWNTIME(Edge.NONE),
  /** A section is being saved. */
  SECTION_BEGIN(Edge.NONE),
  /** A section was saved. */
  SECTION_END(Edge.NONE),
  /** The destination begins to load the state of a device. */
  STATE_LOADED(Edge.NONE),
  /** The destination goes on to something else than the state that it was loading. */
  STATE_LEFT(Edge.NONE),
  /** Shown to people, nothing is concluded from it. */
  SHOWN(Edge.NONE);

  /** Which end of something an event is. */
  enum Edge {
    BEGIN,
    END,
    NONE
  }

  private final Edge edge;

  EventPurpose(Edge edge) {
    this.edge = edge;
  }

  /** Whether the event is the first of a pair. */
  public boolean begins() {
    return edge == Edge.BEGIN;
  }

  /** Whether the event is the second of a pair. */
  public boolean ends() {
    return edge == Edge.END;
  }
}
