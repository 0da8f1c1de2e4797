// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vtrace.decoder.analysis.model.Descriptor;
import dev.vtrace.decoder.analysis.model.Origin;
import dev.vtrace.decoder.analysis.model.Origin.IdentityMatch;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.run.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Recorded migrations, played again by processes over real sockets through the real proxies. Of the
 * recordings that lie beside the repository one of each kind, or all with {@code
 * -Dvtrace.all=true}.
 */
class ReplayTest {
  /** What names begin with that stand for a kind; those before stand for less than those behind. */
  private static final List<String> KINDS =
      List.of(
          "cancel-",
          "fail-nvqs-mismatch",
          "fail-tcp",
          "fail-unstarted",
          "normal-linux",
          "normal-qsd",
          "normal-vhost-user-net",
          "query-",
          "transfer-chain",
          "transfer-then-reset",
          "v4names-transfer");

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
    List<Path> found;
    try (Stream<Path> all =
        Files.list(Files.isDirectory(shared) ? shared : root().resolve("samples"))) {
      found =
          all.filter(each -> Files.exists(each.resolve("vhost-user-dev0.jsonl"))).sorted().toList();
    }
    if (!Files.isDirectory(shared) || Boolean.getBoolean("vtrace.all")) {
      return found;
    }
    Map<String, Path> kinds = new TreeMap<>();
    for (Path each : found) {
      for (String kind : KINDS) {
        if (each.getFileName().toString().startsWith(kind)) {
          kinds.putIfAbsent(kind, each);
        }
      }
    }
    assertThat(kinds).containsOnlyKeys(KINDS);
    return List.copyOf(kinds.values());
  }

  private static Path transfer() {
    return root().resolve("samples/backend-transfer-2q");
  }

  private Replay play(Path capture, int swap) throws IOException {
    Path target = temp.resolve(capture.getFileName() + " " + swap);
    return Replay.of(CaptureOpener.open(capture), target, "vtrace test", swap, notes::add);
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
        count(replay, IdentityMatch.SAME),
        replay.processes().size());
    assertThat(replay.differences()).isEmpty();
    assertThat(count(replay, IdentityMatch.DIFFERENT)).isZero();
    assertThat(notes).isEmpty();
    boolean known =
        replay.original().descriptors().stream()
            .anyMatch(fd -> fd.origin() != null && fd.wireNs().isPresent());
    assertThat(count(replay, IdentityMatch.SAME) > 0).isEqualTo(known);
  }

  /** What vtrace itself recorded of live transfers: chains, failures, connections that broke. */
  @TestFactory
  Stream<DynamicTest> everyLiveRecordingTellsTheSameAgain() throws IOException {
    Path live = root().resolve("../shared/live").normalize();
    if (!Files.isDirectory(live)) {
      return Stream.of();
    }
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> all = Files.list(live)) {
      for (Path each : all.filter(Files::isDirectory).sorted().toList()) {
        if (!CaptureFolder.open(each).with(InputRole.SOCKET).isEmpty()) {
          String name = each.getFileName().toString();
          tests.add(DynamicTest.dynamicTest(name, () -> sameTurns(each)));
        }
      }
    }
    return tests.stream();
  }

  /** The same is told, and each connection changes hands as often as it did. */
  private void sameTurns(Path capture) throws IOException {
    Replay replay = play(capture, Replay.NO_SWAP);
    assertThat(replay.differences()).isEmpty();
    assertThat(count(replay, IdentityMatch.DIFFERENT)).isZero();
    List<List<Long>> before = turns(CaptureOpener.open(capture));
    List<List<Long>> after = turns(CaptureFolder.open(target(capture, Replay.NO_SWAP)));
    assertThat(after).hasSameSizeAs(before);
    for (int i = 0; i < before.size(); i++) {
      assertThat(after.get(i)).hasSameSizeAs(before.get(i));
      assertThat(replay.processes().values()).containsAll(after.get(i));
    }
    System.out.printf(
        "replayed %-30s %4d messages %3d descriptors, turns %s%n",
        capture.getFileName(),
        replay.messages(),
        replay.descriptors(),
        after.stream().map(List::size).toList());
  }

  /** The processes that spoke on each connection, one after the other. */
  private static List<List<Long>> turns(Capture capture) throws IOException {
    return CheckedRun.of(capture).connections().stream()
        .map(each -> each.turns().stream().map(Connection.Turn::process).toList())
        .toList();
  }

  private static long count(Replay replay, IdentityMatch match) {
    return replay.replayed().descriptors().stream()
        .filter(fd -> fd.origin() != null && fd.origin().match() == match)
        .count();
  }

  @TestFactory
  Stream<DynamicTest> aSwappedDescriptorIsCaught() {
    // A kick, the connection, the memory of which there is no other, the back-end's channel, and an
    // error notifier.
    return Stream.of(0, 5, 6, 7, 8)
        .map(each -> DynamicTest.dynamicTest("descriptor " + each, () -> caught(each)));
  }

  private void caught(int swap) throws IOException {
    Replay replay = play(transfer(), swap);
    Descriptor fd = replay.replayed().descriptors().get(swap);
    assertThat(fd.origin().match()).isEqualTo(IdentityMatch.DIFFERENT);
    var capture = CaptureFolder.open(target(transfer(), swap));
    List<Problem> problems =
        Checker.check(CheckedRun.of(capture)).problems().stream()
            .filter(each -> each.code() == Code.FD_OTHER_OBJECT)
            .toList();
    assertThat(problems).hasSize(swap == 6 ? 1 : 2);
    assertThat(problems)
        .anySatisfy(
            problem -> {
              assertThat(problem.path()).isEqualTo(fd.purpose());
              assertThat(problem.message())
                  .contains(fd.identity().toString(), fd.origin().given().toString());
            });
  }

  /** Two processes speak on one connection: one up to the hand-over, the other from then on. */
  @Test
  void theConnectionChangesHands() throws IOException {
    Replay replay = play(transfer(), Replay.NO_SWAP);
    Capture capture = CaptureFolder.open(target(transfer(), Replay.NO_SWAP));
    List<Connection> connections = CheckedRun.of(capture).connections();
    assertThat(connections).hasSize(1);
    assertThat(connections.get(0).turns())
        .extracting(Connection.Turn::process)
        .containsExactly(replay.processes().get("src"), replay.processes().get("dst"));
    List<Descriptor> handedOver =
        replay.replayed().descriptors().stream().filter(fd -> fd.wireNs().isPresent()).toList();
    long firstOfDestination = connections.get(0).turns().get(1).first().timeNs();
    assertThat(handedOver).allMatch(fd -> fd.wireNs().getAsLong() <= firstOfDestination);
    // What the stream handed over is what it speaks on from then on, and what the back-end asks on.
    assertThat(handedOver)
        .filteredOn(fd -> fd.origin() != null && fd.kind().equals("socket"))
        .hasSize(2)
        .allMatch(fd -> fd.origin().match() == IdentityMatch.SAME)
        .extracting(fd -> fd.origin().message())
        .containsExactly(Origin.CONNECTION, "SET_BACKEND_REQ_FD");
    assertThat(replay.processes().values())
        .allSatisfy(process -> assertThat(ProcessHandle.of(process)).isEmpty());
  }

  @TestFactory
  Stream<DynamicTest> aReplayCanBeReplayed() {
    return Stream.of(5, 8)
        .map(each -> DynamicTest.dynamicTest("descriptor " + each, () -> again(each)));
  }

  private void again(int swap) throws IOException {
    play(transfer(), swap);
    Path wrong = target(transfer(), swap);
    Replay again =
        Replay.of(
            CaptureOpener.open(wrong),
            temp.resolve("again " + swap),
            "test",
            Replay.NO_SWAP,
            notes::add);
    assertThat(again.differences()).isEmpty();
    // What was a mistake stays one.
    assertThat(count(again, IdentityMatch.DIFFERENT)).isEqualTo(2);
  }

  @Test
  void onlyWhatWasRecordedCanBeSwapped() {
    assertThatThrownBy(() -> play(transfer(), 12))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 0 to 11");
  }
}
