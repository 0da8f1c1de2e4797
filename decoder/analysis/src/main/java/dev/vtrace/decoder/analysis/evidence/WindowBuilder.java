// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.evidence;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Pattern;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Role;
import dev.vtrace.decoder.analysis.model.Transfer;
import dev.vtrace.decoder.analysis.model.Window.WindowKind;
import dev.vtrace.decoder.trace.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A window while it is being found out about. */
public final class WindowBuilder {
  public final WindowKind kind;
  public final List<JoinedRequest> requests = new ArrayList<>();

  /** Queues with an {@code _in} event, and with an {@code _out} event, and where. */
  public final TreeMap<Integer, Evidence> queuesIn = new TreeMap<>();

  public final TreeMap<Integer, Evidence> queuesOut = new TreeMap<>();

  /** The events that begin and end it. */
  public final List<Evidence> marks = new ArrayList<>();

  public String participant = "";

  /** What the trace calls the device: pointer and name; empty where only traffic shows it. */
  public String key = "";

  public String name = "";
  public String device = "";

  /** Which pair of queues of a network device it starts or stops, from 0. */
  public int pair;

  public long beginNs = -1;
  public long endNs = -1;

  /** Position of its first event in the log, -1 where there is none. */
  public int order = -1;

  /** Whether vhost_dev_start and vhost_dev_stop enable and disable rings; null if not known. */
  public @Nullable Boolean vrings;

  public boolean traced;

  /** The names of QEMU before 11.1: one event without an end, none for queues. */
  public boolean old;

  /** The device-level event that it lies in: {@code vhost_user_blk_start_in}; empty if not seen. */
  public String outer = "";

  /** The log has how the process made the device, so that it lacks none of its windows. */
  public boolean born;

  /** Its first events lie before the log, or were not traced. */
  public boolean headless;

  /** The log has messages that the device sent right before vhost_dev_start. */
  public boolean leads;

  /** Its messages are those between its two events, and no others. */
  public boolean bounded;

  /** The place in the log of the last omission before it; 0 for none. */
  public int omission;

  /** The first of its device after others that were not kept. */
  public boolean resumed;

  /** The number of queues that those show the device to have at least. */
  public int queuesLeftOut;

  public boolean ended;
  public String failure = "";
  public boolean cut;
  public @Nullable Traffic connection;

  /** What its own events say about a transfer, before anything else is looked at. */
  public Pattern pattern = Pattern.OPEN;

  public @Nullable Attempt attempt;
  public Phase phase = Phase.ORDINARY;
  public Transfer transfer = Transfer.NO;
  public String why = "";
  public Role role = Role.OTHER;

  public WindowBuilder(WindowKind kind) {
    this.kind = kind;
  }

  public void add(JoinedRequest request) {
    requests.add(request);
    request.window = this;
    if (request.timeNs >= 0) {
      beginNs = beginNs < 0 ? request.timeNs : Math.min(beginNs, request.timeNs);
      endNs = Math.max(endNs, request.timeNs);
    }
    if (request.connection != null) {
      connection = request.connection;
    }
  }

  /** Whether it is a vhost-user-blk device, by any of its names. */
  public boolean blk() {
    return name.equals("virtio-blk")
        || outer.contains("_user_blk_")
        || device.contains("vhost-user-blk");
  }

  /** Whether it is a network device. */
  public boolean net() {
    return name.equals("virtio-net");
  }

  /** The pointer that the trace has of its vhost device; empty where only traffic shows it. */
  public String pointer() {
    int colon = key.indexOf(':');
    return colon < 0 ? key : key.substring(0, colon);
  }

  /** Its vhost device: a network device has one for each pair of queues. */
  public String vhostDevice() {
    return pair == 0 ? device : device + " pair " + pair;
  }

  public boolean failed() {
    return !failure.isEmpty();
  }

  /** Whether the trace has all of it, and it went well: what is absent in it did not happen. */
  public boolean whole() {
    return traced && !old && ended && !headless && !cut && !failed();
  }

  /** Every queue was entered and none was left, as when each is passed over. */
  public boolean passedOver() {
    return traced && !old && ended && !queuesIn.isEmpty() && queuesOut.isEmpty();
  }

  /** The event that begins such a window. */
  public static Event begin(WindowKind kind) {
    return kind == WindowKind.START ? Event.DEV_START_IN : Event.DEV_STOP_IN;
  }

  /** The event that begins a queue in it. */
  public static Event queueBegin(WindowKind kind) {
    return kind == WindowKind.START ? Event.QUEUE_START_IN : Event.QUEUE_STOP_IN;
  }

  /** The event that ends it, which is reached by success only. */
  public static Event end(WindowKind kind) {
    return kind == WindowKind.START ? Event.DEV_START_OUT : Event.DEV_STOP_OUT;
  }

  /** The event that ends a queue in it. */
  public static Event queueEnd(WindowKind kind) {
    return kind == WindowKind.START ? Event.QUEUE_START_OUT : Event.QUEUE_STOP_OUT;
  }
}
