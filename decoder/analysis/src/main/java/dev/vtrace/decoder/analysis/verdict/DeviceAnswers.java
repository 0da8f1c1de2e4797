// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.verdict;

import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import dev.vtrace.decoder.trace.QmpMessage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What QEMUs answered about their vhost devices: {@code x-query-virtio-status} has the protocol
 * features, {@code x-query-virtio-vhost-queue-status} the rings that vhost was given. Answers name
 * a device by its path, which no trace has, so they count where a process has one such device, or
 * where all of its devices answer the same. Source: the schema of QEMU 7.2 and later, recorded
 * runs.
 */
public final class DeviceAnswers {
  /** The number of a queue. */
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}+");

  private static final String STATUS = "x-query-virtio-status";
  private static final String QUEUE = "x-query-virtio-vhost-queue-status";
  private static final String PROTOCOLS = "return.vhost-dev.protocol-features.protocols[";
  private static final String PREFIX = "VHOST_USER_PROTOCOL_F_";

  /** Devices of each process, as its windows name them. */
  private final Map<String, Set<String>> devices = new HashMap<>();

  /** Protocol features by process and path, and the queues with a ring. */
  private final Map<String, Map<String, Set<String>>> features = new HashMap<>();

  private final Map<String, Map<String, Set<Integer>>> rings = new HashMap<>();

  public DeviceAnswers(
      List<QmpMessage> qmp, Map<String, String> names, List<WindowBuilder> windows) {
    for (WindowBuilder window : windows) {
      devices.computeIfAbsent(window.participant, p -> new TreeSet<>()).add(window.device);
    }
    Map<String, String> participants = new HashMap<>();
    names.forEach((participant, name) -> participants.put(name, participant));
    Map<String, QmpMessage> asked = new HashMap<>();
    for (QmpMessage message : qmp) {
      if (!message.name().equals(STATUS) && !message.name().equals(QUEUE)) {
        continue;
      }
      String conversation = message.who() + " " + message.name() + " " + message.id();
      if (message.kind() == QmpMessage.QmpMessageKind.COMMAND) {
        asked.put(conversation, message);
      } else if (message.kind() == QmpMessage.QmpMessageKind.REPLY) {
        QmpMessage query = asked.remove(conversation);
        String path = query == null ? null : query.value("arguments.path");
        String who = participants.getOrDefault(message.who(), message.who());
        if (path != null && message.name().equals(STATUS)) {
          status(who, path, message);
        } else if (path != null && query != null) {
          queue(who, path, query, message);
        }
      }
    }
  }

  private void status(String who, String path, QmpMessage reply) {
    Set<String> found = new HashSet<>();
    for (QmpMessage.QmpLeaf value : reply.values()) {
      String text = value.text();
      if (value.path().startsWith(PROTOCOLS) && text.startsWith(PREFIX)) {
        int end = text.indexOf(':');
        String name = text.substring(PREFIX.length(), end < 0 ? text.length() : end);
        found.add(name.replace("SLAVE_", "BACKEND_"));
      }
    }
    if (!found.isEmpty()) {
      features.computeIfAbsent(who, w -> new HashMap<>()).put(path, found);
    }
  }

  /** An address of 0 is that of a queue not set up, or of one that was not started here. */
  private void queue(String who, String path, QmpMessage query, QmpMessage reply) {
    String address = reply.value("return.desc-phys");
    String index = query.value("arguments.queue");
    if (address != null
        && index != null
        && !address.equals("0")
        && NUMBER.matcher(index).matches()) {
      rings
          .computeIfAbsent(who, w -> new HashMap<>())
          .computeIfAbsent(path, p -> new HashSet<>())
          .add(Integer.parseInt(index));
    }
  }

  /** Whether a device has a protocol feature, by the answers that tell. */
  FeatureUse feature(String device, String name) {
    FeatureUse found = FeatureUse.UNKNOWN;
    for (Map.Entry<String, Map<String, Set<String>>> each : features.entrySet()) {
      Set<String> own = devices.getOrDefault(each.getKey(), Set.of());
      if (!own.contains(device) || each.getValue().size() < own.size()) {
        continue;
      }
      for (Set<String> one : each.getValue().values()) {
        FeatureUse has = FeatureUse.of(one.contains(name));
        if (found != FeatureUse.UNKNOWN && found != has) {
          return FeatureUse.UNKNOWN;
        }
        found = has;
      }
    }
    return found;
  }

  /** Whether a process answered that it runs a ring of a queue of its one device. */
  public boolean runs(String participant, String device, int queue) {
    Map<String, Set<Integer>> paths = rings.getOrDefault(participant, Map.of());
    boolean one = only(participant, device);
    return one && paths.size() == 1 && paths.values().iterator().next().contains(queue);
  }

  /** Whether the device of a window is the only one of its process that has windows. */
  public boolean only(WindowBuilder window) {
    return only(window.participant, window.device);
  }

  private boolean only(String participant, String device) {
    return devices.getOrDefault(participant, Set.of()).equals(Set.of(device));
  }
}
