// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.timeline;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Device;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Participant;
import dev.vtrace.decoder.analysis.model.RingInterval;
import dev.vtrace.decoder.analysis.model.Role;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.analysis.model.WireMark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The lanes of a run: each QEMU with its devices and their queues, the back-end below the QEMU that
 * connected to it, and a stream between the QEMU that sends it and the one that gets it.
 */
final class LaneTable {
  /** Queues that have a lane even where nothing names them; of more, those that something does. */
  private static final int UNSEEN = 256;

  private final Migration migration;
  private final List<Lane> lanes = new ArrayList<>();
  private final Map<String, Integer> index = new HashMap<>();
  private final Map<String, Map<String, SortedSet<Integer>>> devices = new LinkedHashMap<>();

  /** The first QEMU that each file is about. */
  private final Map<String, String> tellers = new HashMap<>();

  LaneTable(Migration migration) {
    this.migration = migration;
    for (Participant each : migration.participants()) {
      if (each.role() != Role.BACKEND) {
        each.evidence().forEach(file -> tellers.putIfAbsent(file, each.name()));
      }
    }
    collect();
    arrange();
  }

  List<Lane> lanes() {
    return lanes;
  }

  int participant(String name) {
    return index.getOrDefault("p/" + name, -1);
  }

  /** The lane of a queue, or of its device, or of the participant: the closest that there is. */
  int of(String participant, String device, int queue) {
    Integer lane = index.get("q/" + participant + "/" + device + "/" + queue);
    if (lane == null || queue < 0) {
      lane = index.get("d/" + participant + "/" + device);
    }
    return lane == null ? participant(participant) : lane;
  }

  /** The lane of the process that a file is about; the first one if that is not known. */
  int ofFile(String file, boolean backEnd) {
    String teller = tellers.get(file);
    if (teller != null) {
      return participant(teller);
    }
    if (!backEnd && !lanes.isEmpty()) {
      return 0;
    }
    String key = backEnd ? "f/" + file : "f/";
    if (!index.containsKey(key)) {
      Lane.LaneKind kind = backEnd ? Lane.LaneKind.BACKEND : Lane.LaneKind.PARTICIPANT;
      add(key, kind, backEnd ? "back-end" : "QEMU", "", "", -1);
    }
    return index.getOrDefault(key, 0);
  }

