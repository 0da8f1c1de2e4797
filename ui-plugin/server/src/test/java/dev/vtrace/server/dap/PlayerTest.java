// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.condition.ModelValue;
import dev.vtrace.server.dap.replay.MigrationReplay;
import dev.vtrace.server.dap.replay.Owner;
import dev.vtrace.server.dap.replay.RecordedRuns;
import dev.vtrace.server.dap.replay.ReplayCursor;
import dev.vtrace.server.dap.replay.ReplayTrack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** So many steps forward and as many back lead to where they began, on every track of every run. */
class PlayerTest {
  private static final int WALKS = 8;

  static Iterable<Path> runs() throws IOException {
    return RecordedRuns.all();
  }

  @ParameterizedTest
  @MethodSource("runs")
  void stepsForwardAreUndoneByAsManyBack(Path run) throws IOException {
    MigrationReplay replay = RecordedRuns.replay(run);
    ReplayCursor cursor = new ReplayCursor(replay);
    Breakpoints none = new Breakpoints(new LineNumbering(true, true));
    none.bind(replay, new Sources(replay));
    ReplayPlayer player = new ReplayPlayer(replay, cursor, none, (step, text) -> {});
    Random random = new Random(replay.steps().size());
    for (ReplayTrack track : replay.tracks()) {
      for (int walk = 0; walk < WALKS; walk++) {
        int begin = replay.next(track.id(), random.nextInt(replay.steps().size())).orElse(-1);
        if (begin < 0) {
          continue;
        }
        player.jump(begin);
        Map<Owner, Map<String, ModelValue>> before = cursor.everything();
        int count = 0;
        while (count < 40 && replay.next(track.id(), cursor.position()).isPresent()) {
          assertThat(player.into(track.id()).reason()).isEqualTo("step");
          count++;
        }
        for (int i = 0; i < count; i++) {
          assertThat(player.before(track.id()).reason()).isEqualTo("step");
        }
        assertThat(cursor.position()).isEqualTo(begin);
        assertThat(cursor.everything()).isEqualTo(before);
      }
    }
  }
}
