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
  private final CollectedEvidence collected;
  private final EventsOn on;
  private final Map<Traffic, Set<String>> devices = new HashMap<>();
  private final Map<Traffic, SpeakingProcesses> speakers = new HashMap<>();

  /** Recordings that name a device, and those that name none, in their order. */
  private final Map<String, List<Traffic>> byDevice = new HashMap<>();

  private final List<Traffic> unknown = new ArrayList<>();
  private final Set<String> damaged = new HashSet<>();

  // Asked for each operation of each window.
  private final Map<WindowBuilder, Traffic> recordings = new HashMap<>();

  public MessageVisibility(CollectedEvidence collected, EventsOn on, List<WindowBuilder> windows) {
    this.collected = collected;
    this.on = on;
    for (WindowBuilder window : windows) {
      for (JoinedRequest request : window.requests) {
        if (request.connection != null) {
          devices.computeIfAbsent(request.connection, c -> new HashSet<>()).add(window.device);
        }
      }
    }
    for (Traffic traffic : collected.traffic) {
      speakers.put(traffic, new SpeakingProcesses(traffic));
      Set<String> known = devices.getOrDefault(traffic, Set.of());
      if (known.isEmpty()) {
        unknown.add(traffic);
      }
      known.forEach(each -> byDevice.computeIfAbsent(each, d -> new ArrayList<>()).add(traffic));
    }
    for (WindowBuilder window : windows) {
      recordings.put(window, find(window));
    }
    for (String participant : collected.logs.keySet()) {
      TraceLog log = collected.log(participant);
      if (log != null && log.dropped) {
        damaged.add(participant);
      }
    }
  }

  /** Whether trace or traffic shows the messages of a window. */
  boolean shows(WindowBuilder window) {
    return traced(window) || recorded(window);
  }

  /** The trace has messages elsewhere, so it would have them here. */
  boolean traced(WindowBuilder window) {
    return window.traced
        && limited(window)
        && on.surely(window, Event.MESSAGE_SENT)
        && !damaged.contains(window.participant);
  }

  /** A recording of the connection spans the window. */
  boolean recorded(WindowBuilder window) {
    return recording(window) != null;
  }

  /** That recording, or null. */
  @Nullable Traffic recording(WindowBuilder window) {
    return recordings.get(window);
  }

  /** Whether the messages of a window are told from those after it. */
  private static boolean limited(WindowBuilder window) {
    return !window.traced || window.old || window.bounded && !window.headless;
  }

  private @Nullable Traffic find(WindowBuilder window) {
    if (!limited(window)) {
      return null;
    }
    for (Traffic traffic : ofDevice(window.device)) {
      boolean mine =
          traffic.mayBeOf(window.participant)
              && (!window.traced
                  || !traffic.owner.isEmpty()
                  || requireNonNull(speakers.get(traffic))
                      .around(window)
                      .contains(window.participant));
      boolean process = traffic.seenBy.isEmpty() || traffic.seenBy.equals(window.participant);
      if (mine
          && process
          && !idle(traffic, window)
          && traffic.covers(window.beginNs, window.endNs)) {
        return traffic;
      }
    }
    return null;
  }

  /** Where no ring ever ran, there was none to stop. */
  private static boolean idle(Traffic traffic, WindowBuilder window) {
    return window.kind == WindowKind.STOP
        && traffic.firstStartNs() < 0
        && traffic.session.fromStart()
        && !traffic.requests.isEmpty();
  }

  /** Other devices of the same process have other connections. */
  private List<Traffic> ofDevice(String device) {
    List<Traffic> own = byDevice.getOrDefault(device, List.of());
    if (unknown.isEmpty() || own.isEmpty()) {
      return own.isEmpty() ? unknown : own;
    }
    Set<Traffic> wanted = new HashSet<>(own);
    wanted.addAll(unknown);
    return collected.traffic.stream().filter(wanted::contains).toList();
  }

  /** Whether messages of a window were found on the recording that spans it. */
  boolean carries(WindowBuilder window) {
    Traffic traffic = recording(window);
    return traffic != null
        && window.requests.stream().anyMatch(h -> h.socket != null && h.connection == traffic);
  }
}
