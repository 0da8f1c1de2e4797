// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import static dev.vtrace.decoder.fleet.FleetColumn.known;

import dev.vtrace.decoder.analysis.model.Downtime.DowntimePart;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.fleet.FleetColumn.ColumnSource;
import dev.vtrace.decoder.fleet.FleetColumn.ColumnUnit;
import java.util.ArrayList;
import java.util.List;

/** The table of columns of the migrations. */
final class MigrationColumns {
  static final String CAPTURE = "capture";
  static final String ERROR = "error";
  private static final ColumnUnit NS = ColumnUnit.NANOSECONDS;
  private static final ColumnUnit BYTES = ColumnUnit.BYTES;

  /** Parts that can belong to a device. */
  private static final List<DowntimePart> OF_DEVICES =
      List.of(
          DowntimePart.DRAIN,
          DowntimePart.STOP,
          DowntimePart.SAVE,
          DowntimePart.LOAD,
          DowntimePart.START);

  private static final List<ColumnSource<MigrationFacts>> SOURCES = sources();

  private MigrationColumns() {}

  static List<FleetColumn> columns() {
    return SOURCES.stream().map(ColumnSource::column).toList();
  }

  static FleetRow row(MigrationFacts facts) {
    return FleetRow.of(FleetTable.MIGRATIONS, SOURCES, facts);
  }

  private static List<ColumnSource<MigrationFacts>> sources() {
    List<ColumnSource<MigrationFacts>> out = new ArrayList<>();
    identity(out);
    downtime(out);
    operations(out);
    stream(out);
    return List.copyOf(out);
  }

  private static void identity(List<ColumnSource<MigrationFacts>> out) {
    out.add(
        ColumnSource.text(CAPTURE, "the capture, as it was named or found", f -> f.run().name()));
    out.add(
        ColumnSource.text(
            ERROR, "why the capture could not be read; then nothing else is", f -> null));
    out.add(
        ColumnSource.number(
            "bytes", BYTES, "size of the files of the capture", f -> f.run().bytes()));
    out.add(
        ColumnSource.count(
            "migration",
            "number of the migration in the capture, first 1; none in a capture without one",
            f -> f.attempt() == null ? null : (Long) (long) f.attempt().number()));
    out.add(
        ColumnSource.text(
            "source",
            "the process that sends",
            f -> f.attempt() == null ? null : known(f.attempt().source())));
    out.add(
        ColumnSource.text(
            "destination",
            "the process that receives",
            f -> f.attempt() == null ? null : known(f.attempt().destination())));
    out.add(
        ColumnSource.text(
            "source_version",
            "QEMU of the source, as its monitor says",
            f -> f.attempt() == null ? null : f.run().version(f.attempt().source())));
    out.add(
        ColumnSource.text(
            "destination_version",
            "QEMU of the destination, as its monitor says",
            f -> f.attempt() == null ? null : f.run().version(f.attempt().destination())));
    out.add(
        ColumnSource.text(
            "machine",
            "machine type in the stream",
            f -> f.streams().isEmpty() ? null : known(f.streams().get(0).summary().machine())));
    out.add(
        ColumnSource.number(
            "begin_ns",
            NS,
            "when it began, since the epoch",
            f -> f.attempt() == null ? null : known(f.attempt().beginNs())));
    out.add(
        ColumnSource.number(
            "end_ns",
            NS,
            "when its end was known to both sides, since the epoch",
            f -> f.attempt() == null ? null : known(f.attempt().endNs())));
    out.add(
        ColumnSource.text(
            "outcome",
            "completed, failed, cancelled or unknown",
            f -> f.attempt() == null ? null : f.attempt().outcome().label()));
    out.add(
        ColumnSource.text(
            "cause",
            "code of the error that is nearest to the cause",
            f -> f.cause() == null ? null : f.cause().code().code()));
    out.add(
        ColumnSource.truth(
            "cause_known", "whether that error is the cause itself", MigrationFacts::causeKnown));
    out.add(
        ColumnSource.text(
            "cause_message",
            "what was found, as one sentence",
            f -> f.cause() == null ? null : f.cause().message()));
    out.add(
        ColumnSource.text("stopped_state", "state in which it ended early", f -> f.endedIn(true)));
    out.add(
        ColumnSource.text(
            "stopped_section",
            "section of the stream at which it ended early",
            f -> f.endedIn(false)));
    out.add(ColumnSource.text("device", "the device", f -> known(f.device())));
    out.add(
        ColumnSource.text("device_kind", "its kind, such as vhost-user-blk", MigrationFacts::kind));
    out.add(ColumnSource.count("queues", "virtqueues of the device", MigrationFacts::queues));
    out.add(
        ColumnSource.text(
            "transfer",
            "whether its back-end was handed over: yes, no, unknown; attempted where the"
                + " migration did not succeed",
            MigrationFacts::transfer));
  }

