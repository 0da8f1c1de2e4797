// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.capture.LooseFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage in the evidence is never an exception, and what is whole is still used. */
class DamagedEvidenceTest {
  @TempDir Path folder;

  private List<String> log(String side) throws IOException {
    Path file = Recordings.file(Recordings.transfer(), side + ".trace.log");
    return new String(Recordings.bytes(file), StandardCharsets.ISO_8859_1).lines().toList();
  }

  private Migration damaged(UnaryOperator<List<String>> damage) throws IOException {
    LooseFiles files = new LooseFiles();
    for (String side : List.of("src", "dst")) {
      List<String> lines = damage.apply(new ArrayList<>(log(side)));
      Path file = folder.resolve(side);
      Files.write(file, String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1));
      files.trace(side.equals("src") ? "source" : "destination", file);
    }
    files.add(InputRole.SOCKET, Recordings.transfer().resolve("vhost-user-dev0.jsonl"));
    return Analysis.of(files.capture());
  }

  @Test
  void cutAnywhere() throws IOException {
    for (int part = 0; part < 20; part++) {
      int tenth = part;
      Migration migration = damaged(lines -> lines.subList(0, lines.size() * tenth / 20));
      assertThat(migration.messages()).isNotEmpty();
    }
  }

  @Test
  void garbageBetween() throws IOException {
    Random random = new Random(1);
    Migration migration =
        damaged(
            lines -> {
              for (int i = 0; i < 300; i++) {
                byte[] noise = new byte[random.nextInt(60)];
                random.nextBytes(noise);
                String text = new String(noise, StandardCharsets.ISO_8859_1);
                lines.add(random.nextInt(lines.size()), text.replace('\n', ' '));
              }
              return lines;
            });
    assertThat(migration.totals().get(Verdict.SKIPPED)).isPositive();
    assertThat(migration.findings()).isNotEmpty();
  }

  @Test
  void linesLostAndOutOfOrder() throws IOException {
    for (int seed = 0; seed < 10; seed++) {
      Random random = new Random(seed);
      Migration migration =
          damaged(
              lines -> {
                for (int i = 0; i < 100; i++) {
                  int at = random.nextInt(lines.size() - 1);
                  Collections.swap(lines, at, at + 1);
                  lines.remove(random.nextInt(lines.size()));
                }
                return lines;
              });
      assertThat(migration.windows()).isNotEmpty();
    }
    Migration shuffled =
        damaged(
            lines -> {
              Collections.shuffle(lines, new Random(3));
              return lines;
            });
    assertThat(shuffled.messages()).isNotEmpty();
  }

  @Test
  void linesWrittenIntoEachOther() throws IOException {
    Migration migration =
        damaged(
            lines -> {
              for (int i = 50; i < lines.size() - 1; i += 50) {
                String one = lines.get(i);
                lines.set(i, one.substring(0, one.length() / 2) + lines.remove(i + 1));
              }
              return lines;
            });
    assertThat(migration.findings()).isNotEmpty();
    assertThat(migration.windows()).isNotEmpty();
  }

  @Test
  void aClockThatJumps() throws IOException {
    Migration migration =
        damaged(
            lines -> {
              for (int i = lines.size() / 2; i < lines.size(); i++) {
                lines.set(i, lines.get(i).replace("2026-11-23T", "2026-11-22T"));
              }
              return lines;
            });
    assertThat(migration.windows()).hasSizeGreaterThanOrEqualTo(5);
    assertThat(migration.findings()).isNotEmpty();
  }

  @Test
  void aLogWithoutTimesGetsThoseOfItsMessages() throws IOException {
    Migration migration =
        damaged(lines -> lines.stream().map(l -> l.substring(l.indexOf(' ') + 1)).toList());
    assertThat(migration.totals().get(Verdict.EXECUTED)).isEqualTo(36);
    assertThat(migration.windows().get(0).beginNs()).isPositive();
  }
}
