// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.devices.VhostDevice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Pairs the devices of all processes. Pointers differ between processes and names are the same for
 * all devices of a kind, so they are paired by the order in which each process has them.
 */
final class Devices {
  private final Material material;
  private final List<String> names = new ArrayList<>();
  private final Map<String, Set<String>> users = new LinkedHashMap<>();

  Devices(Material material) {
    this.material = material;
  }

  /** Gives every frame the name of its device. */
  void name(List<Frame> frames) {
    Map<String, List<String>> keys = keys(frames);
    int most = 0;
    for (List<String> each : keys.values()) {
      most = Math.max(most, each.size());
    }
    List<String> sections = sections();
    for (Frame frame : frames) {
      List<String> known = keys.getOrDefault(frame.participant, List.of());
      int index = frame.key.isEmpty() ? connection(frame, frames, known) : known.indexOf(frame.key);
      frame.device = name(frame, Math.max(0, index), Math.max(1, most), sections);
      users.computeIfAbsent(frame.device, d -> new LinkedHashSet<>()).add(frame.participant);
      if (!names.contains(frame.device)) {
        names.add(frame.device);
      }
    }
  }

  /** The devices of each process in the order of vhost_dev_init, else of their first start. */
  private Map<String, List<String>> keys(List<Frame> frames) {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    Map<String, List<String>> made = new LinkedHashMap<>();
    for (String participant : material.logs.keySet()) {
      TraceLog log = material.log(participant);
      if (log != null) {
        for (var event : log.events) {
          if (event.name().equals("vhost_dev_init_in")) {
            made.computeIfAbsent(participant, p -> new ArrayList<>())
                .add(EventWords.pointer(event.text()));
          }
        }
      }
    }
    for (Frame frame : frames) {
      List<String> list = keys.computeIfAbsent(frame.participant, p -> new ArrayList<>());
      if (!frame.key.isEmpty() && !list.contains(frame.key)) {
        list.add(frame.key);
      }
    }
    keys.forEach(
        (participant, list) -> {
          List<String> order = made.getOrDefault(participant, List.of());
          list.sort(
              (a, b) ->
                  Integer.compare(
                      order.indexOf(EventWords.pointer(a)), order.indexOf(EventWords.pointer(b))));
        });
    return keys;
  }

  /** A group of messages has the device of the windows on the same connection. */
  private int connection(Frame frame, List<Frame> frames, List<String> known) {
    if (frame.connection == null) {
      return 0;
    }
    for (Frame other : frames) {
      if (!other.key.isEmpty()
          && other.connection == frame.connection
          && other.participant.equals(frame.participant)) {
        return known.indexOf(other.key);
      }
    }
    if (known.size() > 1 || material.logs.isEmpty()) {
      int index = 0;
      for (Traffic traffic : material.traffic) {
        if (traffic == frame.connection) {
          return index;
        }
        index += uses(frame.participant, traffic, frames) ? 1 : 0;
      }
    }
    return 0;
  }

  private static boolean uses(String participant, Traffic traffic, List<Frame> frames) {
    for (Frame frame : frames) {
      if (frame.connection == traffic && frame.participant.equals(participant)) {
        return true;
      }
    }
    return false;
  }

  /** Sections of vhost devices, the same in all streams of a run. */
  private List<String> sections() {
    List<String> out = new ArrayList<>();
    for (Material.Stream stream : material.streams) {
      for (VhostDevice device : stream.mark().devices()) {
        if (!out.contains(device.section())) {
          out.add(device.section());
        }
      }
    }
    return out;
  }

  private static String name(Frame frame, int index, int count, List<String> sections) {
    if (index < sections.size() && sections.size() >= count) {
      return sections.get(index);
    }
    String name = frame.name.isEmpty() ? "vhost-user" : frame.name;
    return count > 1 || index > 0 ? name + " #" + index : name;
  }

  /** All devices, after the frames were named. */
  List<Device> list(Knowledge knowledge) {
    List<Device> out = new ArrayList<>();
    for (String name : names) {
      List<String> who = new ArrayList<>(material.capture.participants());
      who.retainAll(users.get(name));
      out.add(new Device(name, List.copyOf(who), knowledge.queues(name)));
    }
    return out;
  }
}
