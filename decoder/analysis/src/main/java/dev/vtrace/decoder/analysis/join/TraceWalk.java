// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.join;

import dev.vtrace.decoder.analysis.evidence.EventsOn;
import dev.vtrace.decoder.analysis.evidence.JoinedRequest;
import dev.vtrace.decoder.analysis.evidence.QueuePairs;
import dev.vtrace.decoder.analysis.evidence.Tolerances;
import dev.vtrace.decoder.analysis.evidence.TraceLog;
import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Window.WindowKind;
import dev.vtrace.decoder.run.LeftOutEvents;
import dev.vtrace.decoder.run.TracedDevice;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Event;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.Flags;
import dev.vtrace.decoder.vhostuser.Request;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the starts and stops in the trace of one process. A window is vhost_dev_start or
 * vhost_dev_stop from its {@code _in} to its {@code _out} event, with what the device does around
 * it. Messages print no pointer, so they belong to the window that is open when they are sent.
 */
final class TraceWalk {
  /** What no stop sends. */
  private static final Set<Effect> STARTS =
      EnumSet.of(
          Effect.FEATURES_SET,
          Effect.INFLIGHT_MAKE,
          Effect.INFLIGHT_SET,
          Effect.RING_SIZE,
          Effect.RING_INDEX,
          Effect.RING_KICK);

  private final TraceLog log;
  private final EventsOn on;
  private final List<WindowBuilder> windows = new ArrayList<>();

  /** Messages outside of windows, and marks of windows that have no end event. */
  private final List<JoinedRequest> loose = new ArrayList<>();

  private final List<JoinedRequest> requests = new ArrayList<>();
  private final Map<JoinedRequest, String> devices = new HashMap<>();

  /** Pointers of the devices that the log shows being made. */
  private final Set<String> born = new LinkedHashSet<>();

  /** The last message of each kind since the last answer. */
  private final Map<Long, JoinedRequest> unanswered = new HashMap<>();

  /** Devices with windows that were not kept since the last one that was, with their queues. */
  private final Map<String, Integer> left = new HashMap<>();

  /** Whether messages before the next one were not kept. */
  private boolean resumed;

  /** Whether no start or stop has come since others were not kept. */
  private boolean behindGap;

  /** Where the last omission was; 0 for nowhere. */
  private int omitted;

  /** From 1, so that there is a place before the first. */
  private int order = 1;

  /** The device-level event that is open, with what was sent in it so far. */
  private @Nullable WindowBuilder outerFrame;

  private @Nullable WindowBuilder core;
  private int queue = -1;

  TraceWalk(TraceLog log, EventsOn on) {
    this.log = log;
    this.on = on;
  }

  void walk() {
    int place = 0;
    int omission = 0;
    Iterator<LeftOutEvents> gaps = log.leftOut.iterator();
    LeftOutEvents gap = gaps.hasNext() ? gaps.next() : null;
    for (TraceEvent event : log.events) {
      while (gap != null && gap.place() == place) {
        leave(gap);
        gap = gaps.hasNext() ? gaps.next() : null;
      }
      place++;
      while (omission < log.omissions.size()
          && log.omissions.get(omission) < event.span().offset()) {
        interrupt();
        omitted = order;
        omission++;
      }
      Event known = event.known();
      if (known != null) {
        vhost(event, known);
      }
      order++;
    }
    if (core != null) {
      core.cut = true;
    }
    closeOuter();
    assign();
  }

  /** From here on, what lies before was not kept, and says nothing of what comes. */
  private void leave(LeftOutEvents gap) {
    interrupt();
    gap.queues().forEach((device, queues) -> left.merge(device, queues, Math::max));
  }

  /** What lies between the last event and the next one is not there. */
  private void interrupt() {
    if (core != null) {
      core.cut = true;
    }
    closeOuter();
    unanswered.clear();
    resumed = true;
    behindGap = true;
    if (!windows.isEmpty() && windows.get(windows.size() - 1).old) {
      // Its messages may be among those that were not kept.
      windows.get(windows.size() - 1).cut = true;
    }
  }

