// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.analysis.Window.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** A window while it is being found out about. */
final class Frame {
  final Kind kind;
  final List<Hit> hits = new ArrayList<>();

  /** Queues with an {@code _in} event, and with an {@code _out} event, and where. */
  final TreeMap<Integer, Evidence> queuesIn = new TreeMap<>();

  final TreeSet<Integer> queuesOut = new TreeSet<>();

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

  /** Whether vhost_dev_start and vhost_dev_stop enable and disable rings themselves. */
  boolean vrings = true;

  boolean traced;

  /** The names of QEMU before 11.1: one event without an end, none for queues. */
  boolean old;

  boolean ended;
  String failure = "";
  boolean cut;
  Traffic connection;

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

  boolean failed() {
    return !failure.isEmpty();
  }

  /** Every queue was entered and none was left, as when each is passed over. */
  boolean passedOver() {
    return traced && !old && ended && !queuesIn.isEmpty() && queuesOut.isEmpty();
  }
}
