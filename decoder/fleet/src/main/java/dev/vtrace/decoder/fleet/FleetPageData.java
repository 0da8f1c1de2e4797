// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.vtrace.decoder.analysis.model.Downtime.DowntimePart;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the script of a fleet's page reads: one entry a migration, as an array for each property.
 * Times are milliseconds after {@code epoch} (of 1970), lengths microseconds; -1 is not known.
 */
public final class FleetPageData {
  private static final int WORST = 10;
  private static final int UNREAD = 100;

  /** A migration whose downtime was measured. */
  public record MeasuredMigration(String capture, String version, long beginNs, long downtimeNs) {}

  /** A capture that could not be read. */
  public record UnreadCapture(String capture, String why) {}

  /** A migration. */
  private record PageRow(
      String capture,
      String cause,
      long beginMs,
      int version,
      int queues,
      int outcome,
      int transfer,
      boolean whole,
      long[] parts,
      long downtime) {}

  private final List<PageRow> rows = new ArrayList<>();
  private final Map<String, Integer> versions = new LinkedHashMap<>();
  private final Map<String, Integer> outcomes = new LinkedHashMap<>();
  private final Map<String, Integer> transfers = new LinkedHashMap<>();
  private final List<UnreadCapture> unread = new ArrayList<>();
  private final PriorityQueue<MeasuredMigration> worst =
      new PriorityQueue<>(Comparator.comparingLong(MeasuredMigration::downtimeNs));
  private long epochMs = Long.MAX_VALUE;

  private FleetPageData() {}

  /** What a page needs of a journal. */
  public static FleetPageData of(RowJournal journal) throws IOException {
    FleetPageData out = new FleetPageData();
    for (String capture : journal.captures()) {
      out.add(journal.rows(capture));
    }
    return out;
  }

  private void add(CaptureRows rows) {
    Set<Long> seen = new HashSet<>();
    for (FleetRow row : rows.of(FleetTable.MIGRATIONS)) {
      String error = row.text("error");
      Long number = row.number("migration");
      if (error != null && unread.size() < UNREAD) {
        unread.add(new UnreadCapture(rows.capture(), error));
      }
      if (number != null && seen.add(number)) {
        add(rows.capture(), row);
      }
    }
  }

  private void add(String capture, FleetRow row) {
    long begin = or(row.number("begin_ns"), -1);
    long downtime = or(row.number("downtime_ns"), -1);
    boolean whole = row.isTrue("downtime_whole") && "completed".equals(row.text("outcome"));
    String version = FleetFigures.versions(row);
    if (begin >= 0) {
      epochMs = Math.min(epochMs, begin / 1_000_000);
    }
    DowntimePart[] all = DowntimePart.values();
    long[] parts = new long[all.length];
    for (DowntimePart part : all) {
      parts[part.ordinal()] = micros(row.number("downtime_" + part.label() + "_ns"));
    }
    rows.add(
        new PageRow(
            capture,
            String.valueOf(row.text("cause") == null ? "" : row.text("cause")),
            begin < 0 ? -1 : begin / 1_000_000,
            indexOf(versions, version),
            (int) or(row.number("queues"), -1),
            indexOf(outcomes, row.text("outcome")),
            indexOf(transfers, row.text("transfer")),
            whole,
            parts,
            micros(downtime < 0 ? null : (Long) downtime)));
    if (whole && downtime >= 0) {
      worst.add(new MeasuredMigration(capture, version, begin, downtime));
      if (worst.size() > WORST) {
        worst.remove();
      }
    }
  }

  private static long or(@Nullable Long value, long otherwise) {
    return value == null ? otherwise : value;
  }

  private static long micros(@Nullable Long ns) {
    return ns == null ? -1 : Math.round(ns / 1e3);
  }

  private static int indexOf(Map<String, Integer> places, @Nullable String name) {
    return places.computeIfAbsent(name == null ? "unknown" : name, n -> places.size());
  }

  /** The longest downtimes, longest first. */
  public List<MeasuredMigration> worst() {
    return worst.stream()
        .sorted(Comparator.comparingLong(MeasuredMigration::downtimeNs).reversed())
        .toList();
  }

  /** The first captures that could not be read. */
  public List<UnreadCapture> unread() {
    return List.copyOf(unread);
  }

  /** Writes JSON of format {@code vtrace-fleet-page/1} to a stream that stays open. */
  public void write(OutputStream target) throws IOException {
    JsonGenerator out =
        new JsonFactory()
            .createGenerator(target)
            .configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false);
    long epoch = epochMs == Long.MAX_VALUE ? 0 : epochMs;
    out.writeStartObject();
    out.writeStringField("format", "vtrace-fleet-page/1");
    out.writeNumberField("epoch", epoch);
    texts(out, "versions", versions.keySet());
    texts(out, "outcomes", outcomes.keySet());
    texts(out, "transfers", transfers.keySet());
    texts(out, "capture", rows.stream().map(PageRow::capture).toList());
    texts(out, "cause", rows.stream().map(PageRow::cause).toList());
    numbers(out, "begin", row -> row.beginMs() < 0 ? -1 : row.beginMs() - epoch);
    numbers(out, "version", PageRow::version);
    numbers(out, "queues", PageRow::queues);
    numbers(out, "outcome", PageRow::outcome);
    numbers(out, "transfer", PageRow::transfer);
    numbers(out, "whole", row -> row.whole() ? 1 : 0);
    numbers(out, "downtime", PageRow::downtime);
    out.writeObjectFieldStart("phases");
    for (DowntimePart part : DowntimePart.values()) {
      numbers(out, part.label(), row -> row.parts()[part.ordinal()]);
    }
    out.writeEndObject();
    out.writeEndObject();
    out.flush();
  }

  private interface RowNumber {
    long of(PageRow row);
  }

  private void numbers(JsonGenerator out, String name, RowNumber number) throws IOException {
    out.writeArrayFieldStart(name);
    for (PageRow row : rows) {
      out.writeNumber(number.of(row));
    }
    out.writeEndArray();
  }

  private static void texts(JsonGenerator out, String name, Iterable<String> texts)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (String text : texts) {
      out.writeString(text);
    }
    out.writeEndArray();
  }
}
