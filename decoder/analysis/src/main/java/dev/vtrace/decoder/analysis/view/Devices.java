// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.view;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.evidence.CollectedEvidence;
import dev.vtrace.decoder.analysis.evidence.QueuePairs;
import dev.vtrace.decoder.analysis.evidence.TraceLog;
import dev.vtrace.decoder.analysis.evidence.Traffic;
import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import dev.vtrace.decoder.analysis.model.Device;
import dev.vtrace.decoder.analysis.verdict.DeviceFacts;
import dev.vtrace.decoder.run.TracedDevice;
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
    Map<String, QueuePairs> pairs = new HashMap<>();
    Map<String, Map<String, Integer>> keys = keys(windows, pairs);
    int most = 1;
    for (Map<String, Integer> each : keys.values()) {
      most = Math.max(most, each.size());
    }
    Map<Traffic, String> served = new HashMap<>();
    Map<String, String> only = new HashMap<>();
    for (WindowBuilder window : windows) {
      if (!window.key.isEmpty()) {
        int index =
            keys.getOrDefault(window.participant, Map.of())
                .getOrDefault(
                    requireNonNull(pairs.get(window.participant)).leader(window.pointer()), 0);
        window.device = name(window, index, most);
        window.pair = requireNonNull(pairs.get(window.participant)).pair(window.pointer());
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
   * are, else of their first start. The pairs of queues of a network device have one number.
   */
  private Map<String, Map<String, Integer>> keys(
      List<WindowBuilder> windows, Map<String, QueuePairs> pairs) {
    Map<String, Set<String>> made = new LinkedHashMap<>();
    for (String participant : collected.logs.keySet()) {
      TraceLog log = collected.log(participant);
      if (log != null) {
        for (var event : log.events) {
          if (event.is(Event.DEV_INIT_IN)) {
            add(made, participant, TracedDevice.pointer(event));
          }
        }
      }
    }
    Map<String, List<WindowBuilder>> own = new HashMap<>();
    for (WindowBuilder window : windows) {
      if (!window.key.isEmpty()) {
        add(made, window.participant, window.pointer());
        own.computeIfAbsent(window.participant, p -> new ArrayList<>()).add(window);
      }
    }
    Map<String, Map<String, Integer>> keys = new LinkedHashMap<>();
    made.forEach(
        (participant, pointers) -> {
          QueuePairs each = QueuePairs.of(pointers, own.getOrDefault(participant, List.of()));
          pairs.put(participant, each);
          keys.put(participant, numbers(pointers, each));
        });
    return keys;
  }

  private static void add(Map<String, Set<String>> made, String participant, String pointer) {
    if (!pointer.isEmpty()) {
      made.computeIfAbsent(participant, p -> new LinkedHashSet<>()).add(pointer);
    }
  }

  private static Map<String, Integer> numbers(Set<String> pointers, QueuePairs pairs) {
    Map<String, Integer> numbers = new HashMap<>();
    Set<String> leaders = new LinkedHashSet<>();
    for (String pointer : pointers) {
      leaders.add(pairs.leader(pointer));
    }
    leaders.forEach(leader -> numbers.put(leader, numbers.size()));
    return numbers;
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
