// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.analysis.Chain;
import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All rules on chains, retries and round trips, made of recordings that each have one migration.
 */
class AttemptsOfRunsTest {
  private static final Predicate<String> ALL = event -> true;
  private static final Predicate<String> NONE = event -> false;
  private static final Predicate<String> SEED =
      event -> event.startsWith("vhost_dev_") || event.startsWith("vhost_virtq");

  @TempDir Path folder;

  /** Some of the evidence of a run. */
  private interface Part {
    Capture of(Capture all) throws IOException;
  }

  private Part part(Predicate<String> events, InputRole... roles) {
    return all -> Chain.part(folder, all, events, roles);
  }

  private Map<String, Part> parts() {
    Map<String, Part> parts = new LinkedHashMap<>();
    parts.put("everything", all -> all);
    parts.put("traces", part(ALL));
    parts.put("traces, QMP", part(ALL, InputRole.QMP));
    parts.put("all vhost_*", part(event -> event.startsWith("vhost_")));
    parts.put("the seed's", part(SEED));
    parts.put("the seed's, QMP", part(SEED, InputRole.QMP));
    parts.put("the seed's, streams", part(SEED, InputRole.STREAM, InputRole.DESCRIPTORS));
    parts.put("QMP", part(NONE, InputRole.QMP));
    parts.put("QMP, streams", part(NONE, InputRole.QMP, InputRole.STREAM, InputRole.DESCRIPTORS));
    parts.put("streams", part(NONE, InputRole.STREAM, InputRole.DESCRIPTORS));
    parts.put(
        "streams, sockets", part(NONE, InputRole.STREAM, InputRole.DESCRIPTORS, InputRole.SOCKET));
    parts.put("sockets", part(NONE, InputRole.SOCKET));
    return parts;
  }

  private static Capture recording(String name) throws IOException {
    for (Path path : Recordings.captures()) {
      if (path.getFileName().toString().equals(name)) {
        return CaptureFolder.open(path);
      }
    }
    Path sample = Recordings.root().resolve("samples").resolve(name);
    assumeTrue(Files.isDirectory(sample), name + " is not here");
    return CaptureFolder.open(sample);
  }

  /** Both hops are good, so that there is no error by any evidence. */
  private void good(String first, String second, String... names) throws IOException {
    Capture one = recording(first);
    Capture two = recording(second);
    for (Chain chain : List.of(Chain.of(folder), Chain.ofMoreDevices(folder))) {
      chain.hop(one, names[0], names[1]).hop(two, names[2], names[3]);
      Capture all = chain.capture();
      for (Map.Entry<String, Part> part : parts().entrySet()) {
        assertThat(errors(part.getValue().of(all)))
            .as(first + ", " + second + " by " + part.getKey())
            .isEmpty();
      }
    }
  }

  private static List<String> errors(Capture capture) throws IOException {
    List<String> out = new ArrayList<>();
    for (Problem problem : Checker.check(CheckedRun.of(capture)).problems()) {
      if (problem.severity() == Severity.ERROR) {
        out.add(problem.code() + " " + problem.path() + ": " + problem.message());
      }
    }
    return out;
  }

  @Test
  void chainsOfGoodHops() throws IOException {
    good("transfer-linux-2q", "transfer-pcie-root-port-2q", "a", "b", "b", "c");
    good("normal-seabios-1q", "transfer-seabios-1q", "a", "b", "b", "c");
    good("transfer-linux-4q", "normal-linux-4q", "a", "b", "b", "c");
    good("normal-linux-4q", "transfer-linux-4q", "a", "b", "b", "c");
  }

  @Test
  void thereAndBack() throws IOException {
    good("transfer-linux-2q", "transfer-pcie-root-port-2q", "src", "dst", "dst", "back");
    good("transfer-seabios-1q", "normal-seabios-1q", "src", "dst", "dst", "back");
    good("backend-transfer-2q", "ordinary-2q", "source", "destination", "destination", "back");
  }

