// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.analysis.Window.Kind;
import dev.vtrace.decoder.trace.Event;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells whether a message would be in evidence if it had been sent in a window. */
final class Coverage {
  private final Material material;
  private final EventsOn on;
  private final Map<Traffic, Set<String>> devices = new HashMap<>();
  private final Map<Traffic, Speakers> speakers = new HashMap<>();
  private final Set<String> damaged = new HashSet<>();

  // Asked for each operation of each window.
  private final Map<Frame, Traffic> recordings = new HashMap<>();

  Coverage(Material material, EventsOn on, List<Frame> frames) {
    this.material = material;
    this.on = on;
    for (Frame frame : frames) {
      for (Hit hit : frame.hits) {
        if (hit.connection != null) {
          devices.computeIfAbsent(hit.connection, c -> new HashSet<>()).add(frame.device);
        }
      }
    }
    for (Traffic traffic : material.traffic) {
      speakers.put(traffic, new Speakers(traffic));
    }
    for (Frame frame : frames) {
      recordings.put(frame, find(frame));
    }
    for (String participant : material.logs.keySet()) {
      TraceLog log = material.log(participant);
      if (log != null && log.dropped) {
        damaged.add(participant);
      }
    }
  }

  /** Whether trace or traffic shows the messages of a window. */
  boolean shows(Frame frame) {
    return traced(frame) || recorded(frame);
  }

  /** The trace has messages elsewhere, so it would have them here. */
  boolean traced(Frame frame) {
    return frame.traced
        && limited(frame)
        && on.surely(frame.participant, Event.MESSAGE_SENT)
        && !damaged.contains(frame.participant);
  }

  /** A recording of the connection spans the window. */
  boolean recorded(Frame frame) {
    return recording(frame) != null;
  }

  /** That recording, or null. */
  Traffic recording(Frame frame) {
    return recordings.get(frame);
  }

  /** Whether the messages of a window are told from those after it. */
  private static boolean limited(Frame frame) {
    return !frame.traced || frame.old || frame.bounded && !frame.headless;
  }

  private Traffic find(Frame frame) {
    if (!limited(frame)) {
      return null;
    }
    for (Traffic traffic : material.traffic) {
      boolean mine =
          traffic.mayBeOf(frame.participant)
              && ofDevice(traffic, frame)
              && (!frame.traced
                  || !traffic.owner.isEmpty()
                  || speakers.get(traffic).around(frame).contains(frame.participant));
      boolean process = traffic.seenBy.isEmpty() || traffic.seenBy.equals(frame.participant);
      if (mine && process && !idle(traffic, frame) && traffic.covers(frame.beginNs, frame.endNs)) {
        return traffic;
      }
    }
    return null;
  }

  /** Where no ring ever ran, there was none to stop. */
  private static boolean idle(Traffic traffic, Frame frame) {
    return frame.kind == Kind.STOP
        && traffic.firstStartNs() < 0
        && traffic.session.fromStart()
        && !traffic.hits.isEmpty();
  }

  /** Other devices of the same process have other connections. */
  private boolean ofDevice(Traffic traffic, Frame frame) {
    Set<String> known = devices.getOrDefault(traffic, Set.of());
    return known.isEmpty() || known.contains(frame.device);
  }

  /** Whether messages of a window were found on the recording that spans it. */
  boolean carries(Frame frame) {
    Traffic traffic = recording(frame);
    return traffic != null
        && frame.hits.stream().anyMatch(h -> h.socket != null && h.connection == traffic);
  }
}
