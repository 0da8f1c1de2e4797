// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.capture.LooseFiles;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.timeline.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A number that is in no table is shown as it is, wherever it stands. */
class UnknownRequestTest {
  private static final String LINE =
      "{\"t_ns\": %d, \"conn\": 1, \"dir\": \"%s\", \"hex\": \"%s\"}%n";

  private static final long BEGIN = 1_795_420_800_000_000_000L;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {0, 99, 4711, 0x7fff_ffffL, 0x8000_0000L, 0xffff_fff5L, 0xffff_ffffL})
  void isNamedByItsNumber(long id) throws IOException {
    for (boolean signed : new boolean[] {false, true}) {
      String number = signed ? "" + (int) id : "" + id;
      Migration migration = all(trace(number));
      assertThat(names(migration)).contains("request " + id).contains("SET_VRING_KICK");
      assertThat(migration.windows()).hasSize(1);
      assertThat(migration.totals().get(Verdict.VIOLATION)).isZero();
    }
    assertThat(names(all(new LooseFiles().add(InputRole.SOCKET, socket(id)).capture())))
        .contains("request " + id);
    Capture both =
        new LooseFiles()
            .add(InputRole.SOCKET, socket(id))
            .trace("source", log("" + (int) id))
            .capture();
    assertThat(names(all(both))).contains("request " + id);
  }

  private static List<String> names(Migration migration) {
    List<String> out = new ArrayList<>();
    for (List<Window> windows : List.of(migration.windows(), migration.around())) {
      windows.forEach(window -> window.operations().forEach(each -> out.add(each.name())));
    }
    return out;
  }

  /** Everything that is made of a run. */
  private static Migration all(Capture capture) throws IOException {
    Migration migration = Analysis.of(capture);
    assertThat(Checker.check(CheckedRun.of(capture))).isNotNull();
    assertThat(Timeline.of(migration)).isNotNull();
    return migration;
  }

  private Capture trace(String number) throws IOException {
    return new LooseFiles().trace("source", log(number)).capture();
  }

  private Path log(String number) throws IOException {
    return Files.writeString(
        folder.resolve("log"),
        """
        2026-11-23T08:00:00.000100Z vhost_dev_start_in 0xD:virtio-blk vrings:0
        2026-11-23T08:00:00.000110Z vhost_user_write req:2 flags:0x1
        2026-11-23T08:00:00.000120Z vhost_user_write req:37 flags:0x1
        2026-11-23T08:00:00.000200Z vhost_virtqueue_start_in 0xD:virtio-blk 0
        2026-11-23T08:00:00.000300Z vhost_user_write req:8 flags:0x1
        2026-11-23T08:00:00.000400Z vhost_user_write req:10 flags:0x1
        2026-11-23T08:00:00.000500Z vhost_user_write req:9 flags:0x1
        2026-11-23T08:00:00.000600Z vhost_user_write req:12 flags:0x1
        2026-11-23T08:00:00.000700Z vhost_user_write req:%1$s flags:0x9
        2026-11-23T08:00:00.000800Z vhost_user_read req:%1$s flags:0x5
        2026-11-23T08:00:00.000900Z vhost_virtqueue_start_out 0xD:virtio-blk 0
        2026-11-23T08:00:00.001000Z vhost_dev_start_out 0xD:virtio-blk
        """
            .formatted(number));
  }

  private Path socket(long id) throws IOException {
    String word = String.format("%08x", Integer.reverseBytes((int) id));
    String kick = "0c00000001000000080000000000000000000000";
    StringBuilder out = new StringBuilder();
    out.append(String.format(LINE, BEGIN + 600_000, "f2b", kick));
    out.append(String.format(LINE, BEGIN + 700_000, "f2b", word + "0900000000000000"));
    out.append(
        String.format(LINE, BEGIN + 800_000, "b2f", word + "05000000080000000000000000000000"));
    out.append(String.format(LINE, BEGIN + 900_000, "b2f", word + "0100000000000000"));
    return Files.writeString(folder.resolve("socket.jsonl"), out);
  }
}
