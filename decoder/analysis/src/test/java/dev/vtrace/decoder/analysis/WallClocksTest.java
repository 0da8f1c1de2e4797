// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.analysis.model.Clock;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Participant;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.capture.InputRole;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings of which one log was written by a clock that is wrong. */
class WallClocksTest {
  private static final List<Long> SHIFTS =
      List.of(
          400_000_000L,
          -400_000_000L,
          3_000_000_000L,
          -3_000_000_000L,
          3_600_000_000_000L,
          -3_600_000_000_000L);

  @TempDir Path folder;

  private static List<Path> recordings() throws IOException {
    List<Path> out = new ArrayList<>();
    for (Path each : Recordings.captures()) {
      String name = each.getFileName().toString();
      if (name.equals("fail-nvqs-mismatch")) {
        out.add(each);
      }
    }
    out.add(Recordings.root().resolve("samples/backend-transfer-2q"));
    out.add(Recordings.root().resolve("samples/ordinary-2q"));
    return out;
  }

  private Capture moved(Capture all, String participant, long by) throws IOException {
    return OtherClock.log(folder, all, participant, by);
  }

  private static Clock clock(Migration migration, String name) {
    for (Participant participant : migration.participants()) {
      if (participant.name().equals(name)) {
        return participant.clock();
      }
    }
    throw new AssertionError("no " + name);
  }

  private static List<String> ledger(Migration migration) {
    List<String> out = new ArrayList<>();
    for (Window window : migration.windows()) {
      for (Operation operation : window.operations()) {
        out.add(
            String.join(
                " ",
                window.participant(),
                window.kind().label(),
                window.phase().label(),
                window.transfer().label(),
                window.attempt() + "",
                operation.name(),
                operation.queue() + "",
                operation.verdict().label()));
      }
    }
    return out;
  }

  @Test
  void aLogOfAnotherClockIsPutOnTheCommonOne() throws IOException {
    for (Path recording : recordings()) {
      Capture all = CaptureFolder.open(recording);
      for (String who : all.participants()) {
        Migration right = Analysis.of(moved(all, who, 0));
        assertThat(clock(right, who).offsetNs()).isZero();
        for (long by : SHIFTS) {
          String what = recording.getFileName() + ", " + who + " by " + by;
          Migration wrong = Analysis.of(moved(all, who, by));
          Clock clock = clock(wrong, who);
          assertThat(clock.how()).as(what).isNotEmpty();
          assertThat(clock.uncertaintyNs().getAsLong()).as(what).isBetween(1L, 20_000_000L);
          assertThat(Math.abs(clock.offsetNs() + by))
              .as(what)
              .isLessThanOrEqualTo(clock.uncertaintyNs().getAsLong());
          assertThat(ledger(wrong)).as(what).isEqualTo(ledger(right));
        }
      }
    }
  }

  /** Without any other evidence it is told which comes first, and the source is believed. */
  @Test
  void twoLogsAreEnough() throws IOException {
    for (Path recording : recordings()) {
      Capture all = CaptureFolder.open(recording).only(InputRole.TRACE);
      String source = all.participants().get(0);
      String destination = all.participants().get(1);
      Migration right = Analysis.of(moved(all, destination, 0));
      for (long by : SHIFTS) {
        String what = recording.getFileName() + " by " + by;
        Migration wrong = Analysis.of(moved(all, destination, by));
        Clock clock = clock(wrong, destination);
        assertThat(clock(wrong, source).offsetNs()).as(what).isZero();
        assertThat(Math.abs(clock.offsetNs() + by))
            .as(what)
            .isLessThanOrEqualTo(clock.uncertaintyNs().getAsLong());
        assertThat(ledger(wrong)).as(what).isEqualTo(ledger(right));
      }
    }
  }

  @Test
  void clocksThatMayBeTheSameAreLeftAsTheyAre() throws IOException {
    for (Path recording : Recordings.captures()) {
      for (Participant each : Analysis.of(CaptureFolder.open(recording)).participants()) {
        if (each.clock().kind() == Clock.ClockKind.WALL) {
          assertThat(each.clock().offsetNs()).as(recording + " " + each.name()).isZero();
        }
      }
    }
  }
}
