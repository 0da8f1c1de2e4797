// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.view;

import dev.vtrace.decoder.analysis.evidence.CollectedEvidence;
import dev.vtrace.decoder.analysis.evidence.TraceLog;
import dev.vtrace.decoder.analysis.evidence.Traffic;
import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import dev.vtrace.decoder.analysis.model.Device;
import dev.vtrace.decoder.analysis.verdict.DeviceFacts;
import dev.vtrace.decoder.trace.event.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Pairs the devices of all processes. Pointers differ between processes and names are the same for
 * all devices of a kind, so they are paired by the order in which each process has them.
 */
public final class Devices {
  private final CollectedEvidence collected;
  private final List<String> sections;
  private final Map<String, Set<String>> users = new LinkedHashMap<>();

  public Devices(CollectedEvidence collected) {
    this.collected = collected;
    this.sections = sections(collected);
  }

  /** Gives every frame the name of its device. */
  public void name(List<WindowBuilder> windows) {
    Map<String, Map<String, Integer>> keys = keys(windows);
    int most = 1;
    for (Map<String, Integer> each : keys.values()) {
      most = Math.max(most, each.size());
    }
    Map<Traffic, String> served = new HashMap<>();
    Map<String, String> only = new HashMap<>();
    for (WindowBuilder window : windows) {
      if (!window.key.isEmpty()) {
        int index =
            keys.getOrDefault(window.participant, Map.of()).getOrDefault(pointer(window), 0);
        window.device = name(window, index, most);
        served.putIfAbsent(window.connection, window.device);
        only.merge(window.participant, window.device, (a, b) -> a.equals(b) ? a : "");
      }
    }
    Map<String, Map<Traffic, Integer>> connections = connections(windows);
    for (WindowBuilder window : windows) {
      if (window.key.isEmpty()) {
        String known = window.connection == null ? null : served.get(window.connection);
        boolean one =
            keys.getOrDefault(window.participant, Map.of()).size() == 1
                && connections.getOrDefault(window.participant, Map.of()).size() <= 1;
        String own = one ? only.getOrDefault(window.participant, "") : "";
        boolean same = known == null && !own.isEmpty();
        window.device = same ? own : known != null ? known : name(window, keys, connections);
      }
      users.computeIfAbsent(window.device, d -> new LinkedHashSet<>()).add(window.participant);
    }
  }

  /** The connections of a process are in the order of its devices, if there are as many. */
  private String name(
      WindowBuilder window,
      Map<String, Map<String, Integer>> keys,
      Map<String, Map<Traffic, Integer>> connections) {
    int devices = keys.getOrDefault(window.participant, Map.of()).size();
    Map<Traffic, Integer> used = connections.getOrDefault(window.participant, Map.of());
    if (devices == 1 || window.connection == null) {
      return name(window, 0, Math.max(1, devices));
    }
    return name(window, used.getOrDefault(window.connection, -1), used.size());
  }

  /**
   * The pointers of devices of each process, numbered in the order of vhost_dev_init, where all
   * are, else of their first start.
   */
  private Map<String, Map<String, Integer>> keys(List<WindowBuilder> windows) {
    Map<String, Map<String, Integer>> keys = new LinkedHashMap<>();
    for (String participant : collected.logs.keySet()) {
      TraceLog log = collected.log(participant);
      if (log != null) {
        for (var event : log.events) {
          if (event.is(Event.DEV_INIT_IN)) {
            event.pointer("dev").ifPresent(dev -> add(keys, participant, hex(dev)));
          }
        }
      }
    }
    for (WindowBuilder window : windows) {
      if (!window.key.isEmpty()) {
        add(keys, window.participant, pointer(window));
      }
    }
    return keys;
  }

  private static String hex(long pointer) {
    return "0x" + Long.toHexString(pointer);
  }

  /** The key of a frame is its pointer, a colon, and a name. */
  private static String pointer(WindowBuilder window) {
    int colon = window.key.indexOf(':');
    return colon < 0 ? window.key : window.key.substring(0, colon);
  }

  private static void add(Map<String, Map<String, Integer>> keys, String participant, String key) {
    Map<String, Integer> numbers = keys.computeIfAbsent(participant, p -> new HashMap<>());
    numbers.putIfAbsent(key, numbers.size());
  }

  /** The connections that each process has used, in the order of their first messages. */
  private Map<String, Map<Traffic, Integer>> connections(List<WindowBuilder> windows) {
    Map<String, Set<Traffic>> used = new HashMap<>();
    for (WindowBuilder window : windows) {
      if (window.connection != null) {
        used.computeIfAbsent(window.participant, p -> new HashSet<>()).add(window.connection);
      }
    }
    Map<Traffic, Integer> places = new HashMap<>();
    collected.traffic.forEach(traffic -> places.put(traffic, places.size()));
    Comparator<Traffic> order =
        Comparator.<Traffic>comparingLong(one -> one.requests.get(0).timeNs)
            .thenComparing(places::get);
    Map<String, Map<Traffic, Integer>> out = new HashMap<>();
    used.forEach(
        (participant, set) -> {
          Map<Traffic, Integer> numbers = new HashMap<>();
          set.stream().sorted(order).forEach(traffic -> numbers.put(traffic, numbers.size()));
          out.put(participant, numbers);
        });
    return out;
  }

  /** Sections of vhost devices, the same in all streams of a run. */
  private static List<String> sections(CollectedEvidence collected) {
    Set<String> out = new LinkedHashSet<>();
    for (CollectedEvidence.Stream stream : collected.streams) {
      stream.mark().devices().forEach(device -> out.add(device.section()));
    }
    return List.copyOf(out);
  }

  private String name(WindowBuilder window, int index, int count) {
    // With more devices in a stream than in evidence nothing tells which one this is.
    if (sections.size() == 1 && index == 0 || sections.size() == count) {
      return sections.get(index);
    }
    String name = window.name.isEmpty() ? "vhost-user" : window.name;
    return count > 1 || index > 0 ? name + " #" + index : name;
  }

  /** All devices, after the frames were named. */
  public List<Device> list(DeviceFacts facts) {
    Map<String, Integer> places = new HashMap<>();
    collected.capture.participants().forEach(each -> places.putIfAbsent(each, places.size()));
    List<Device> out = new ArrayList<>();
    for (String name : users.keySet()) {
      List<String> who = new ArrayList<>(users.get(name));
      who.retainAll(places.keySet());
      who.sort(Comparator.comparing(places::get));
      out.add(new Device(name, List.copyOf(who), facts.queues(name)));
    }
    return out;
  }
}
