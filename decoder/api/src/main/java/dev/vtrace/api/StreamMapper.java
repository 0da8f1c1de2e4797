// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import dev.vtrace.api.MigrationStream.StreamBytes;
import dev.vtrace.api.MigrationStream.StreamEnd;
import dev.vtrace.api.MigrationStream.StreamSection;
import dev.vtrace.api.MigrationStream.StreamedDescriptor;
import dev.vtrace.api.StreamDevice.StreamQueue;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.StreamMark;
import dev.vtrace.decoder.devices.VhostDevice;
import dev.vtrace.decoder.stream.Coverage;
import dev.vtrace.decoder.stream.StreamSummary;
import java.util.List;

/** Makes {@link MigrationStream}s. */
final class StreamMapper {
  private StreamMapper() {}

  static List<MigrationStream> streams(Migration migration) {
    return migration.streams().stream().map(StreamMapper::stream).toList();
  }

  private static MigrationStream stream(StreamMark mark) {
    StreamSummary summary = mark.summary();
    Coverage bytes = summary.coverage();
    return new MigrationStream(
        mark.file(),
        OptionalValues.number(mark.attempt()),
        StreamEnd.valueOf(summary.outcome().name()),
        new StreamBytes(bytes.total(), bytes.decoded(), bytes.opaque(), bytes.unreachable()),
        OptionalValues.text(summary.machine()),
        summary.capabilities(),
        summary.pageSize(),
        mark.places().stream()
            .map(place -> new StreamSection(place.name(), place.offset(), place.length()))
            .toList(),
        mark.devices().stream().map(StreamMapper::device).toList(),
        summary.descriptors().stream()
            .map(fd -> new StreamedDescriptor(fd.index(), fd.offset(), fd.path(), fd.kind()))
            .toList());
  }

  private static StreamDevice device(VhostDevice device) {
    return new StreamDevice(
        device.section(),
        device.kind(),
        device.transfer(),
        device.status(),
        device.featureNames(),
        OptionalValues.known(device.inflightSize()),
        device.rings().stream()
            .map(
                ring ->
                    new StreamQueue(
                        ring.index(),
                        ring.num(),
                        ring.desc() != 0,
                        ring.lastAvail(),
                        OptionalValues.index(ring.vector())))
            .toList());
  }
}
