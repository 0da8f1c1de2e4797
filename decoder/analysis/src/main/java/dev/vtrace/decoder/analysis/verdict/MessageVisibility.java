// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.verdict;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.evidence.CollectedEvidence;
import dev.vtrace.decoder.analysis.evidence.EventsOn;
import dev.vtrace.decoder.analysis.evidence.JoinedRequest;
import dev.vtrace.decoder.analysis.evidence.TraceLog;
import dev.vtrace.decoder.analysis.evidence.Traffic;
import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import dev.vtrace.decoder.analysis.model.Window.WindowKind;
import dev.vtrace.decoder.trace.event.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells whether a message would be in evidence if it had been sent in a window. */
public final class MessageVisibility {
  private final CollectedEvidence material;
  private final EventsOn on;
  private final Map<Traffic, Set<String>> devices = new HashMap<>();
  private final Map<Traffic, SpeakingProcesses> speakers = new HashMap<>();

  /** Recordings that tell of a device, and those that tell of none, in their order. */
  private final Map<String, List<Traffic>> byDevice = new HashMap<>();

  private final List<Traffic> unknown = new ArrayList<>();
  private final Set<String> damaged = new HashSet<>();

  // Asked for each operation of each window.
  private final Map<WindowBuilder, Traffic> recordings = new HashMap<>();

  public MessageVisibility(CollectedEvidence material, EventsOn on, List<WindowBuilder> frames) {
    this.material = material;
    this.on = on;
    for (WindowBuilder frame : frames) {
      for (JoinedRequest hit : frame.hits) {
        if (hit.connection != null) {
          devices.computeIfAbsent(hit.connection, c -> new HashSet<>()).add(frame.device);
        }
      }
    }
    for (Traffic traffic : material.traffic) {
      speakers.put(traffic, new SpeakingProcesses(traffic));
      Set<String> known = devices.getOrDefault(traffic, Set.of());
      if (known.isEmpty()) {
        unknown.add(traffic);
      }
      known.forEach(each -> byDevice.computeIfAbsent(each, d -> new ArrayList<>()).add(traffic));
    }
    for (WindowBuilder frame : frames) {
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
  boolean shows(WindowBuilder frame) {
    return traced(frame) || recorded(frame);
  }

  /** The trace has messages elsewhere, so it would have them here. */
  boolean traced(WindowBuilder frame) {
    return frame.traced
        && limited(frame)
        && on.surely(frame, Event.MESSAGE_SENT)
        && !damaged.contains(frame.participant);
  }

  /** A recording of the connection spans the window. */
  boolean recorded(WindowBuilder frame) {
    return recording(frame) != null;
  }

  /** That recording, or null. */
  @Nullable Traffic recording(WindowBuilder frame) {
    return recordings.get(frame);
  }

  /** Whether the messages of a window are told from those after it. */
  private static boolean limited(WindowBuilder frame) {
    return !frame.traced || frame.old || frame.bounded && !frame.headless;
  }

  private @Nullable Traffic find(WindowBuilder frame) {
    if (!limited(frame)) {
      return null;
    }
    for (Traffic traffic : ofDevice(frame.device)) {
      boolean mine =
          traffic.mayBeOf(frame.participant)
              && (!frame.traced
                  || !traffic.owner.isEmpty()
                  || requireNonNull(speakers.get(traffic))
                      .around(frame)
                      .contains(frame.participant));
      boolean process = traffic.seenBy.isEmpty() || traffic.seenBy.equals(frame.participant);
      if (mine && process && !idle(traffic, frame) && traffic.covers(frame.beginNs, frame.endNs)) {
        return traffic;
      }
    }
    return null;
  }

  /** Where no ring ever ran, there was none to stop. */
  private static boolean idle(Traffic traffic, WindowBuilder frame) {
    return frame.kind == WindowKind.STOP
        && traffic.firstStartNs() < 0
        && traffic.session.fromStart()
        && !traffic.hits.isEmpty();
  }

  /** Other devices of the same process have other connections. */
  private List<Traffic> ofDevice(String device) {
    List<Traffic> own = byDevice.getOrDefault(device, List.of());
    if (unknown.isEmpty() || own.isEmpty()) {
      return own.isEmpty() ? unknown : own;
    }
    Set<Traffic> wanted = new HashSet<>(own);
    wanted.addAll(unknown);
    return material.traffic.stream().filter(wanted::contains).toList();
  }

  /** Whether messages of a window were found on the recording that spans it. */
  boolean carries(WindowBuilder frame) {
    Traffic traffic = recording(frame);
    return traffic != null
        && frame.hits.stream().anyMatch(h -> h.socket != null && h.connection == traffic);
  }
}
