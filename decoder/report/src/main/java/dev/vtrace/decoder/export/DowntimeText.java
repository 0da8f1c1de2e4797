// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.model.Downtime;
import dev.vtrace.decoder.analysis.model.Downtime.DowntimePart;
import dev.vtrace.decoder.analysis.model.Downtime.DowntimeSpan;
import dev.vtrace.decoder.timeline.TimeWords;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Prints where the time went in which the guest did not run: by phase, device and queue. */
final class DowntimeText {
  /** Devices that are shown one by one; the others are a sum. */
  private static final int DEVICES = 6;

  private static final int LABEL = 30;
  private static final int CELL = 10;

  private final TextStream out;
  private final boolean colour;

  /** Whether all parts have a column of their own. */
  private boolean table;

  DowntimeText(TextStream out, boolean colour) {
    this.out = out;
    this.colour = colour;
  }

  /** {@code 4.89 ms: drain 30.0 µs, stop 70.0 µs ...}, what a summary says. */
  static String describe(Downtime downtime) {
    List<String> words = new ArrayList<>();
    downtime
        .parts()
        .forEach((part, length) -> words.add(part.label() + " " + TimeWords.duration(length)));
    String least = downtime.begun() && downtime.ended() ? "" : "at least ";
    return least + TimeWords.duration(downtime.lengthNs()) + ": " + String.join(", ", words);
  }

  /** How query-migrate compares; empty if it says nothing or nothing can be compared with it. */
  static String reported(Downtime downtime) {
    if (downtime.told() == null || downtime.sourceNs().isEmpty()) {
      return "";
    }
    String said = "query-migrate says " + downtime.told().downtimeMs() + " ms";
    if (!downtime.begun()) {
      return said + ", which gives the beginning";
    }
    long source = downtime.sourceNs().getAsLong();
    String measured = "the source's part of it took " + TimeWords.duration(source);
    if (source > downtime.lengthNs()) {
      measured =
          "the source had finished after "
              + TimeWords.duration(source)
              + ", when the guest was already running";
    }
    return said + (downtime.agrees() ? ", which agrees: " : ", which does NOT agree: ") + measured;
  }

  void print(Downtime downtime, boolean several) {
    String which = several ? " of migration " + downtime.attempt() : "";
    String least = downtime.begun() && downtime.ended() ? "" : "at least ";
    TextLine head = line().add(TextLine.Colour.BOLD, "downtime" + which);
    print(head.add("  " + least + TimeWords.duration(downtime.lengthNs())));
    String told = reported(downtime);
    if (!told.isEmpty()) {
      print(line().spaces(2).wrap(List.of(told.split(" ")), 2));
    }
    List<DowntimePart> parts = new ArrayList<>(downtime.parts().keySet());
    table = out.width() >= LABEL + cells(parts);
    TextLine titles = line().spaces(LABEL);
    for (DowntimePart part : parts) {
      titles.right(part.label(), cell(part));
    }
    if (table) {
      print(line().add(TextLine.Colour.DIM, titles.end()));
    }
    row("all", downtime.parts(), parts, true);
    Map<String, Map<DowntimePart, Long>> devices = downtime.devices();
    List<String> names = new ArrayList<>(devices.keySet());
    names.sort(
        (a, b) ->
            Long.compare(sum(requireNonNull(devices.get(b))), sum(requireNonNull(devices.get(a)))));
    Map<DowntimePart, Long> others = new EnumMap<>(DowntimePart.class);
    for (int i = 0; i < names.size(); i++) {
      Map<DowntimePart, Long> lengths = requireNonNull(devices.get(names.get(i)));
      if (i < DEVICES || hasQueues(downtime, names.get(i))) {
        row(names.get(i), lengths, parts, false);
        queues(downtime, names.get(i), parts);
      } else {
        lengths.forEach((part, length) -> others.merge(part, length, Long::sum));
      }
    }
    if (!others.isEmpty()) {
      int left = (int) names.stream().skip(DEVICES).filter(n -> !hasQueues(downtime, n)).count();
      row(TextLine.count(left, "other device"), others, parts, false);
    }
    Map<DowntimePart, Long> rest = new EnumMap<>(DowntimePart.class);
    for (DowntimeSpan span : downtime.spans()) {
      if (span.device().isEmpty()) {
        rest.merge(span.part(), span.lengthNs(), Long::sum);
      }
    }
    if (!devices.isEmpty()) {
      row("none: QEMU as a whole", rest, parts, false);
    }
  }

  private static int cells(List<DowntimePart> parts) {
    return parts.stream().mapToInt(DowntimeText::cell).sum();
  }

  private static int cell(DowntimePart part) {
    return Math.max(CELL, part.label().length() + 2);
  }

  private static boolean hasQueues(Downtime downtime, String device) {
    for (DowntimeSpan span : downtime.spans()) {
      if (span.queue() >= 0 && span.device().equals(device)) {
        return true;
      }
    }
    return false;
  }

  private void queues(Downtime downtime, String device, List<DowntimePart> parts) {
    Map<Integer, Map<DowntimePart, Long>> queues = new TreeMap<>();
    for (DowntimeSpan span : downtime.spans()) {
      if (span.queue() >= 0 && span.device().equals(device)) {
        queues
            .computeIfAbsent(span.queue(), q -> new EnumMap<>(DowntimePart.class))
            .merge(span.part(), span.lengthNs(), Long::sum);
      }
    }
    queues.forEach((queue, lengths) -> row("  of it queue " + queue, lengths, parts, false));
  }

  private void row(
      String label, Map<DowntimePart, Long> lengths, List<DowntimePart> parts, boolean strong) {
    TextLine line = line().spaces(2);
    int room = LABEL - 2;
    // The end of a device's name tells more than its beginning, which is a bus address.
    String text = label.length() < room ? label : ".." + label.substring(label.length() - room + 3);
    if (strong) {
      line.add(TextLine.Colour.BOLD, text).spaces(room - text.length());
    } else {
      line.left(text, room);
    }
    if (!table) {
      List<String> words = new ArrayList<>();
      lengths.forEach((part, ns) -> words.add(part.label() + " " + TimeWords.duration(ns)));
      print(line.hanging(String.join(", ", words)));
      return;
    }
    for (DowntimePart part : parts) {
      Long length = lengths.get(part);
      String cell = length == null ? "-" : TimeWords.duration(length);
      line.right(cell, cell(part));
    }
    print(line);
  }

  private static long sum(Map<DowntimePart, Long> lengths) {
    long sum = 0;
    for (long length : lengths.values()) {
      sum += length;
    }
    return sum;
  }

  private TextLine line() {
    return new TextLine(colour, out);
  }

  private void print(TextLine line) {
    out.print(line.end());
    out.print('\n');
  }
}
