// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.model;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Where the time went in which the guest did not run: from the source's stop to the destination's
 * start, or to the source's own start where the migration did not succeed. The spans lie after each
 * other without a gap, so that sums by phase, by device and by queue all give the same length.
 *
 * @param attempt number of the migration
 * @param beginNs nanoseconds since the epoch
 * @param sentNs when the source was done, which is where QEMU's own count ends
 * @param ended whether the evidence has the guest's start; otherwise the length is a lower bound
 * @param told what query-migrate says of it, null if it does not
 */
public record Downtime(
    int attempt,
    long beginNs,
    OptionalLong sentNs,
    long endNs,
    boolean begun,
    boolean ended,
    List<DowntimeSpan> spans,
    @Nullable ReportedDowntime told) {
  public Downtime {
    spans = List.copyOf(spans);
  }

  /** What the time was spent on. */
  public enum DowntimePart {
    /** Waiting for what was in flight: processors, requests of a ring, block devices. */
    DRAIN("drain"),
    /** Stopping devices. */
    STOP("stop"),
    /** Waiting before the switchover because somebody asked for that. */
    PAUSE("pause"),
    /** Writing what is left of memory, and the states of devices. */
    SAVE("save"),
    /** Reading them, as far as it took longer than writing them. */
    LOAD("load"),
    /** Starting devices. */
    START("start"),
    /** From a failure or cancellation to the start on the source. */
    ROLLBACK("rollback"),
    /** The evidence does not say. */
    UNACCOUNTED("unaccounted");

    private final String label;

    DowntimePart(String label) {
      this.label = label;
    }

    /** The word in text and JSON. */
    public String label() {
      return label;
    }
  }

  /**
   * A stretch of it.
   *
   * @param participant name of the process, empty where the evidence does not say
   * @param device name of the device, empty where the time is that of QEMU as a whole
   * @param queue index, -1 for none
   * @param what was done: a message, or a few words
   */
  public record DowntimeSpan(
      DowntimePart part,
      String participant,
      String device,
      int queue,
      String what,
      long beginNs,
      long endNs) {
    /** What is done while guest memory is saved. */
    public static final String MEMORY = "memory";

    /** How long it took, in nanoseconds. */
    public long lengthNs() {
      return endNs - beginNs;
    }
  }

  /**
   * What query-migrate says. QEMU counts from its decision to stop to the last byte that the source
   * sent, in milliseconds of a clock that it reads twice, so the true length differs by less than
   * one of them.
   *
   * @param downtimeMs as reported
   */
  public record ReportedDowntime(long downtimeMs, Evidence evidence) {
    /** How far two readings of a clock in milliseconds can be off together. */
    public static final long TOLERANCE_NS = 1_000_000;
  }

  /** The length, in nanoseconds. */
  public long lengthNs() {
    return endNs - beginNs;
  }

  /** The part that the source knows of and query-migrate counts. */
  public OptionalLong sourceNs() {
    return sentNs.isEmpty() ? sentNs : OptionalLong.of(sentNs.getAsLong() - beginNs);
  }

  /** Whether query-migrate says the same, as far as its clock tells. */
  public boolean agrees() {
    return told != null
        && sentNs.isPresent()
        && Math.abs(told.downtimeMs() * 1_000_000 - sourceNs().getAsLong())
            < ReportedDowntime.TOLERANCE_NS;
  }

  /** Length of each part that there is. */
  public Map<DowntimePart, Long> parts() {
    Map<DowntimePart, Long> out = new EnumMap<>(DowntimePart.class);
    for (DowntimeSpan span : spans) {
      out.merge(span.part(), span.lengthNs(), Long::sum);
    }
    return out;
  }

  /** Length of each part by device, in the order of time; without what belongs to no device. */
  public Map<String, Map<DowntimePart, Long>> devices() {
    Map<String, Map<DowntimePart, Long>> out = new LinkedHashMap<>();
    for (DowntimeSpan span : spans) {
      if (!span.device().isEmpty()) {
        out.computeIfAbsent(span.device(), d -> new EnumMap<>(DowntimePart.class))
            .merge(span.part(), span.lengthNs(), Long::sum);
      }
    }
    return out;
  }
}
