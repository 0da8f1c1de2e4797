// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.FieldDescription;
import dev.vtrace.decoder.vmstate.StateReader;
import dev.vtrace.decoder.vmstate.TypeReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the field of type {@code virtio} that holds a whole virtio device.
 *
 * <p>Nothing in a stream says whether the device was handed over by backend transfer. Then
 * descriptors, one uncounted byte each, lie between its queues and after them, and everything after
 * the first one is displaced. The reader therefore tries each layout that the device can have and
 * keeps the one that is proved: by its size (described bytes plus descriptors), by the footer of
 * the right section after it, by the subsections that it runs into, and by the recorded offsets of
 * descriptors where there are any.
 */
public final class VirtioReader implements TypeReader {
  private final @Nullable DescriptorLog log;
  private final List<VirtioReading> readings;
  private @Nullable StateReader lastReader;

  /**
   * A reader for one stream.
   *
   * @param log recorded descriptors, or null
   * @param readings where each device that was read is added
   */
  public VirtioReader(@Nullable DescriptorLog log, List<VirtioReading> readings) {
    this.log = log;
    this.readings = readings;
  }

  @Override
  public @Nullable Field read(FieldDescription field, StateReader reader) {
    if (reader == lastReader) {
      // A device has one such part. Trying all layouts for each of the thousands of elements that a
      // damaged description may claim would take minutes.
      return null;
    }
    lastReader = reader;
    Cursor in = reader.in();
    long start = in.position();
    VirtioKind kind = VirtioKind.of(reader.section().kind());
    List<VirtioAttempt> attempts = new ArrayList<>();
    VirtioAttempt best = null;
    List<List<VirtioLayout>> tiers = VirtioLayout.candidates(in, kind, reader.section());
    int size = tiers.get(0).get(0).configSize();
    for (List<VirtioLayout> tier : tiers) {
      in.seek(start);
      VirtioHead head = VirtioHead.read(in, tier.get(0));
      for (VirtioLayout layout : tier) {
        in.seek(start);
        VirtioAttempt attempt = VirtioAttempt.make(in, layout, head, field, reader.section(), log);
        if (layout.configSize() != size && !attempt.bounded()) {
          // The other size of a configuration space than it says has to be proved.
          continue;
        }
        attempts.add(attempt);
        if (best == null || attempt.betterThan(best)) {
          best = attempt;
        }
      }
      if (best != null && best.proved()) {
        break;
      }
    }
    in.seek(start);
    if (best == null || !best.usable()) {
      BareDescriptors bare = BareDescriptors.find(in, kind, field, reader.section(), log);
      return bare == null ? null : bare(bare, field, reader);
    }
    in.seek(best.state().end());
    report(field, reader, attempts, best);
    reader.addDescriptors(best.descriptors().size());
    if (best.truncated()) {
      reader.stop();
    }
    VirtioAttempt found = best;
    boolean known = true;
    for (VirtioAttempt attempt : attempts) {
      known &= !found.leavesOpen(attempt);
    }
    readings.add(best.reading(reader.section(), field.name(), known));
    return best.state();
  }

  int devicesRead() {
    return readings.size();
  }

  void forgetAfter(int devices) {
    readings.subList(devices, readings.size()).clear();
  }

  private Field bare(BareDescriptors bare, FieldDescription field, StateReader reader) {
    reader.in().seek(bare.state().end());
    reader.report(Code.TRUNCATED, bare.offset(), bare.count(), field.name(), bare.message());
    reader.addDescriptors(bare.reading().descriptors().size());
    reader.stop();
    readings.add(bare.reading());
    return bare.state();
  }

  private void report(
      FieldDescription field, StateReader reader, List<VirtioAttempt> all, VirtioAttempt best) {
    long start = best.state().offset();
    long length = best.state().length();
    if (best.truncated()) {
      reader.report(
          Code.TRUNCATED,
          start + length,
          0,
          field.name(),
          "the input ends inside this device, " + best.lastField());
    }
    for (String fault : best.faults()) {
      reader.report(Code.IMPLAUSIBLE, start, length, field.name(), fault);
    }
    for (VirtioAttempt other : all) {
      if (other != best && other.equallyGood(best)) {
        reader.report(
            Code.TRANSFER_AMBIGUOUS,
            start,
            length,
            field.name(),
            "the bytes fit "
                + best.layout().describe()
                + " and "
                + other.layout().describe()
                + " equally well; the first one is shown");
        break;
      }
    }
    if (log != null && !best.truncated() && !best.proofs().contains(VirtioReading.DESCRIPTORS)) {
      int recorded = log.between(start, start + length).size();
      if (recorded + best.descriptors().size() > 0) {
        reader.report(
            Code.DESCRIPTORS_DISAGREE,
            start,
            length,
            field.name(),
            "the layout has "
                + best.descriptors().size()
                + " descriptors here, the list has "
                + recorded
                + " or has them elsewhere");
      }
    }
    if (best.layout().deviceState() && !best.layout().notifiers()) {
      reader.report(
          Code.NOT_STARTED,
          start,
          length,
          field.name(),
          "the device is handed over without the notifiers of its queues");
    }
  }
}
