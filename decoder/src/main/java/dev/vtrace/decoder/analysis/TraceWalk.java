// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.analysis.Window.Kind;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.Flags;
import dev.vtrace.decoder.vhostuser.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the starts and stops in the trace of one process. A window is vhost_dev_start or
 * vhost_dev_stop from its {@code _in} to its {@code _out} event, with what the device does around
 * it. Messages print no pointer, so they belong to the window that is open when they are sent.
 */
final class TraceWalk {
  private final TraceLog log;
  private final List<Frame> frames = new ArrayList<>();

  /** Messages outside of windows, and marks of windows that have no end event. */
  private final List<Hit> loose = new ArrayList<>();

  private final List<Hit> hits = new ArrayList<>();
  private final Map<Hit, String> devices = new HashMap<>();

  /** The last message of each kind since the last answer. */
  private final Map<Long, Hit> unanswered = new HashMap<>();

  private int order;

  /** The device-level event that is open: what it is, and what was sent in it so far. */
  private String outer = "";

  private Frame outerFrame;
  private Frame core;
  private int queue = -1;

  TraceWalk(TraceLog log) {
    this.log = log;
  }

  void walk() {
    for (TraceEvent event : log.events) {
      String name = event.canonical();
      if (name.startsWith("vhost_")) {
        vhost(event, name);
      }
      order++;
    }
    if (core != null) {
      core.cut = true;
    }
    closeOuter();
    assign();
  }

  List<Frame> frames() {
    return frames;
  }

  /** Whether the trace marks begin and end of windows, so that there are no others. */
  boolean marks() {
    for (Frame frame : frames) {
      if (!frame.old) {
        return true;
      }
    }
    return false;
  }

  List<Hit> loose() {
    return loose;
  }

  List<Hit> hits() {
    return hits;
  }

  /** Which device a message was for, where the trace tells: pointer and name. */
  Map<Hit, String> devices() {
    return devices;
  }

  private void assign() {
    for (Frame frame : frames) {
      frame.hits.forEach(hit -> devices.put(hit, frame.key));
    }
    // Around a mark, which messages are its own is found by cutting; on copies, since it is done
    // again when more is known.
    List<Hit> copies = new ArrayList<>();
    for (Hit hit : loose) {
      Hit copy = new Hit(hit.id, hit.request);
      copy.timeNs = hit.timeNs;
      copy.order = copies.size();
      if (hit.id < 0) {
        copy.frame = new Frame(hit.frame.kind);
        copy.frame.key = hit.frame.key;
      }
      copies.add(copy);
    }
    for (Frame group : Segments.cut(copies)) {
      if (!group.key.isEmpty()) {
        group.hits.forEach(copy -> devices.put(loose.get(copy.order), group.key));
      }
    }
  }

  private void vhost(TraceEvent event, String name) {
    if (name.equals("vhost_user_write")) {
      write(event);
    } else if (name.equals("vhost_user_read")) {
      reply(event);
    } else if (name.startsWith("vhost_virtqueue_")) {
      queue(event, name);
    } else if (name.equals("vhost_dev_start_in") || name.equals("vhost_dev_stop_in")) {
      core(event, name.equals("vhost_dev_start_in") ? Kind.START : Kind.STOP);
    } else if (name.equals("vhost_dev_start_out") || name.equals("vhost_dev_stop_out")) {
      coreOut(event);
    } else if (name.equals("vhost_dev_cleanup") && core != null) {
      fail(event);
    } else if (name.startsWith("vhost_user_")) {
      device(event, name);
    }
  }

  /** {@code vhost_user_blk_start_in} and its like for other devices. */
  private void device(TraceEvent event, String name) {
    boolean start = name.endsWith("_start_in");
    if (start || name.endsWith("_stop_in")) {
      if (core != null) {
        fail(event);
      }
      closeOuter();
      outer = name;
      outerFrame = frame(event, start ? Kind.START : Kind.STOP);
    } else if (name.endsWith("_start_out") || name.endsWith("_stop_out")) {
      if (outerFrame != null) {
        outerFrame.marks.add(EventWords.evidence(event));
        outerFrame.endNs = Math.max(outerFrame.endNs, log.time(event));
      }
      closeOuter();
    }
  }

