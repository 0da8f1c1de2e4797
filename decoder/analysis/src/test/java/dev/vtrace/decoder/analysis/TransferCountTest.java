// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.StreamMark;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.analysis.operation.TransferOperation;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.devices.VhostDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The stream decoder and the ledger count what a transfer leaves out by one table. */
class TransferCountTest {
  @Test
  void decoderAndLedgerAgree() throws IOException {
    int compared = 0;
    for (Path folder : Recordings.captures()) {
      Migration migration = Analysis.of(CaptureFolder.open(folder));
      for (Attempt attempt : migration.attempts()) {
        if (attempt.outcome() == Attempt.AttemptOutcome.COMPLETED) {
          compared += compare(folder.toString(), migration, attempt);
        }
      }
    }
    assertThat(compared).isPositive();
  }

  private static int compare(String what, Migration migration, Attempt attempt) {
    int compared = 0;
    for (StreamMark stream : migration.streams()) {
      for (VhostDevice device : stream.devices()) {
        if (stream.attempt() == attempt.number() && device.transfer()) {
          for (TransferOperation.SendingSide side : TransferOperation.SendingSide.values()) {
            assertThat(skipped(migration, attempt, device, side))
                .as(what + " " + side)
                .isEqualTo(spared(device, side));
            compared++;
          }
        }
      }
    }
    return compared;
  }

  private static Map<String, Integer> spared(
      VhostDevice device, TransferOperation.SendingSide side) {
    Map<String, Integer> out = new TreeMap<>();
    for (TransferOperation operation : TransferOperation.skipped(device, side)) {
      out.put(operation.request(), operation.messages());
    }
    return out;
  }

  private static Map<String, Integer> skipped(
      Migration migration,
      Attempt attempt,
      VhostDevice device,
      TransferOperation.SendingSide side) {
    Map<String, Integer> out = new TreeMap<>();
    Window.WindowKind kind =
        side == TransferOperation.SendingSide.SOURCE
            ? Window.WindowKind.STOP
            : Window.WindowKind.START;
    for (Window window : migration.windows(attempt.number())) {
      boolean mine = window.phase() == Phase.SWITCHOVER && window.kind() == kind;
      if (mine && window.device().equals(device.section())) {
        for (Operation operation : window.operations()) {
          boolean message = !operation.name().endsWith("_cleanup");
          if (message && operation.verdict() == Verdict.SKIPPED) {
            out.merge(operation.name(), 1, Integer::sum);
          }
        }
      }
    }
    return out;
  }

  @Test
  void twoQueuesAreSparedThirtyEightMessages() throws IOException {
    Migration migration = Analysis.of(CaptureFolder.open(Recordings.transfer()));
    int messages = 0;
    int cleanups = 0;
    for (Window window : migration.windows()) {
      for (Operation operation : window.operations()) {
        boolean skipped = operation.verdict() == Verdict.SKIPPED;
        boolean cleanup = operation.name().endsWith("_cleanup");
        messages += skipped && !cleanup ? 1 : 0;
        cleanups += skipped && cleanup ? 1 : 0;
      }
    }
    assertThat(messages).isEqualTo(8 + 30);
    assertThat(cleanups).isEqualTo(6);
  }
}
