// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Decoded;
import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.bytes.HeapSource;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.vmstate.Field;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Streams that end anywhere inside a vhost device: what is shown is what the whole stream has
 * there, and nothing that lies after the end.
 */
class CutDeviceTest {
  /** In the long tables at the end of a device, one cut is like the next. */
  private static final int STEP = 997;

  @TestFactory
  List<DynamicTest> recordedDevices() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    List<Path> folders = new ArrayList<>(Recordings.captures());
    folders.addAll(Recordings.live());
    for (Path folder : folders) {
      Path stream = Recordings.stream(folder);
      if (stream != null) {
        String name = folder.getFileName().toString();
        tests.add(DynamicTest.dynamicTest(name, () -> cut(Recordings.bytes(stream))));
      }
    }
    return tests;
  }

  @TestFactory
  List<DynamicTest> layouts() {
    List<DynamicTest> tests = new ArrayList<>();
    for (TransferLayoutTest.Device device : TransferLayoutTest.devices()) {
      if (device.queues() <= 2 && device.described()) {
        tests.add(
            DynamicTest.dynamicTest(
                device.toString(), () -> cut(TransferLayoutTest.write(device).toBytes())));
      }
    }
    return tests;
  }

  private static void cut(byte[] bytes) throws IOException {
    Decoded whole = decode(bytes, bytes.length);
    int tried = 0;
    for (int i = 0; i < whole.summary.devices().size(); i++) {
      VirtioReading reading = whole.summary.devices().get(i);
      if (!VhostDevice.isVhost(reading.kind()) || !reading.whole()) {
        continue;
      }
      Truth truth = new Truth(reading);
      long tables = truth.tables();
      for (long end = reading.state().offset() + 1; end < reading.state().end(); ) {
        check(truth, i, end, decode(bytes, (int) end));
        tried++;
        end += end < tables ? 1 : STEP;
      }
    }
    System.out.println("cut devices at " + tried + " places");
  }

  private static Decoded decode(byte[] bytes, int length) throws IOException {
    return Decoded.of(new HeapSource("cut", Arrays.copyOf(bytes, length)));
  }

  /** What the whole stream has. */
  private static final class Truth {
    final VirtioReading reading;
    final VhostDevice device;
    final Map<Long, Field> leaves = new HashMap<>();

    Truth(VirtioReading reading) {
      this.reading = reading;
      this.device = VhostDevice.of(reading);
      for (Field leaf : CutDeviceTest.leaves(reading.state(), new ArrayList<>())) {
        leaves.put(leaf.offset(), leaf);
      }
    }

    /** Where the tables of all possible queues begin. */
    long tables() {
      Field tables = reading.state().child("virtio/virtqueues");
      return tables == null ? reading.state().end() : tables.offset() + 64;
    }
  }

  private static List<Field> leaves(Field field, List<Field> out) {
    if (field.children().isEmpty()) {
      out.add(field);
    }
    field.children().forEach(child -> leaves(child, out));
    return out;
  }

  private static void check(Truth truth, int index, long end, Decoded decoded) {
    String at = truth.reading.section() + " cut at byte " + end;
    decoded.checkCoverage();
    for (Diagnostic diagnostic : decoded.diagnostics) {
      assertThat(diagnostic.code()).as(at).isNotIn(Code.IMPLAUSIBLE, Code.DESCRIPTION_MISFIT);
      assertThat(diagnostic.message()).as(at).doesNotContain("-1");
    }
    assertThat(decoded.codes()).as(at).contains(Code.TRUNCATED);
    if (decoded.summary.devices().size() <= index) {
      return;
    }
    VirtioReading reading = decoded.summary.devices().get(index);
    assertThat(reading.whole()).as(at).isFalse();
    for (Field leaf : leaves(reading.state(), new ArrayList<>())) {
      assertThat(leaf.length()).as(at + ": " + leaf.label()).isPositive();
      Field same = truth.leaves.get(leaf.offset());
      boolean folded = same != null && same.name().startsWith("[");
      // Without notifiers the first descriptor of the back-end may be that of a queue.
      boolean started = !truth.reading.transfer() || truth.device.configNotifier() != null;
      if (reading.known() && same != null && !folded && started) {
        assertThat(leaf.name()).as(at).isEqualTo(same.name());
        if (leaf.status() == Field.Status.DECODED && leaf.length() == same.length()) {
          assertThat(leaf.value()).as(at + ": " + leaf.label()).isEqualTo(same.value());
        }
      }
    }
    VhostDevice device = VhostDevice.of(reading);
    long there = truth.reading.descriptors().stream().filter(field -> field.offset() < end).count();
    if (truth.reading.transfer() && there == 0) {
      assertThat(reading.known()).as(at).isFalse();
    } else if (truth.reading.transfer()) {
      assertThat(reading.known()).as(at).isTrue();
    }
    if (reading.known()) {
      assertThat(reading.transfer()).as(at).isEqualTo(truth.reading.transfer());
      assertThat(reading.descriptors()).as(at).hasSize((int) there);
    }
    for (VhostDevice.Ring ring : device.rings()) {
      VhostDevice.Ring same = truth.device.rings().get(ring.index());
      assertThat(ring.num()).as(at).isEqualTo(same.num());
      assertThat(ring.desc()).as(at).isEqualTo(same.desc());
      assertThat(ring.lastAvail()).as(at).isEqualTo(same.lastAvail());
    }
    assertThat(device.nvqs()).as(at).isIn(-1L, truth.device.nvqs());
    assertThat(device.inflightSize()).as(at).isIn(-1L, truth.device.inflightSize());
    assertThat(device.queues()).as(at).isIn(-1L, truth.device.queues());
  }

  /** As on a bus whose guest notifier is not open: it fails, and so does all data after it. */
  @Test
  void descriptorsWithoutTheDataBetweenThemAreToldAsSuch() throws IOException {
    for (TransferLayoutTest.Device device : TransferLayoutTest.devices()) {
      if (device.queues() > 4 || !device.notifiers() || !device.described()) {
        continue;
      }
      byte[] bytes = TransferLayoutTest.write(device).toBytes();
      VirtioReading whole = decode(bytes, bytes.length).summary.devices().get(0);
      List<Field> descriptors = whole.descriptors();
      long failed = descriptors.get(1).offset();
      byte[] lost = Arrays.copyOf(bytes, (int) failed + descriptors.size() - 2);
      Arrays.fill(lost, (int) failed, lost.length, (byte) 0x20);
      Decoded decoded = decode(lost, lost.length);
      decoded.checkCoverage();
      assertThat(decoded.summary.devices()).as(device.toString()).hasSize(1);
      VirtioReading reading = decoded.summary.devices().get(0);
      assertThat(reading.transfer()).isTrue();
      assertThat(reading.descriptors()).as(device.toString()).hasSize(descriptors.size() - 1);
      VhostDevice vhost = VhostDevice.of(reading);
      assertThat(vhost.rings()).hasSize(1);
      assertThat(vhost.rings().get(0).lastAvail()).isEqualTo(7);
      assertThat(vhost.nvqs()).isEqualTo(-1);
      assertThat(decoded.diagnostics)
          .filteredOn(diagnostic -> diagnostic.code() == Code.TRUNCATED)
          .anyMatch(
              diagnostic ->
                  diagnostic.message().startsWith("after virtio/queues[0]/last_avail_idx only "));
    }
  }
}
