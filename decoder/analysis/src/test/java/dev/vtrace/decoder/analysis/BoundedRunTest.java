// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.run.KeptBound;
import dev.vtrace.decoder.run.LoadOptions;
import dev.vtrace.decoder.run.LoadedRun;
import dev.vtrace.decoder.run.LoadedTrace;
import dev.vtrace.decoder.run.RunLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is not kept of a long run changes no verdict of what is; at most it is not known any more.
 */
class BoundedRunTest {
  private static final String DEVICE = "0x557f43c5fca0:virtio-blk";
  private static final String OTHER = "0x557f43c60000:virtio-net";
  private static final int LIVES = 2_000;

  @TempDir Path folder;

  private final StringBuilder log = new StringBuilder();
  private long micros;

  @Test
  void whatIsKeptHasTheVerdictsOfTheWholeRun() throws IOException {
    window(OTHER, "start", 1, true);
    window(DEVICE, "start", 2, true);
    for (int i = 0; i < LIVES; i++) {
      window(DEVICE, "stop", 2, true);
      window(DEVICE, "start", i == LIVES / 2 ? 3 : 2, true);
    }
    migrates();
    LoadedRun bounded = load(new KeptBound(2_000));
    Migration all = Analysis.of(load(KeptBound.USUAL));
    Migration kept = Analysis.of(bounded);

    LoadedTrace trace = bounded.traces().get(0);
    assertThat(trace.events()).hasSizeBetween(1_000, 2_100);
    assertThat(trace.dropped()).isFalse();
    assertThat(trace.leftOut()).isNotEmpty();
    long left = trace.leftOut().stream().mapToLong(gap -> gap.events()).sum();
    assertThat(left + trace.events().size())
        .isEqualTo(load(KeptBound.USUAL).traces().get(0).events().size());
    assertThat(kept.findings())
        .extracting(f -> f.diagnostic().code())
        .contains(Code.EVENTS_LEFT_OUT);
    assertThat(kept.windows()).hasSizeLessThan(500);
    assertThat(kept.attempts()).isEqualTo(all.attempts());
    assertThat(changed(all, kept)).isEmpty();
    // The device that nothing was let go of is told of as before.
    assertThat(kept.windows().get(kept.windows().size() - 1).count(Verdict.SKIPPED)).isPositive();
  }

  @Test
  void whatTellsMoreIsKept() throws IOException {
    for (int i = 0; i < LIVES; i++) {
      window(DEVICE, "start", 2, true);
      window(DEVICE, "stop", 2, i != LIVES / 2);
    }
    Migration kept = Analysis.of(load(new KeptBound(2_000)));

    assertThat(kept.windows())
        .anyMatch(window -> window.queues().stream().anyMatch(q -> q.out() == null));
  }

  @Test
  void whereMoreIsLostNothingRestsOnItsAbsence() throws IOException {
    for (int i = 0; i < LIVES; i++) {
      window(DEVICE, "start", 2, true);
      event("migrate_set_state new state active");
      window(DEVICE, "stop", 2, false);
    }
    LoadedRun bounded = load(new KeptBound(1_000));

    assertThat(bounded.traces().get(0).dropped()).isTrue();
    assertThat(bounded.traces().get(0).events()).hasSizeLessThan(1_100);
  }

  private static List<String> changed(Migration all, Migration kept) {
    Map<String, Window> whole = new HashMap<>();
    all.windows().forEach(window -> whole.put(place(window), window));
    return kept.windows().stream()
        .flatMap(
            window -> {
              Window before = whole.get(place(window));
              Map<String, Operation> known = new HashMap<>();
              before.operations().forEach(each -> known.put(each.name() + each.queue(), each));
              return window.operations().stream()
                  .filter(each -> each.verdict() != Verdict.UNKNOWN)
                  .filter(
                      each -> {
                        Operation same = known.get(each.name() + each.queue());
                        return same != null
                            && same.verdict() != Verdict.UNKNOWN
                            && same.verdict() != each.verdict();
                      })
                  .map(each -> place(window) + ": " + each.name() + " " + each.verdict());
            })
        .toList();
  }

  private static String place(Window window) {
    return window.participant()
        + " "
        + window.device()
        + " "
        + window.kind()
        + " "
        + window.beginNs();
  }

  private void window(String device, String what, int queues, boolean leaves) {
    event("vhost_dev_" + what + "_in " + device + " vrings:1");
    for (int queue = 0; queue < queues; queue++) {
      event("vhost_virtque_" + what + "_in " + device + " " + queue);
      if (leaves) {
        event(
            "vhost_user_write req:"
                + (what.equals("stop") ? "11 (GET_VRING_BASE)" : "12 (SET_VRING_KICK)")
                + " flags:0x1");
        event("vhost_virtque_" + what + "_out " + device + " " + queue);
      }
    }
    event("vhost_dev_" + what + "_out " + device + " vrings:1");
  }

  private void migrates() {
    event("migrate_set_state new state setup");
    event("migrate_set_state new state active");
    event("runstate_set current_run_state 9 (running) new_state 3 (finish-migrate)");
    event("migrate_set_state new state device");
    window(DEVICE, "stop", 2, false);
    window(OTHER, "stop", 1, false);
    event("qemu_file_put_fd ioc migration-socket-outgoing, fd 24 -> status 0");
    event("migrate_set_state new state completed");
  }

  private void event(String text) {
    micros += 7;
    log.append(
        String.format("2026-11-23T07:59:%02d.%06dZ ", micros / 1_000_000, micros % 1_000_000));
    log.append(text).append('\n');
  }

  private LoadedRun load(KeptBound bound) throws IOException {
    Files.writeString(folder.resolve("src.trace.log"), log);
    return RunLoader.load(CaptureOpener.open(folder), LoadOptions.DEFAULT.keeping(bound));
  }
}
