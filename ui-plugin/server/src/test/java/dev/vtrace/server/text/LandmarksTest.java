// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.trace.InputKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandmarksTest {
  private static final int LINES = 400;

  @TempDir Path folder;

  @Test
  void whatIsOpenAtALineIsFoundWhateverOverlaps() throws IOException {
    for (int seed = 0; seed < 20; seed++) {
      Path log = folder.resolve("run" + seed + ".log");
      Files.writeString(log, log(new Random(seed), LINES));
      Landmarks landmarks = scanned(log).landmarks();
      for (long line = 0; line < LINES; line++) {
        assertThat(landmarks.around(line)).as("line " + line).isEqualTo(around(landmarks, line));
      }
    }
  }

  @Test
  void aLastLineThatIsReadAgainEndsWhatItEndedBefore() throws IOException {
    Path log = folder.resolve("grown.log");
    Files.writeString(log, "vhost_dev_start_in dev 0x1:blk\nvhost_dev_start_out dev 0x1:blk");
    TextFile file = scanned(log);
    assertThat(file.landmarks().partners()).containsExactly(1, 0);
    file.landmarks().removeFrom(1);
    assertThat(file.landmarks().partners()).containsExactly(-1);
    file.scan(read -> {});
    assertThat(file.landmarks().partners()).containsExactly(1, 0);
  }

  /** What is asked for, told without an index. */
  private static List<Landmark> around(Landmarks landmarks, long line) {
    List<Landmark> all = landmarks.all();
    List<Integer> partners = landmarks.partners();
    List<Landmark> out = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Landmark mark = all.get(i);
      int partner = partners.get(i);
      if (mark.begins() && mark.line() <= line && partner >= 0 && all.get(partner).line() >= line) {
        out.add(mark);
      }
    }
    return out;
  }

  /** Starts and stops of some devices in any order: nested, crossed, never ended, never begun. */
  private static String log(Random random, int lines) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      String end = random.nextInt(5) < 3 ? "in" : "out";
      String what = random.nextBoolean() ? "start" : "stop";
      int device = random.nextInt(4);
      out.append("vhost_dev_%s_%s dev 0x%d:blk vrings 1\n".formatted(what, end, device));
    }
    return out.toString();
  }

  private static TextFile scanned(Path log) throws IOException {
    TextFile file = new TextFile(log.getFileName().toString(), InputKind.QEMU_LOG, source(log));
    file.scan(read -> {});
    return file;
  }

  private static ByteSource source(Path log) throws IOException {
    return Inputs.open(log);
  }
}
