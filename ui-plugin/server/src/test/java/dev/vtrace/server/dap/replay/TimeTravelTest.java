// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.condition.ModelValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recorded run can be walked to and fro, and shows all that the ledger tells. */
class TimeTravelTest {
  private static final int WALKS = 24;

  static List<Path> runs() throws IOException {
    return RecordedRuns.all();
  }

  @ParameterizedTest
  @MethodSource("runs")
  void stateDependsOnThePlaceAloneAndNotOnTheWay(Path run) throws IOException {
    MigrationReplay replay = RecordedRuns.replay(run);
    int size = replay.steps().size();
    Random random = new Random(size);
    ReplayCursor cursor = new ReplayCursor(replay);
    cursor.moveTo(0);
    for (int walk = 0; walk < WALKS; walk++) {
      if (walk % 4 == 0) {
        cursor.moveTo(random.nextInt(size));
      }
      int here = cursor.position();
      Map<Owner, Map<String, ModelValue>> before = cursor.everything();
      assertThat(before).isEqualTo(fromTheStart(replay, here));
      int forth = Math.min(random.nextInt(200), size - 1 - here);
      for (int i = 0; i < forth; i++) {
        cursor.moveTo(cursor.position() + 1);
      }
      assertThat(cursor.everything()).isEqualTo(fromTheStart(replay, here + forth));
      for (int i = 0; i < forth; i++) {
        cursor.moveTo(cursor.position() - 1);
      }
      assertThat(cursor.position()).isEqualTo(here);
      assertThat(cursor.everything()).isEqualTo(before);
      cursor.moveTo(Math.max(0, Math.min(size - 1, here + random.nextInt(9) - 4)));
    }
  }

  /** Plain replay, one change after the other: what snapshots and undoing are compared with. */
  private static Map<Owner, Map<String, ModelValue>> fromTheStart(
      MigrationReplay replay, int position) {
    Map<Owner, Map<String, ModelValue>> state = new HashMap<>();
    for (int i = 0; i <= position; i++) {
      for (Delta delta : replay.deltas().get(i)) {
        Map<String, ModelValue> cells =
            state.computeIfAbsent(delta.owner(), owner -> new HashMap<>());
        if (!Objects.equals(cells.get(delta.path()), delta.before())) {
          throw new AssertionError("step " + i + " changes what is not there: " + delta);
        }
        if (delta.after() == null) {
          cells.remove(delta.path());
        } else {
          cells.put(delta.path(), delta.after());
        }
      }
    }
    state.values().removeIf(Map::isEmpty);
    return state;
  }

  @ParameterizedTest
  @MethodSource("runs")
  void everyOperationThatWasLeftOutIsAStepOnce(Path run) throws IOException {
    MigrationReplay replay = RecordedRuns.replay(run);
    List<Operation> due = new ArrayList<>();
    for (Window window : replay.migration().windows()) {
      for (Operation operation : window.operations()) {
        if (operation.verdict() == Verdict.SKIPPED || operation.verdict() == Verdict.UNKNOWN) {
          due.add(operation);
        }
      }
    }
    List<Operation> shown = new ArrayList<>();
    for (ReplayStep step : replay.steps()) {
      if (step.verdict() == Verdict.SKIPPED || step.verdict() == Verdict.UNKNOWN) {
        shown.add(step.operation());
      }
    }
    assertThat(shown).containsExactlyInAnyOrderElementsOf(due);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void timeNeverRunsBackwardsAndFramesNest(Path run) throws IOException {
    MigrationReplay replay = RecordedRuns.replay(run);
    Map<Integer, ReplayFrame> open = new HashMap<>();
    long last = Long.MIN_VALUE;
    int number = 0;
    for (ReplayStep step : replay.steps()) {
      assertThat(step.index()).isEqualTo(number++);
      assertThat(step.timeNs()).isGreaterThanOrEqualTo(last);
      last = step.timeNs();
      ReplayFrame parent = step.opens() ? step.frame().parent() : step.frame();
      // What is open now was open before on the same track: frames do not come from nowhere.
      if (parent != null) {
        assertThat(chain(open.get(step.track()))).contains(parent);
      }
      open.put(step.track(), step.frame());
    }
  }

  private static List<ReplayFrame> chain(ReplayFrame frame) {
    List<ReplayFrame> out = new ArrayList<>();
    for (ReplayFrame each = frame; each != null; each = each.parent()) {
      out.add(each);
    }
    return out;
  }
}
