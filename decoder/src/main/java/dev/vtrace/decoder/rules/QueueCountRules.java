// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.analysis.Evidence;
import dev.vtrace.decoder.devices.VhostDevice;
import dev.vtrace.decoder.devices.VirtioReading;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.vmstate.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Both sides need the same number of queues. Three things tell that they have not: what QMP says of
 * the devices, the check of vhost-dev's nvqs, and, where MSI-X vectors follow the queues, the check
 * of PCI configuration space, which comes first. Source: recorded runs of all three.
 */
final class QueueCountRules {
  /** The table size lies at this offset in an MSI-X capability (PCI 3.0, 6.8.2). */
  private static final int TABLE_SIZE = 2;

  static final List<Rule> TABLE =
      List.of(
          Rule.run(Code.QUEUES_DIFFER, Rank.CAUSE, QueueCountRules::queues),
          Rule.run(Code.VECTORS_DIFFER, Rank.CAUSE, QueueCountRules::vectors));

  private QueueCountRules() {}

  private static void queues(Run run, Report report) {
    List<Evidence> places = new ArrayList<>();
    String counts = said(run, places);
    long time = -1;
    for (ProcessLog log : run.logs()) {
      List<LogLine> lines = log.lines();
      for (int i = 0; i + 1 < lines.size(); i++) {
        String next = lines.get(i + 1).text();
        long[] two = NotEqual.numbers(lines.get(i).text());
        if (two != null && next.contains("equal for nvqs")) {
          time = lines.get(i).timeNs();
          places.add(0, Places.of(lines.get(i)));
          places.add(1, Places.of(lines.get(i + 1)));
          counts = "the source has " + two[1] + ", the destination " + two[0];
        }
      }
    }
    if (!counts.isEmpty()) {
      report.add("", time, "both sides need as many queues: " + counts, places);
    }
  }

  /** What QMP says of the devices of each QEMU. */
  private static String said(Run run, List<Evidence> places) {
    Map<String, TreeSet<String>> counts = new TreeMap<>();
    Map<String, Evidence> first = new TreeMap<>();
    for (QmpMessage message : run.qmp()) {
      String count = message.value("return.num-vqs");
      if (count != null && message.kind() == QmpMessage.Kind.REPLY) {
        counts.computeIfAbsent(message.who(), who -> new TreeSet<>()).add(count);
        first.putIfAbsent(message.who(), Places.of(message, "num-vqs " + count));
      }
    }
    if (counts.size() < 2 || new ArrayList<>(counts.values()).stream().distinct().count() == 1) {
      return "";
    }
    places.addAll(first.values());
    List<String> words = new ArrayList<>();
    counts.forEach((who, set) -> words.add(who + " has " + String.join(", ", set)));
    return String.join(", ", words);
  }

  private static void vectors(Run run, Report report) {
    for (ProcessLog log : run.logs()) {
      for (LogLine line : log.lines()) {
        BadConfig bad = BadConfig.of(line.text());
        String device = bad == null ? null : device(run, bad);
        if (device != null) {
          report.add(
              device,
              line.timeNs(),
              "the device has "
                  + (bad.read() + 1)
                  + " MSI-X vectors on the source, "
                  + (bad.device() + 1)
                  + " on the destination; by default that is one more than it has queues: "
                  + bad.read()
                  + " against "
                  + bad.device(),
              Places.of(line));
        }
      }
    }
  }

  /** The device whose MSI-X table size stands at that place of its configuration space. */
  static String device(Run run, BadConfig bad) {
    for (StreamFacts stream : run.streams()) {
      for (VhostDevice device : stream.devices()) {
        VirtioReading reading = stream.reading(device);
        Field config = reading == null ? null : reading.state().child("config");
        Field msix = config == null ? null : config.child("msix");
        if (msix != null && msix.offset() - config.offset() + TABLE_SIZE == bad.at()) {
          return device.section();
        }
      }
    }
    return null;
  }
}
