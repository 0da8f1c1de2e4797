// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.analysis.Window.Kind;
import dev.vtrace.decoder.trace.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A window while it is being found out about. */
final class Frame {
  final Kind kind;
  final List<Hit> hits = new ArrayList<>();

  /** Queues with an {@code _in} event, and with an {@code _out} event, and where. */
  final TreeMap<Integer, Evidence> queuesIn = new TreeMap<>();

  final TreeMap<Integer, Evidence> queuesOut = new TreeMap<>();

  /** The events that begin and end it. */
  final List<Evidence> marks = new ArrayList<>();

  String participant = "";

  /** What the trace calls the device: pointer and name; empty where only traffic tells of it. */
  String key = "";

  String name = "";
  String device = "";
  long beginNs = -1;
  long endNs = -1;

  /** Position of its first event in the log, -1 where there is none. */
  int order = -1;

  /** Whether vhost_dev_start and vhost_dev_stop enable and disable rings; null if not known. */
  Boolean vrings;

  boolean traced;

  /** The names of QEMU before 11.1: one event without an end, none for queues. */
  boolean old;

  /** The device-level event that it lies in: {@code vhost_user_blk_start_in}; empty if not seen. */
  String outer = "";

  /** The log has how the process made the device, so that it lacks none of its windows. */
  boolean born;

  /** Its first events lie before the log, or were not traced. */
  boolean headless;

  /** The log has messages that the device sent right before vhost_dev_start. */
  boolean leads;

  /** Its messages are those between its two events, and no others. */
  boolean bounded;

  boolean ended;
  String failure = "";
  boolean cut;
  Traffic connection;

  /** What its own events tell of transfer, before anything else is looked at. */
  Pattern pattern = Pattern.OPEN;

  Attempt attempt;
  Phase phase = Phase.ORDINARY;
  Transfer transfer = Transfer.NO;
  String why = "";
  Role role = Role.OTHER;

  Frame(Kind kind) {
    this.kind = kind;
  }

  void add(Hit hit) {
    hits.add(hit);
    hit.frame = this;
    if (hit.timeNs >= 0) {
      beginNs = beginNs < 0 ? hit.timeNs : Math.min(beginNs, hit.timeNs);
      endNs = Math.max(endNs, hit.timeNs);
    }
    if (hit.connection != null) {
      connection = hit.connection;
    }
  }

  /** Whether it is a vhost-user-blk device, by any of its names. */
  boolean blk() {
    return name.equals("virtio-blk")
        || outer.contains("_user_blk_")
        || device.contains("vhost-user-blk");
  }

  boolean failed() {
    return !failure.isEmpty();
  }

  /** Whether the trace has all of it, and it went well: what is absent in it did not happen. */
  boolean whole() {
    return traced && !old && ended && !headless && !cut && !failed();
  }

  /** Every queue was entered and none was left, as when each is passed over. */
  boolean passedOver() {
    return traced && !old && ended && !queuesIn.isEmpty() && queuesOut.isEmpty();
  }

  /** The event that begins such a window. */
  static Event begin(Kind kind) {
    return kind == Kind.START ? Event.DEV_START_IN : Event.DEV_STOP_IN;
  }

  /** The event that begins a queue in it. */
  static Event queueBegin(Kind kind) {
    return kind == Kind.START ? Event.QUEUE_START_IN : Event.QUEUE_STOP_IN;
  }

  /** The event that ends it, which is reached by success only. */
  static Event end(Kind kind) {
    return kind == Kind.START ? Event.DEV_START_OUT : Event.DEV_STOP_OUT;
  }

  /** The event that ends a queue in it. */
  static Event queueEnd(Kind kind) {
    return kind == Kind.START ? Event.QUEUE_START_OUT : Event.QUEUE_STOP_OUT;
  }
}