  @Test
  void recordedChains() throws IOException {
    for (String name : List.of("captures/transfer-chain-two-hops", "live/live-chain-2hops")) {
      Path path = Recordings.root().resolve("../shared").resolve(name).normalize();
      assumeTrue(Files.isDirectory(path), name + " is not here");
      Capture all = CaptureFolder.open(path);
      for (Map.Entry<String, Part> part : parts().entrySet()) {
        assertThat(errors(part.getValue().of(all))).as(name + " by " + part.getKey()).isEmpty();
      }
    }
  }

  /**
   * What fails alone fails in the same way before or after a migration that is good, once, and in
   * the migration that it is about.
   */
  private void failed(String bad, String good, boolean first) throws IOException {
    Capture one = recording(bad);
    Capture two = recording(good);
    Chain chain = Chain.of(folder);
    Capture all =
        first
            ? chain.hop(one, "src", "dst").hop(two, "src", "dst2").capture()
            : chain.hop(two, "a", "src").hop(one, "src", "dst").capture();
    Capture alone = Chain.of(folder).hop(one, "src", "dst").capture();
    for (String name : List.of("everything", "traces", "traces, QMP", "QMP", "the seed's")) {
      String what = bad + (first ? " before " : " after ") + good + " by " + name;
      Part part = parts().get(name);
      List<String> wanted = errors(part.of(alone));
      CheckedRun run = CheckedRun.of(part.of(all));
      List<Problem> found =
          Checker.check(run).problems().stream()
              .filter(problem -> problem.severity() == Severity.ERROR)
              .toList();
      assertThat(codes(found)).as(what).isEqualTo(codes(wanted));
      for (Problem problem : found) {
        Attempt attempt = problem.attempt() == 0 ? null : attempt(run, problem);
        // A line without a time can be of any of them.
        boolean untimed = attempt == null && problem.timeNs() < 0;
        assertThat(untimed || attempt.outcome() != Attempt.AttemptOutcome.COMPLETED)
            .as(what + ": " + problem)
            .isTrue();
      }
    }
  }

  private static Attempt attempt(CheckedRun run, Problem problem) {
    return run.migration().attempts().get(problem.attempt() - 1);
  }

  private static List<String> codes(List<?> errors) {
    List<String> out = new ArrayList<>();
    for (Object error : errors) {
      out.add(error instanceof Problem one ? "" + one.code() : ("" + error).split(" ")[0]);
    }
    out.sort(null);
    return out;
  }

  @Test
  void failedAndTriedAgain() throws IOException {
    failed("fail-nvqs-equal", "transfer-seabios-1q", true);
    failed("fail-no-cap-src", "transfer-seabios-1q", true);
    failed("fail-no-inflight", "normal-seabios-1q", true);
    failed("fail-unstarted-device", "transfer-seabios-1q", true);
    failed("fail-nvqs-mismatch-no-rp", "transfer-linux-4q", true);
    failed("fail-nvqs-mismatch", "transfer-seabios-1q", true);
  }

  @Test
  void cancelledAndTriedAgain() throws IOException {
    failed("cancel-pre-switchover", "transfer-seabios-1q", true);
    failed("cancel-normal-pre-switchover", "normal-seabios-1q", true);
  }

  @Test
  void goodAndThenFailed() throws IOException {
    failed("fail-nvqs-mismatch-no-rp", "transfer-linux-4q", false);
    failed("fail-nvqs-equal", "transfer-seabios-1q", false);
    failed("cancel-pre-switchover", "transfer-seabios-1q", false);
  }

  @Test
  void whatFollowsFromACancelIsNoErrorByItself() throws IOException {
    for (String name : List.of("cancel-pre-switchover", "cancel-normal-pre-switchover")) {
      CheckResult result = Checker.check(CheckedRun.of(recording(name)));
      assertThat(result.count(Severity.ERROR)).isGreaterThan(1);
      assertThat(result.unasked()).isZero();
    }
  }
}