  List<WindowBuilder> frames() {
    return windows;
  }

  /** Whether the trace has windows of a kind, so that messages by themselves make no others. */
  boolean marks(WindowKind kind) {
    return windows.stream().anyMatch(window -> window.kind == kind && !window.old);
  }

  /** Whether a window that is known shows that starts enable their rings themselves. */
  boolean enables() {
    return windows.stream()
        .filter(window -> window.kind == WindowKind.START)
        .flatMap(window -> window.requests.stream())
        .anyMatch(request -> request.does(Effect.RING_ENABLE));
  }

  List<JoinedRequest> loose() {
    return loose;
  }

  List<JoinedRequest> hits() {
    return requests;
  }

  /** Whether the log has times. */
  boolean timed() {
    return !requests.isEmpty() && requests.get(0).timeNs >= 0;
  }

  /** Which device a message was for, where the trace tells: pointer and name. */
  Map<JoinedRequest, String> devices() {
    return devices;
  }

  private void assign() {
    QueuePairs pairs = QueuePairs.of(born, windows);
    for (WindowBuilder window : windows) {
      String device = pairs.leader(window.pointer()) + ":" + window.name;
      window.requests.forEach(request -> devices.put(request, device));
    }
    // Around a mark, which messages are its own is found by cutting; on copies, since it is done
    // again when more is known.
    List<JoinedRequest> copies = new ArrayList<>();
    for (JoinedRequest request : loose) {
      JoinedRequest copy = request.copy(copies.size());
      if (request.id < 0) {
        WindowBuilder mark = request.mark();
        copy.window = new WindowBuilder(mark.kind);
        copy.window.key = mark.key;
        copy.window.headless = mark.headless;
      }
      copies.add(copy);
    }
    for (WindowBuilder group : Segments.cut(copies)) {
      if (!group.key.isEmpty()) {
        group.requests.forEach(copy -> devices.put(loose.get(copy.order), group.key));
      }
    }
  }

  private void vhost(TraceEvent event, Event known) {
    switch (known) {
      case MESSAGE_SENT -> write(event);
      case MESSAGE_RECEIVED -> reply(event);
      case QUEUE_START_IN -> queue(event, WindowKind.START, true);
      case QUEUE_START_OUT -> queue(event, WindowKind.START, false);
      case QUEUE_STOP_IN -> queue(event, WindowKind.STOP, true);
      case QUEUE_STOP_OUT -> queue(event, WindowKind.STOP, false);
      case DEV_START_IN -> core(event, WindowKind.START);
      case DEV_STOP_IN -> core(event, WindowKind.STOP);
      case DEV_START_OUT -> coreOut(event, WindowKind.START);
      case DEV_STOP_OUT -> coreOut(event, WindowKind.STOP);
      case DEVICE_START_IN -> device(event, WindowKind.START);
      case DEVICE_STOP_IN -> device(event, WindowKind.STOP);
      case DEVICE_START_OUT, DEVICE_STOP_OUT -> deviceOut(event);
      case DEV_INIT_IN -> born.add(TracedDevice.pointer(event));
      case DEV_CLEANUP -> {
        if (core != null) {
          fail(core, event);
        }
      }
      default -> {}
    }
  }

  /** {@code vhost_user_blk_start_in} and its like for other devices. */
  private void device(TraceEvent event, WindowKind kind) {
    if (core != null) {
      fail(core, event);
    }
    closeOuter();
    outerFrame = frame(event, kind);
    outerFrame.outer = event.name();
  }

  private void deviceOut(TraceEvent event) {
    if (outerFrame != null) {
      outerFrame.marks.add(Evidence.of(event));
      outerFrame.endNs = Math.max(outerFrame.endNs, log.time(event));
    }
    closeOuter();
  }