  private static void downtime(List<ColumnSource<MigrationFacts>> out) {
    out.add(
        ColumnSource.number(
            "downtime_ns",
            NS,
            "how long the guest did not run; the same in all rows of a migration",
            f -> f.downtime() == null ? null : (Long) f.downtime().lengthNs()));
    out.add(
        ColumnSource.truth(
            "downtime_whole",
            "whether the evidence has both ends of it; otherwise it is a lower bound",
            f ->
                f.downtime() == null
                    ? null
                    : (Boolean) (f.downtime().begun() && f.downtime().ended())));
    out.add(
        ColumnSource.number(
            "downtime_source_ns",
            NS,
            "the part that the source knows of",
            f -> f.downtime() == null ? null : known(f.downtime().sourceNs().orElse(-1))));
    out.add(
        ColumnSource.number(
            "downtime_reported_ns",
            NS,
            "what query-migrate says, which counts milliseconds",
            f ->
                f.downtime() == null || f.downtime().told() == null
                    ? null
                    : (Long) (f.downtime().told().downtimeMs() * 1_000_000)));
    for (DowntimePart part : DowntimePart.values()) {
      out.add(
          ColumnSource.number(
              "downtime_" + part.label() + "_ns",
              NS,
              "part of downtime_ns: " + part.label(),
              f -> f.part(part)));
    }
    for (DowntimePart part : OF_DEVICES) {
      out.add(
          ColumnSource.number(
              "device_" + part.label() + "_ns",
              NS,
              "part of downtime_" + part.label() + "_ns that was spent on this device",
              f -> f.devicePart(part)));
    }
  }

  private static void operations(List<ColumnSource<MigrationFacts>> out) {
    for (Verdict verdict : Verdict.values()) {
      out.add(
          ColumnSource.count(
              "operations_" + verdict.label().replace('-', '_'),
              "operations of the device in the migration with the verdict " + verdict.label(),
              f -> f.count(verdict)));
    }
    out.add(ColumnSource.count("errors", "errors of the migration", f -> f.count(Severity.ERROR)));
    out.add(
        ColumnSource.count(
            "warnings", "warnings of the migration", f -> f.count(Severity.WARNING)));
    out.add(
        ColumnSource.text(
            "findings", "codes of the migration with their numbers", MigrationFacts::codes));
  }

  private static void stream(List<ColumnSource<MigrationFacts>> out) {
    out.add(
        ColumnSource.number(
            "stream_bytes",
            BYTES,
            "size of the recorded stream; the sum of the next three",
            f -> f.stream(s -> s.summary().coverage().total())));
    out.add(
        ColumnSource.number(
            "stream_decoded_bytes",
            BYTES,
            "bytes with a name and a meaning",
            f -> f.stream(s -> s.summary().coverage().decoded())));
    out.add(
        ColumnSource.number(
            "stream_opaque_bytes",
            BYTES,
            "bytes with a name, meaning unknown",
            f -> f.stream(s -> s.summary().coverage().opaque())));
    out.add(
        ColumnSource.number(
            "stream_unreachable_bytes",
            BYTES,
            "bytes after a point where sync was lost",
            f -> f.stream(s -> s.summary().coverage().unreachable())));
    out.add(
        ColumnSource.number(
            "stream_ram_bytes", BYTES, "sections of memory", f -> f.sections(true)));
    out.add(
        ColumnSource.number(
            "stream_device_bytes", BYTES, "the section of this device", f -> f.sections(false)));
  }
}
