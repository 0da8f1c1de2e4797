// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import dev.vtrace.decoder.diagnostics.Severity;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the tables of a fleet add up to. Numbers are kept, rows are not. */
public final class FleetFigures {
  /**
   * A kind of finding.
   *
   * @param captures how many have it
   * @param firstNs when the first migration with it began, since the epoch; -1 if not known
   * @param firstCapture the capture of that migration
   * @param lastNs when the last one began
   * @param example a sentence of one of them
   */
  public record FoundKind(
      String code,
      String severity,
      int captures,
      long firstNs,
      String firstCapture,
      long lastNs,
      String lastCapture,
      String example) {
    boolean isError() {
      return severity.equals(Severity.ERROR.label());
    }
  }

  private final Map<FleetMetric, LongList> values = new HashMap<>();
  private final SortedMap<String, Integer> outcomes = new TreeMap<>();
  private final SortedMap<String, Integer> transfers = new TreeMap<>();
  private final SortedMap<String, LongList> versions = new TreeMap<>();
  private final SortedMap<Long, LongList> queues = new TreeMap<>();
  private final Map<String, FoundKind> kinds = new HashMap<>();
  private int captures;
  private int failed;
  private int migrations;

  private FleetFigures() {}

  /** Values as they come. */
  private static final class LongList {
    private long[] array = new long[16];
    private int size;

    void add(long value) {
      if (size == array.length) {
        array = Arrays.copyOf(array, size * 2);
      }
      array[size++] = value;
    }

    Distribution distribution() {
      return Distribution.of(Arrays.copyOf(array, size));
    }
  }

  /** The figures of all captures of a journal. */
  public static FleetFigures of(RowJournal journal) throws IOException {
    FleetFigures out = new FleetFigures();
    for (String capture : journal.captures()) {
      out.add(journal.rows(capture));
    }
    return out;
  }

  private void add(CaptureRows rows) {
    captures++;
    if (rows.isFailed()) {
      failed++;
      return;
    }
    Map<Long, Long> begins = new HashMap<>();
    Set<Long> seen = new HashSet<>();
    for (FleetRow row : rows.of(FleetTable.MIGRATIONS)) {
      Long number = row.number("migration");
      boolean first = number == null || seen.add(number);
      if (number != null && first) {
        migrations++;
        count(outcomes, row.text("outcome"));
        Long begin = row.number("begin_ns");
        begins.put(number, begin == null ? -1 : begin);
      }
      if (row.text("device") != null && number != null) {
        count(transfers, row.text("transfer"));
      }
      for (FleetMetric metric : FleetMetric.all()) {
        Long value = first || metric.ofDevice() ? metric.value(row) : null;
        if (value != null) {
          values.computeIfAbsent(metric, m -> new LongList()).add(value);
        }
      }
      Long downtime = first ? downtime().value(row) : null;
      if (downtime != null) {
        String version = versions(row);
        versions.computeIfAbsent(version, v -> new LongList()).add(downtime);
        Long count = row.number("queues");
        if (count != null) {
          queues.computeIfAbsent(count, q -> new LongList()).add(downtime);
        }
      }
    }
    findings(rows, begins);
  }

  /** {@code 10.2.2}, or {@code 10.2.2 to 11.0.0} where the versions differ. */
  static String versions(FleetRow row) {
    String source = row.text("source_version");
    String destination = row.text("destination_version");
    if (source == null && destination == null) {
      return "unknown";
    }
    return source == null || destination == null || source.equals(destination)
        ? source == null ? String.valueOf(destination) : source
        : source + " to " + destination;
  }

  private void findings(CaptureRows rows, Map<Long, Long> begins) {
    Map<String, FoundKind> own = new HashMap<>();
    for (FleetRow row : rows.of(FleetTable.FINDINGS)) {
      String code = String.valueOf(row.text("code"));
      Long number = row.number("migration");
      long begin =
          begins.getOrDefault(
              number == null
                  ? (begins.size() == 1 ? begins.keySet().iterator().next() : -1)
                  : number,
              -1L);
      own.putIfAbsent(
          code,
          new FoundKind(
              code,
              String.valueOf(row.text("severity")),
              1,
              begin,
              rows.capture(),
              begin,
              rows.capture(),
              String.valueOf(row.text("message"))));
    }
    own.forEach((code, kind) -> kinds.merge(code, kind, FleetFigures::joined));
  }

  private static FoundKind joined(FoundKind one, FoundKind two) {
    boolean earlier = two.firstNs() >= 0 && (one.firstNs() < 0 || two.firstNs() < one.firstNs());
    boolean later = two.lastNs() > one.lastNs();
    return new FoundKind(
        one.code(),
        one.severity(),
        one.captures() + two.captures(),
        earlier ? two.firstNs() : one.firstNs(),
        earlier ? two.firstCapture() : one.firstCapture(),
        later ? two.lastNs() : one.lastNs(),
        later ? two.lastCapture() : one.lastCapture(),
        one.example());
  }

  private static void count(Map<String, Integer> counts, @Nullable String what) {
    counts.merge(what == null ? "unknown" : what, 1, Integer::sum);
  }

  static FleetMetric downtime() {
    FleetMetric metric = FleetMetric.of("downtime");
    if (metric == null) {
      throw new IllegalStateException("no downtime");
    }
    return metric;
  }

  /** How many captures there are. */
  public int captures() {
    return captures;
  }

  /** How many of them could not be read. */
  public int failed() {
    return failed;
  }

  /** How many migrations there are. */
  public int migrations() {
    return migrations;
  }

  /** How many migrations ended in which way. */
  public SortedMap<String, Integer> outcomes() {
    return new TreeMap<>(outcomes);
  }

  /** How many devices of migrations were handed over in which way. */
  public SortedMap<String, Integer> transfers() {
    return new TreeMap<>(transfers);
  }

  /** The share of migrations with an outcome, from 0 to 1. */
  public double share(String outcome) {
    return migrations == 0 ? 0 : (double) outcomes.getOrDefault(outcome, 0) / migrations;
  }

  /** The values of a metric. */
  public Distribution values(FleetMetric metric) {
    return values.getOrDefault(metric, new LongList()).distribution();
  }

  /** The downtimes by versions of QEMU. */
  public SortedMap<String, Distribution> versions() {
    SortedMap<String, Distribution> out = new TreeMap<>();
    versions.forEach((version, list) -> out.put(version, list.distribution()));
    return out;
  }

  /** The downtimes by the number of queues of the first device. */
  public SortedMap<Long, Distribution> queues() {
    SortedMap<Long, Distribution> out = new TreeMap<>();
    queues.forEach((count, list) -> out.put(count, list.distribution()));
    return out;
  }

  /** What was found: errors first, then what most captures have. */
  public List<FoundKind> kinds() {
    return kinds.values().stream()
        .sorted(
            Comparator.comparing((FoundKind kind) -> severity(kind.severity()))
                .thenComparing(Comparator.comparingInt(FoundKind::captures).reversed())
                .thenComparing(FoundKind::code))
        .toList();
  }

  private static int severity(String label) {
    for (Severity severity : Severity.values()) {
      if (severity.label().equals(label)) {
        return severity.ordinal();
      }
    }
    return Severity.values().length;
  }

  /** What was found of a code, or null. */
  @Nullable FoundKind kind(String code) {
    return kinds.get(code);
  }
}