  private Frame frame(TraceEvent event, Kind kind) {
    Frame frame = new Frame(kind);
    frame.participant = log.participant;
    frame.traced = true;
    frame.order = order;
    frame.beginNs = log.time(event);
    frame.endNs = frame.beginNs;
    frame.marks.add(EventWords.evidence(event));
    return frame;
  }

  /** A device-level event without vhost_dev_start or _stop in it is an error path, no window. */
  private void closeOuter() {
    if (outerFrame != null && outerFrame.key.isEmpty()) {
      for (Hit hit : outerFrame.hits) {
        hit.frame = null;
        loose.add(hit);
      }
    }
    outer = "";
    outerFrame = null;
    core = null;
    queue = -1;
  }

  private void core(TraceEvent event, Kind kind) {
    boolean old = !event.name().endsWith("_in");
    boolean inside = outerFrame != null && outerFrame.kind == kind && outerFrame.key.isEmpty();
    if (core != null && !old) {
      fail(event);
    }
    Frame frame = inside ? outerFrame : frame(event, kind);
    if (inside) {
      frame.marks.add(EventWords.evidence(event));
    }
    frame.key = EventWords.pointer(event.text()) + ":" + EventWords.name(event.text());
    frame.name = EventWords.name(event.text());
    frame.vrings = EventWords.after(event.text(), "vrings:") != 0;
    frame.old = old;
    frames.add(frame);
    if (old) {
      frame.ended = true;
      Hit mark = new Hit(-1, null);
      mark.frame = frame;
      mark.timeNs = frame.beginNs;
      loose.add(mark);
    } else {
      core = frame;
    }
    queue = -1;
  }

  private void coreOut(TraceEvent event) {
    if (core != null) {
      core.marks.add(EventWords.evidence(event));
      core.ended = true;
      core.endNs = Math.max(core.endNs, log.time(event));
    }
    core = null;
    queue = -1;
  }

  /** The window ends in an error: something begins that cannot lie in it. */
  private void fail(TraceEvent event) {
    core.failure = event.name() + " before the end of it";
    core.marks.add(EventWords.evidence(event));
    core.endNs = Math.max(core.endNs, log.time(event));
    core = null;
    queue = -1;
  }

  private void queue(TraceEvent event, String name) {
    int index = EventWords.queue(event.text());
    if (core == null || index < 0) {
      return;
    }
    if (name.endsWith("_in")) {
      core.queuesIn.put(index, EventWords.evidence(event));
      queue = index;
    } else {
      core.queuesOut.add(index);
      queue = -1;
    }
  }

  private void write(TraceEvent event) {
    long id = EventWords.request(event.text());
    if (id < 0) {
      return;
    }
    Hit hit = new Hit(id, Request.of(Channel.MAIN, (int) id));
    hit.participant = log.participant;
    hit.timeNs = log.time(event);
    hit.order = order;
    hit.trace = EventWords.evidence(event);
    hit.awaited = (EventWords.flags(event.text()) & Flags.NEED_REPLY) != 0;
    if (queue >= 0 && perQueue(hit.request)) {
      hit.queue = queue;
    }
    hits.add(hit);
    unanswered.put(id, hit);
    Frame open = core != null ? core : outerFrame;
    if (open == null) {
      loose.add(hit);
    } else {
      open.add(hit);
    }
  }

  /** What is sent for one queue while that queue is started or stopped. */
  private static boolean perQueue(Request request) {
    return request != null && request.perQueue() && request.effect() != Effect.RING_ENABLE;
  }

  private void reply(TraceEvent event) {
    Hit hit = unanswered.get(EventWords.request(event.text()));
    if (hit != null) {
      hit.answered = true;
      hit.reply = EventWords.evidence(event);
      hit.replyNs = log.time(event);
      unanswered.clear();
    }
  }
}