  private WindowBuilder frame(TraceEvent event, WindowKind kind) {
    WindowBuilder window = new WindowBuilder(kind);
    window.participant = log.participant;
    window.traced = true;
    window.order = order;
    window.omission = omitted;
    window.beginNs = log.time(event);
    window.endNs = window.beginNs;
    window.marks.add(Evidence.of(event));
    return window;
  }

  /** A device-level event without vhost_dev_start or _stop in it is an error path, no window. */
  private void closeOuter() {
    if (outerFrame != null && outerFrame.key.isEmpty()) {
      for (JoinedRequest request : outerFrame.requests) {
        request.window = null;
        loose.add(request);
      }
    }
    outerFrame = null;
    core = null;
    queue = -1;
  }

  private void core(TraceEvent event, WindowKind kind) {
    boolean old = !event.event().paired();
    if (core != null && !old) {
      fail(core, event);
    }
    WindowBuilder window = open(event, kind);
    OptionalLong vrings = event.number("vrings");
    window.vrings = vrings.isPresent() ? vrings.getAsLong() != 0 : null;
    window.old = old;
    if (old) {
      window.ended = true;
      window.cut = behindGap;
      mark(window);
    } else {
      core = window;
      window.bounded = on.surely(log.participant, WindowBuilder.end(kind));
      if (window.bounded && kind == WindowKind.START && window.outer.isEmpty()) {
        before(window);
      }
    }
    queue = -1;
    behindGap = false;
  }

  /** A window of the device that an event names, within what the device does around it. */
  private WindowBuilder open(TraceEvent event, WindowKind kind) {
    WindowBuilder outer = outerFrame;
    boolean inside = outer != null && outer.kind == kind && outer.key.isEmpty();
    WindowBuilder window = outer != null && inside ? outer : frame(event, kind);
    if (inside) {
      window.marks.add(Evidence.of(event));
    }
    window.key = TracedDevice.key(event);
    window.born = born.contains(TracedDevice.pointer(event));
    Integer queues = left.remove(window.key);
    window.resumed = queues != null;
    window.queuesLeftOut = queues == null ? 0 : queues;
    window.name = event.string("name");
    windows.add(window);
    return window;
  }

  /** Which messages are of a window without two ends is found later, by what lies around it. */
  private void mark(WindowBuilder window) {
    JoinedRequest mark = new JoinedRequest(-1, null);
    mark.window = window;
    mark.timeNs = window.beginNs;
    loose.add(mark);
  }

  /** Where the device's own event is not traced, what it sends first lies before the window. */
  private void before(WindowBuilder window) {
    List<JoinedRequest> copies = new ArrayList<>();
    long next = window.beginNs;
    for (int i = loose.size() - 1; i >= 0 && loose.get(i).id >= 0; i--) {
      JoinedRequest request = loose.get(i);
      if (next >= 0 && next - request.timeNs > Tolerances.USED.pause()) {
        break;
      }
      next = request.timeNs;
      copies.add(0, request.copy(i));
    }
    List<WindowBuilder> groups = Segments.cut(copies);
    WindowBuilder last = groups.isEmpty() ? null : groups.get(groups.size() - 1);
    if (last != null && last.kind == WindowKind.START) {
      // A log that begins among these messages may lack the first of them.
      window.leads = window.born || last.requests.get(0).order > 0;
      for (JoinedRequest copy : last.requests) {
        window.add(loose.get(copy.order));
      }
      loose.subList(last.requests.get(0).order, loose.size()).clear();
    }
  }

  private void coreOut(TraceEvent event, WindowKind kind) {
    WindowBuilder window = current(event, kind);
    window.marks.add(Evidence.of(event));
    window.ended = true;
    window.endNs = Math.max(window.endNs, log.time(event));
    Event end = kind == WindowKind.START ? Event.DEVICE_START_OUT : Event.DEVICE_STOP_OUT;
    if (window == outerFrame && !on.surely(log.participant, end)) {
      // What the device does after it cannot be told from what comes later.
      outerFrame = null;
    }
    core = null;
    queue = -1;
  }

