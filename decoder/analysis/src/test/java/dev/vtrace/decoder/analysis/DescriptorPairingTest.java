// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.analysis.model.Descriptor;
import dev.vtrace.decoder.analysis.model.Descriptor.DescriptorState;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.capture.CaptureFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which descriptor is which on the two sides, and whose each is. */
class DescriptorPairingTest {
  private static final String FIRST = "0000:00:01.0/vhost-user-blk";
  private static final String SECOND = "0000:00:02.0/vhost-user-blk";
  private static final String PUT = "qemu_file_put_fd ioc migration-socket-outgoing, fd ";
  private static final String GET = "qemu_file_get_fd ioc migration-socket-incoming -> fd ";

  @TempDir Path folder;

  private Migration run(List<String> source, List<String> destination) throws IOException {
    log("src.trace.log", "outgoing", source);
    log("dst.trace.log", "incoming", destination);
    return Analysis.of(CaptureFolder.open(folder));
  }

  private void log(String name, String way, List<String> lines) throws IOException {
    StringBuilder text = new StringBuilder();
    int micros = way.equals("outgoing") ? 0 : 1;
    String begin = "migration_set_" + way + "_channel ioc=0x1 ioctype=qio-channel-socket";
    for (String line : concat(begin, lines)) {
      text.append(String.format("2026-11-30T10:00:00.%06dZ %s%n", micros, line));
      micros += 2;
    }
    Files.writeString(folder.resolve(name), text);
  }

  private static List<String> concat(String begin, List<String> lines) {
    List<String> out = new ArrayList<>();
    out.add("migrate_set_state new state setup");
    out.add(begin);
    out.add("migrate_set_state new state active");
    out.addAll(lines);
    out.add("migrate_set_state new state completed");
    return out;
  }

  @Test
  void whatCouldNotBeSentShiftsNothing() throws IOException {
    Migration run =
        run(
            List.of(PUT + "5 -> status 0", PUT + "-1 -> status -1", PUT + "7 -> status 0"),
            List.of(GET + "21", GET + "-1", GET + "22"));
    assertThat(run.descriptors())
        .extracting(Descriptor::state)
        .containsExactly(DescriptorState.CLAIMED, DescriptorState.REFUSED, DescriptorState.CLAIMED);
    assertThat(run.descriptors().get(1).sightings()).hasSize(1);
    assertThat(numbers(run.descriptors().get(0))).containsExactly(5, 21);
    assertThat(numbers(run.descriptors().get(2))).containsExactly(7, 22);
  }

  private static List<Integer> numbers(Descriptor descriptor) {
    return descriptor.sightings().stream().map(each -> each.number().orElseThrow()).toList();
  }

  @Test
  void eachDeviceHasItsOwnDescriptors() throws IOException {
    for (boolean after : new boolean[] {false, true}) {
      List<String> source = new ArrayList<>(stop(FIRST, "0x1"));
      source.addAll(stop(SECOND, "0x2"));
      source.addAll(saved(FIRST, after, PUT + "5 -> status 0", PUT + "6 -> status 0"));
      source.addAll(saved(SECOND, after, PUT + "7 -> status 0", PUT + "8 -> status -1"));
      Migration run = run(source, List.of());
      List<Window> stops =
          run.windows().stream().filter(each -> each.kind() == Window.WindowKind.STOP).toList();
      assertThat(stops).hasSize(2);
      assertThat(run.descriptors()).hasSize(4);
      for (Window stop : stops) {
        String own = stop.device().equals(FIRST) ? "2 descriptors sent" : "1 descriptor sent";
        if (stop.device().equals(FIRST) || stop.device().equals(SECOND)) {
          assertThat(stop.why()).contains(own);
        } else {
          // Nothing tells which device it is: those of all.
          assertThat(stop.why()).contains("3 descriptors sent");
        }
      }
    }
  }

  private static List<String> saved(String device, boolean after, String... puts) {
    List<String> out = new ArrayList<>(List.of(puts));
    if (after) {
      out.add(
          "vmstate_downtime_save type=non-iterable idstr=" + device + " instance_id=0 downtime=9");
    } else {
      out.add(0, "savevm_section_start " + device + ", section_id 40");
      out.add("savevm_section_end " + device + ", section_id 40 -> 0");
    }
    return out;
  }

  private static List<String> stop(String device, String pointer) {
    return List.of(
        "vhost_dev_stop_in " + pointer + ":virtio-blk vrings:1",
        "vhost_virtque_stop_in " + pointer + ":virtio-blk 0",
        "vhost_dev_stop_out " + pointer + ":virtio-blk");
  }
}
