// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vtrace.decoder.analysis.Descriptor;
import dev.vtrace.decoder.analysis.Origin.Match;
import dev.vtrace.decoder.capture.CaptureFile;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.Problem;
import dev.vtrace.decoder.rules.RunReader;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.TraceRecord;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.vhostuser.Direction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Recorded migrations, played again by processes over real sockets through the real proxies. */
class ReplayTest {
  @TempDir Path temp;
  private final List<String> notes = new ArrayList<>();

  private static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("mvnw"))) {
      at = at.getParent();
    }
    return at;
  }

  private static List<Path> captures() throws IOException {
    Path shared = root().resolve("../shared/captures").normalize();
    try (Stream<Path> all =
        Files.list(Files.isDirectory(shared) ? shared : root().resolve("samples"))) {
      return all.filter(each -> Files.exists(each.resolve("vhost-user-dev0.jsonl")))
          .sorted()
          .toList();
    }
  }

  private static Path transfer() {
    return root().resolve("samples/backend-transfer-2q");
  }

  private Replay play(Path capture, int swap) throws IOException {
    Path target = temp.resolve(capture.getFileName() + " " + swap);
    return Replay.of(CaptureFile.open(capture), target, "vtrace test", swap, notes::add);
  }

  private Path target(Path capture, int swap) {
    return temp.resolve(capture.getFileName() + " " + swap);
  }

  @TestFactory
  Stream<DynamicTest> everyRecordingTellsTheSameAgain() throws IOException {
    return captures().stream()
        .map(each -> DynamicTest.dynamicTest(each.getFileName().toString(), () -> same(each)));
  }

  private void same(Path capture) throws IOException {
    Replay replay = play(capture, Replay.NO_SWAP);
    System.out.printf(
        "replayed %-34s %4d messages %3d descriptors, %2d of them the same objects by %d processes%n",
        capture.getFileName(),
        replay.messages(),
        replay.descriptors(),
        count(replay, Match.SAME),
        replay.processes().size());
    assertThat(replay.differences()).isEmpty();
    assertThat(count(replay, Match.DIFFERENT)).isZero();
    assertThat(notes).isEmpty();
    boolean told =
        replay.original().descriptors().stream()
            .anyMatch(fd -> fd.origin() != null && !fd.origin().otherEnd() && fd.wireNs() >= 0);
    assertThat(count(replay, Match.SAME) > 0).isEqualTo(told);
  }

  private static long count(Replay replay, Match match) {
    return replay.replayed().descriptors().stream()
        .filter(fd -> fd.origin() != null && fd.origin().match() == match)
        .count();
  }

  @TestFactory
  Stream<DynamicTest> aSwappedDescriptorIsCaught() {
    // A kick, the memory of which there is no other, and an error notifier.
    return Stream.of(0, 6, 8)
        .map(each -> DynamicTest.dynamicTest("descriptor " + each, () -> caught(each)));
  }

  private void caught(int swap) throws IOException {
    Replay replay = play(transfer(), swap);
    Descriptor fd = replay.replayed().descriptors().get(swap);
    assertThat(fd.origin().match()).isEqualTo(Match.DIFFERENT);
    var capture = CaptureFolder.open(target(transfer(), swap));
    List<Problem> problems =
        Checker.check(RunReader.read(capture, replay.replayed())).problems().stream()
            .filter(each -> each.code() == Code.FD_OTHER_OBJECT)
            .toList();
    assertThat(problems).hasSize(swap == 6 ? 1 : 2);
    Descriptor given = replay.replayed().descriptors().get(fd.origin().index());
    assertThat(problems)
        .anySatisfy(
            problem -> {
              assertThat(problem.path()).isEqualTo(fd.purpose());
              assertThat(problem.message())
                  .contains(fd.identity().toString(), given.identity().toString());
            });
  }

  @Test
  void theConnectionChangesHands() throws IOException {
    Replay replay = play(transfer(), Replay.NO_SWAP);
    Path target = target(transfer(), Replay.NO_SWAP);
    Set<Long> senders = new LinkedHashSet<>();
    for (Input input : CaptureFolder.open(target).with(InputRole.SOCKET)) {
      assertThat(input.kind()).isEqualTo(InputKind.PCAPNG);
      for (TraceRecord record : Recording.records(input.kind(), input.name(), input.path())) {
        if (record instanceof WireMessage wire
            && wire.message().direction() == Direction.TO_BACKEND) {
          senders.add(wire.sender());
        }
      }
    }
    assertThat(senders)
        .containsExactly(replay.processes().get("src"), replay.processes().get("dst"));
    assertThat(replay.processes().values())
        .allSatisfy(process -> assertThat(ProcessHandle.of(process)).isEmpty());
  }

  @Test
  void aReplayCanBeReplayed() throws IOException {
    play(transfer(), 8);
    Path wrong = target(transfer(), 8);
    Replay again =
        Replay.of(
            CaptureFile.open(wrong), temp.resolve("again"), "test", Replay.NO_SWAP, notes::add);
    assertThat(again.differences()).isEmpty();
    // What was a mistake stays one.
    assertThat(count(again, Match.DIFFERENT)).isEqualTo(2);
  }

  @Test
  void onlyWhatWasRecordedCanBeSwapped() {
    assertThatThrownBy(() -> play(transfer(), 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the connection itself");
    assertThatThrownBy(() -> play(transfer(), 12))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 0 to 11");
  }
}