  /** The open window that an event is of, or where that is none, one without its begin. */
  private WindowBuilder current(TraceEvent event, WindowKind kind) {
    WindowBuilder open = core;
    return open != null && open.kind == kind && open.key.equals(TracedDevice.key(event))
        ? open
        : headless(event, kind);
  }

  /** A window of which the log has no begin: it began before the log, or that is not traced. */
  private WindowBuilder headless(TraceEvent event, WindowKind kind) {
    WindowBuilder window = open(event, kind);
    window.headless = true;
    core = window;
    return window;
  }

  /** The window ends in an error: something begins that cannot lie in it. */
  private void fail(WindowBuilder window, TraceEvent event) {
    boolean would = on.surely(log.participant, WindowBuilder.end(window.kind));
    if (would && !window.headless) {
      window.failure = event.name() + " before the end of it";
      window.marks.add(Evidence.of(event));
      window.endNs = Math.max(window.endNs, log.time(event));
    }
    core = null;
    queue = -1;
  }

  private void queue(TraceEvent event, WindowKind kind, boolean in) {
    int index = (int) event.number("idx", -1);
    if (index < 0) {
      return;
    }
    if (undone(event, kind)) {
      return;
    }
    boolean again = core != null && core.headless && in && core.queuesIn.containsKey(index);
    WindowBuilder window = again ? headless(event, kind) : current(event, kind);
    window.endNs = Math.max(window.endNs, log.time(event));
    if (in) {
      window.queuesIn.put(index, Evidence.of(event));
      queue = index;
    } else {
      window.queuesOut.put(index, Evidence.of(event));
      queue = -1;
    }
  }

  /** A start that fails stops the queues that it has started, and is never left. */
  private boolean undone(TraceEvent event, WindowKind kind) {
    WindowBuilder window = core;
    if (window == null
        || window.kind != WindowKind.START
        || kind != WindowKind.STOP
        || !window.bounded
        || !window.key.equals(TracedDevice.key(event))
        || !on.surely(log.participant, WindowBuilder.begin(WindowKind.STOP))) {
      return false;
    }
    window.failure = "its queues are stopped again in it";
    window.endNs = Math.max(window.endNs, log.time(event));
    return true;
  }

  private void write(TraceEvent event) {
    long id = event.number("req", -1);
    if (id < 0) {
      return;
    }
    JoinedRequest request = new JoinedRequest(id, Request.of(Channel.MAIN, (int) id));
    request.participant = log.participant;
    request.timeNs = log.time(event);
    request.order = order;
    request.trace = Evidence.of(event);
    request.awaited = (event.number("flags", 0) & Flags.NEED_REPLY) != 0;
    leaveStop(request);
    boolean stops = request.does(Effect.RING_STOP);
    if (queue >= 0
        && perQueue(request.request)
        && core != null
        && core.kind == WindowKind.STOP == stops) {
      request.queue = queue;
    }
    request.resumed = resumed;
    resumed = false;
    requests.add(request);
    unanswered.put(id, request);
    WindowBuilder open = core != null && !core.headless ? core : outerFrame;
    if (open == null || open == core && !open.bounded) {
      loose.add(request);
    } else {
      open.add(request);
    }
  }

  /** Only a start sends it: a stop that is still open has ended, and the log lost its end. */
  private void leaveStop(JoinedRequest request) {
    WindowBuilder open = core != null ? core : outerFrame;
    boolean starts = request.request != null && STARTS.contains(request.request.effect());
    if (open != null && open.kind == WindowKind.STOP && starts) {
      open.cut = true;
      closeOuter();
    }
  }

  /** What is sent for one queue while that queue is started or stopped. */
  private static boolean perQueue(@Nullable Request request) {
    return request != null && request.perQueue() && request.effect() != Effect.RING_ENABLE;
  }

  private void reply(TraceEvent event) {
    JoinedRequest request = unanswered.get(event.number("req", -1));
    if (request != null) {
      request.answered = true;
      request.reply = Evidence.of(event);
      request.replyNs = log.time(event);
      unanswered.clear();
    }
  }
}
