// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.analysis.model.Downtime;
import dev.vtrace.decoder.analysis.model.Downtime.DowntimePart;
import dev.vtrace.decoder.analysis.model.Downtime.DowntimeSpan;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.capture.InputRole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the downtime of every recording went, compared with what QEMU counted itself. */
class DowntimeTest {
  private static boolean traced(Path folder) {
    return Recordings.file(folder, "src.trace.log") != null;
  }

  /** What query-migrate of each source last said, read without any code under test. */
  private static List<Long> counted(Path folder) throws IOException {
    List<Long> out = new ArrayList<>();
    String last = "";
    for (String line : Files.readAllLines(folder.resolve("qmp.jsonl"), StandardCharsets.UTF_8)) {
      JsonNode message = Recordings.json(line.getBytes(StandardCharsets.UTF_8));
      JsonNode downtime = message.path("msg").path("return").path("downtime");
      String who = message.path("who").asText();
      if (downtime.isNumber()) {
        if (who.equals(last)) {
          out.remove(out.size() - 1);
        }
        out.add(downtime.asLong());
        last = who;
      }
    }
    return out;
  }

  @Test
  void theSourcesPartIsWhatQueryMigrateCounts() throws IOException {
    int seen = 0;
    for (Path folder : Recordings.captures()) {
      Migration migration = Analysis.of(CaptureFolder.open(folder));
      List<Long> told = new ArrayList<>();
      for (Downtime downtime : migration.downtimes()) {
        if (downtime.told() != null) {
          told.add(downtime.told().downtimeMs());
          if (traced(folder)) {
            // Two readings of a clock in milliseconds are off by less than one.
            assertThat(downtime.sourceNs().getAsLong() / 1e6)
                .as(folder.toString())
                .isStrictlyBetween(
                    downtime.told().downtimeMs() - 1.0, downtime.told().downtimeMs() + 1.0);
            assertThat(downtime.agrees()).as(folder.toString()).isTrue();
          }
          seen++;
        }
      }
      assertThat(told).as(folder.toString()).isEqualTo(counted(folder));
    }
    assertThat(seen).isPositive();
  }

  @Test
  void spansLieBehindEachOtherAndAddUp() throws IOException {
    for (Path folder : Recordings.captures()) {
      Capture all = CaptureFolder.open(folder);
      for (Capture part :
          List.of(
              all,
              all.only(InputRole.QMP),
              all.only(InputRole.TRACE),
              all.only(InputRole.SOCKET, InputRole.QMP))) {
        for (Downtime downtime : Analysis.of(part).downtimes()) {
          long at = downtime.beginNs();
          long sum = 0;
          for (DowntimeSpan span : downtime.spans()) {
            assertThat(span.beginNs()).as(folder + " " + span).isEqualTo(at);
            assertThat(span.lengthNs()).as(folder + " " + span).isPositive();
            at = span.endNs();
          }
          assertThat(at).as(folder.toString()).isEqualTo(downtime.endNs());
          for (long length : downtime.parts().values()) {
            sum += length;
          }
          assertThat(sum).as(folder.toString()).isEqualTo(downtime.lengthNs());
        }
      }
    }
  }

  /** What is left when both traces are there is less than the time between two lines of a log. */
  @Test
  void withBothTracesNothingStaysUnaccounted() throws IOException {
    for (Path folder : Recordings.captures()) {
      for (Downtime downtime : Analysis.of(CaptureFolder.open(folder)).downtimes()) {
        if (traced(folder)) {
          long left = downtime.parts().getOrDefault(DowntimePart.UNACCOUNTED, 0L);
          assertThat(left).as(folder.toString()).isLessThan(downtime.lengthNs() / 100);
        }
      }
    }
  }

  @Test
  void aTransferDrainsNoRingAndSetsUpNone() throws IOException {
    Downtime downtime = only(Recordings.transfer());
    assertThat(downtime.begun() && downtime.ended()).isTrue();
    assertThat(downtime.spans()).noneMatch(span -> span.queue() >= 0);
    assertThat(downtime.parts().keySet())
        .containsExactly(
            DowntimePart.DRAIN,
            DowntimePart.STOP,
            DowntimePart.SAVE,
            DowntimePart.LOAD,
            DowntimePart.START);
    assertThat(downtime.devices().get("0000:00:01.0/vhost-user-blk").keySet())
        .containsExactly(
            DowntimePart.STOP, DowntimePart.SAVE, DowntimePart.LOAD, DowntimePart.START);
    // The lines vmstate_downtime_checkpoint src-downtime-start and dst-precopy-bh-vm-started.
    assertThat(downtime.lengthNs()).isEqualTo(4_894_000);
    assertThat(downtime.sourceNs()).hasValue(1_575_000);
  }

  @Test
  void anOrdinaryRunDrainsAndSetsUpEachQueue() throws IOException {
    Path folder = Recordings.root().resolve("samples/ordinary-2q");
    Downtime downtime = only(folder);
    for (int queue = 0; queue < 2; queue++) {
      int number = queue;
      assertThat(downtime.spans())
          .filteredOn(span -> span.queue() == number && span.part() == DowntimePart.DRAIN)
          .extracting(DowntimeSpan::what)
          .containsExactly("GET_VRING_BASE");
      assertThat(downtime.spans())
          .filteredOn(span -> span.queue() == number && span.part() == DowntimePart.START)
          .extracting(DowntimeSpan::what)
          .contains("SET_VRING_NUM", "SET_VRING_ADDR", "SET_VRING_KICK", "SET_VRING_ENABLE");
    }
  }

  @Test
  void withoutTracesAGapIsShown() throws IOException {
    Capture all = CaptureFolder.open(Recordings.transfer());
    Downtime downtime = Analysis.of(all.only(InputRole.QMP)).downtimes().get(0);
    assertThat(downtime.begun()).isFalse();
    assertThat(downtime.parts().keySet())
        .containsExactly(DowntimePart.SAVE, DowntimePart.UNACCOUNTED);
    assertThat(downtime.sourceNs()).hasValue(downtime.told().downtimeMs() * 1_000_000);
  }

  private static Downtime only(Path folder) throws IOException {
    List<Downtime> all = Analysis.of(CaptureFolder.open(folder)).downtimes();
    assertThat(all).hasSize(1);
    return all.get(0);
  }
}
