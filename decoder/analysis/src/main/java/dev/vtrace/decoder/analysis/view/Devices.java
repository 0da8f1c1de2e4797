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
  private final CollectedEvidence material;
  private final List<String> sections;
  private final Map<String, Set<String>> users = new LinkedHashMap<>();

  public Devices(CollectedEvidence material) {
    this.material = material;
    this.sections = sections(material);
  }

  /** Gives every frame the name of its device. */
  public void name(List<WindowBuilder> frames) {
    Map<String, Map<String, Integer>> keys = keys(frames);
    int most = 1;
    for (Map<String, Integer> each : keys.values()) {
      most = Math.max(most, each.size());
    }
    Map<Traffic, String> served = new HashMap<>();
    Map<String, String> only = new HashMap<>();
    for (WindowBuilder frame : frames) {
      if (!frame.key.isEmpty()) {
        int index = keys.getOrDefault(frame.participant, Map.of()).getOrDefault(pointer(frame), 0);
        frame.device = name(frame, index, most);
        served.putIfAbsent(frame.connection, frame.device);
        only.merge(frame.participant, frame.device, (a, b) -> a.equals(b) ? a : "");
      }
    }
    Map<String, Map<Traffic, Integer>> connections = connections(frames);
    for (WindowBuilder frame : frames) {
      if (frame.key.isEmpty()) {
        String known = frame.connection == null ? null : served.get(frame.connection);
        boolean one =
            keys.getOrDefault(frame.participant, Map.of()).size() == 1
                && connections.getOrDefault(frame.participant, Map.of()).size() <= 1;
        String own = one ? only.getOrDefault(frame.participant, "") : "";
        boolean same = known == null && !own.isEmpty();
        frame.device = same ? own : known != null ? known : name(frame, keys, connections);
      }
      users.computeIfAbsent(frame.device, d -> new LinkedHashSet<>()).add(frame.participant);
    }
  }

  /** The connections of a process are in the order of its devices, if there are as many. */
  private String name(
      WindowBuilder frame,
      Map<String, Map<String, Integer>> keys,
      Map<String, Map<Traffic, Integer>> connections) {
    int devices = keys.getOrDefault(frame.participant, Map.of()).size();
    Map<Traffic, Integer> used = connections.getOrDefault(frame.participant, Map.of());
    if (devices == 1 || frame.connection == null) {
      return name(frame, 0, Math.max(1, devices));
    }
    return name(frame, used.getOrDefault(frame.connection, -1), used.size());
  }

  /**
   * The pointers of devices of each process, numbered in the order of vhost_dev_init, where all
   * are, else of their first start.
   */
  private Map<String, Map<String, Integer>> keys(List<WindowBuilder> frames) {
    Map<String, Map<String, Integer>> keys = new LinkedHashMap<>();
    for (String participant : material.logs.keySet()) {
      TraceLog log = material.log(participant);
      if (log != null) {
        for (var event : log.events) {
          if (event.is(Event.DEV_INIT_IN)) {
            event.pointer("dev").ifPresent(dev -> add(keys, participant, hex(dev)));
          }
        }
      }
    }
    for (WindowBuilder frame : frames) {
      if (!frame.key.isEmpty()) {
        add(keys, frame.participant, pointer(frame));
      }
    }
    return keys;
  }

  private static String hex(long pointer) {
    return "0x" + Long.toHexString(pointer);
  }

  /** The key of a frame is its pointer, a colon, and a name. */
  private static String pointer(WindowBuilder frame) {
    int colon = frame.key.indexOf(':');
    return colon < 0 ? frame.key : frame.key.substring(0, colon);
  }

  private static void add(Map<String, Map<String, Integer>> keys, String participant, String key) {
    Map<String, Integer> numbers = keys.computeIfAbsent(participant, p -> new HashMap<>());
    numbers.putIfAbsent(key, numbers.size());
  }

  /** The connections that each process has used, in the order of their first messages. */
  private Map<String, Map<Traffic, Integer>> connections(List<WindowBuilder> frames) {
    Map<String, Set<Traffic>> used = new HashMap<>();
    for (WindowBuilder frame : frames) {
      if (frame.connection != null) {
        used.computeIfAbsent(frame.participant, p -> new HashSet<>()).add(frame.connection);
      }
    }
    Map<Traffic, Integer> places = new HashMap<>();
    material.traffic.forEach(traffic -> places.put(traffic, places.size()));
    Comparator<Traffic> order =
        Comparator.<Traffic>comparingLong(one -> one.hits.get(0).timeNs).thenComparing(places::get);
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
  private static List<String> sections(CollectedEvidence material) {
    Set<String> out = new LinkedHashSet<>();
    for (CollectedEvidence.Stream stream : material.streams) {
      stream.mark().devices().forEach(device -> out.add(device.section()));
    }
    return List.copyOf(out);
  }

  private String name(WindowBuilder frame, int index, int count) {
    // With more devices in a stream than in evidence nothing tells which one this is.
    if (sections.size() == 1 && index == 0 || sections.size() == count) {
      return sections.get(index);
    }
    String name = frame.name.isEmpty() ? "vhost-user" : frame.name;
    return count > 1 || index > 0 ? name + " #" + index : name;
  }

  /** All devices, after the frames were named. */
  public List<Device> list(DeviceFacts knowledge) {
    Map<String, Integer> places = new HashMap<>();
    material.capture.participants().forEach(each -> places.putIfAbsent(each, places.size()));
    List<Device> out = new ArrayList<>();
    for (String name : users.keySet()) {
      List<String> who = new ArrayList<>(users.get(name));
      who.retainAll(places.keySet());
      who.sort(Comparator.comparing(places::get));
      out.add(new Device(name, List.copyOf(who), knowledge.queues(name)));
    }
    return out;
  }
}