  /**
   * The lane of what a path begins with: a process, then its device; a device of the process that a
   * file is about; a connection. -1 for none.
   */
  int about(String path, String file) {
    String teller = tellers.getOrDefault(file, "");
    for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
      String name = path.substring(0, end);
      for (String key :
          List.of("d/" + name, "d/" + teller + "/" + name, "b/" + name, "p/" + name)) {
        Integer lane = index.get(key);
        if (lane != null) {
          return lane;
        }
      }
    }
    return -1;
  }

  int backend(String connection) {
    return index.getOrDefault("b/" + connection, -1);
  }

  /** The lane of the stream that an attempt sends. */
  int stream(Attempt attempt) {
    return index.getOrDefault("s/" + attempt.destination(), -1);
  }

  /** The only device of a participant, or an empty string. */
  String onlyDevice(String participant) {
    Map<String, SortedSet<Integer>> has = devices.getOrDefault(participant, Map.of());
    return has.size() == 1 ? has.keySet().iterator().next() : "";
  }

  private void collect() {
    hops();
    for (Participant each : migration.participants()) {
      if (each.role() != Role.BACKEND) {
        devices.putIfAbsent(each.name(), new LinkedHashMap<>());
      }
    }
    for (Device device : migration.devices()) {
      for (String participant : device.participants()) {
        see(participant, device.name(), -1);
        for (int queue = 0; queue < Math.min(UNSEEN, device.queues().orElse(0)); queue++) {
          see(participant, device.name(), queue);
        }
      }
    }
    for (List<Window> windows : List.of(migration.windows(), migration.around())) {
      for (Window window : windows) {
        see(window.participant(), window.device(), -1);
        for (Operation operation : window.operations()) {
          see(window.participant(), window.device(), operation.queue());
        }
      }
    }
    for (RingInterval ring : migration.rings()) {
      see(ring.participant(), ring.device(), ring.queue());
    }
  }

  /** Processes of migrations stand in the order of these, so that a stream goes downwards. */
  private void hops() {
    Set<String> known = new HashSet<>();
    migration.participants().forEach(each -> known.add(each.name()));
    for (Attempt attempt : migration.attempts()) {
      for (String who : List.of(attempt.source(), attempt.destination())) {
        if (!who.isEmpty() && known.contains(who)) {
          devices.putIfAbsent(who, new LinkedHashMap<>());
        }
      }
    }
  }

  private void see(String participant, String device, int queue) {
    Map<String, SortedSet<Integer>> has =
        devices.computeIfAbsent(participant, k -> new LinkedHashMap<>());
    if (!device.isEmpty()) {
      SortedSet<Integer> queues = has.computeIfAbsent(device, d -> new TreeSet<>());
      if (queue >= 0) {
        queues.add(queue);
      }
    }
  }

  private void arrange() {
    Set<String> arrived = new HashSet<>();
    migration.attempts().forEach(attempt -> arrived.add(attempt.destination()));
    Map<String, String> titles = titles();
    Map<String, Set<String>> byOwner = new LinkedHashMap<>();
    Set<String> placed = new LinkedHashSet<>();
    for (WireMark message : migration.messages()) {
      String owner = devices.containsKey(message.participant()) ? message.participant() : first();
      if (placed.add(message.connection())) {
        byOwner.computeIfAbsent(owner, k -> new LinkedHashSet<>()).add(message.connection());
      }
    }
    int number = 0;
    for (String participant : devices.keySet()) {
      if (!participant.isEmpty() && arrived.contains(participant)) {
        add("s/" + participant, Lane.LaneKind.STREAM, "stream to " + participant, "", "", -1);
      }
      add(
          "p/" + participant,
          Lane.LaneKind.PARTICIPANT,
          title(titles, participant),
          participant,
          "",
          -1);
      for (Map.Entry<String, SortedSet<Integer>> each : devices.get(participant).entrySet()) {
        device(participant, each.getKey(), each.getValue());
      }
      for (String connection : byOwner.getOrDefault(participant, Set.of())) {
        number++;
        String label = placed.size() == 1 ? "back-end" : "back-end " + number;
        add("b/" + connection, Lane.LaneKind.BACKEND, label, participant, "", -1);
      }
    }
  }

  private void device(String participant, String device, SortedSet<Integer> queues) {
    String at = participant + "/" + device;
    add("d/" + at, Lane.LaneKind.DEVICE, device, participant, device, -1);
    for (int queue : queues) {
      add(
          "q/" + at + "/" + queue,
          Lane.LaneKind.QUEUE,
          "queue " + queue,
          participant,
          device,
          queue);
    }
  }

  private void add(
      String key, Lane.LaneKind kind, String label, String participant, String device, int queue) {
    index.put(key, lanes.size());
    lanes.add(new Lane(lanes.size(), kind, label, participant, device, queue));
  }

  private String first() {
    return devices.isEmpty() ? "" : devices.keySet().iterator().next();
  }

  private static String title(Map<String, String> titles, String name) {
    return titles.getOrDefault(name, name.isEmpty() ? "QEMU" : name);
  }

  private Map<String, String> titles() {
    Map<String, String> out = new HashMap<>();
    for (Participant each : migration.participants()) {
      String role = each.role().label();
      String name = each.name();
      if (each.role() != Role.OTHER && !role.equals(name)) {
        out.putIfAbsent(name, name.isEmpty() ? role : role + " (" + name + ")");
      }
    }
    return out;
  }
}
