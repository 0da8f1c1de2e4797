// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.analysis.OtherClock;
import dev.vtrace.decoder.analysis.model.Clock;
import dev.vtrace.decoder.analysis.model.Participant;
import dev.vtrace.decoder.analysis.model.WireMark;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.EvidencePlaces;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.rules.model.ProcessLog;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.vhostuser.SessionStep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules see the times of the ledger, whatever the clocks of the files were. */
class ClocksOfRunsTest {
  private static final long HOUR = 3_600_000_000_000L;

  /** What two clocks may be apart that were put on one. */
  private static final long NEAR = 20_000_000L;

  @TempDir Path folder;

  private static List<Path> recordings() throws IOException {
    List<Path> out = new ArrayList<>();
    for (Path each : Recordings.captures()) {
      if (each.getFileName().toString().equals("fail-nvqs-mismatch")) {
        out.add(each);
      }
    }
    out.add(Recordings.root().resolve("samples/backend-transfer-2q"));
    out.add(Recordings.root().resolve("samples/ordinary-2q"));
    return out;
  }

  @Test
  void aLogWhoseClockIsAnHourOff() throws IOException {
    for (Path recording : recordings()) {
      Capture all = CaptureFolder.open(recording);
      for (String who : all.participants()) {
        CheckedRun right = CheckedRun.of(OtherClock.log(folder, all, who, 0));
        for (long by : List.of(HOUR, -HOUR)) {
          String what = recording.getFileName() + ", " + who + " by " + by;
          CheckedRun wrong = CheckedRun.of(OtherClock.log(folder, all, who, by));
          assertThat(clock(wrong, who).offsetNs()).as(what).isNotZero();
          sameTimes(what, right, wrong);
          sameProblems(what, right, wrong);
        }
      }
    }
  }

  @Test
  void socketsWhoseClockIsAnHourOff() throws IOException {
    Capture all = CaptureFolder.open(Recordings.root().resolve("samples/backend-transfer-2q"));
    CheckedRun right = CheckedRun.of(all);
    for (long by : List.of(HOUR, -HOUR)) {
      CheckedRun wrong = CheckedRun.of(OtherClock.sockets(folder, all, by));
      sameTimes("sockets by " + by, right, wrong);
      sameProblems("sockets by " + by, right, wrong);
    }
  }

  private static void sameTimes(String what, CheckedRun right, CheckedRun wrong) {
    for (int i = 0; i < right.logs().size(); i++) {
      ProcessLog one = right.logs().get(i);
      ProcessLog two = wrong.logs().get(i);
      for (int at = 0; at < one.events().size(); at++) {
        TraceEvent event = two.events().get(at);
        near(what + ": " + event, one.time(one.events().get(at)), two.time(event));
      }
      for (int at = 0; at < one.lines().size(); at++) {
        LogLine line = two.lines().get(at);
        near(what + ": " + line, one.lines().get(at).timeNs(), line.timeNs());
      }
    }
    for (int i = 0; i < right.connections().size(); i++) {
      List<SessionStep> one = right.connections().get(i).session().steps();
      List<SessionStep> two = wrong.connections().get(i).session().steps();
      for (int at = 0; at < one.size(); at++) {
        near(what, one.get(at).message().timeNs(), two.get(at).message().timeNs());
      }
    }
    likeTheLedger(what, wrong);
  }

  /** Each message of the ledger is at that time in its connection, or was traced shortly before. */
  private static void likeTheLedger(String what, CheckedRun run) {
    Map<String, Long> times = new HashMap<>();
    for (Connection connection : run.connections()) {
      for (SessionStep step : connection.session().steps()) {
        times.put(EvidencePlaces.of(step).location(), step.message().timeNs());
      }
    }
    for (WireMark mark : run.migration().messages()) {
      Long time = times.get(mark.evidence().location());
      if (time != null) {
        near(what + ": " + mark, time, mark.timeNs());
      }
    }
  }

  private static void sameProblems(String what, CheckedRun right, CheckedRun wrong) {
    List<Problem> one = Checker.check(right).problems();
    List<Problem> two = Checker.check(wrong).problems();
    assertThat(two)
        .as(what)
        .extracting(problem -> problem.code() + " " + problem.path())
        .containsExactlyInAnyOrderElementsOf(
            one.stream().map(problem -> problem.code() + " " + problem.path()).toList());
    List<Long> before = one.stream().map(Problem::timeNs).sorted().toList();
    List<Long> after = two.stream().map(Problem::timeNs).sorted().toList();
    for (int i = 0; i < before.size(); i++) {
      near(what + ": problems", before.get(i), after.get(i));
    }
  }

  private static void near(String what, long one, long two) {
    if (Math.abs(one - two) > NEAR || one < 0 != two < 0) {
      throw new AssertionError(what + ": at " + two + ", not at " + one);
    }
  }

  private static Clock clock(CheckedRun run, String name) {
    for (Participant participant : run.migration().participants()) {
      if (participant.name().equals(name)) {
        return participant.clock();
      }
    }
    throw new AssertionError("no " + name);
  }
}
