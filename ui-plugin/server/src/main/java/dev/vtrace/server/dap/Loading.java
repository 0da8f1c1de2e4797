// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.run.KeptBound;
import dev.vtrace.server.dap.replay.MigrationReplay;
import dev.vtrace.server.run.AnalysisLimit;
import dev.vtrace.server.text.SourceTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.lsp4j.debug.CancelArguments;
import org.jspecify.annotations.Nullable;

/** A recording that is being read for a launch. The client sees how far it is, and can end it. */
final class Loading {
  private static final Set<Code> LEFT_OUT =
      EnumSet.of(Code.EVENTS_LEFT_OUT, Code.MESSAGES_LEFT_OUT);

  private final LaunchArguments asked;
  private final Client client;
  private final int request;
  private @Nullable Thread reader;
  private boolean cancelled;

  /**
   * @param request the number of the one that asks for it
   */
  Loading(LaunchArguments asked, Client client, int request) {
    this.asked = asked;
    this.client = client;
    this.request = request;
  }

  /** What was read. {@code sources} is null where none are configured or they cannot be read. */
  record Loaded(MigrationReplay replay, @Nullable SourceTree sources) {}

  /**
   * Reads it, on this thread.
   *
   * @throws IOException if a file cannot be read
   * @throws DebugRefusal if it cannot be replayed, or was cancelled
   */
  Loaded read() throws IOException {
    begin();
    client.progress(progress(), request, "Reading the recording");
    try {
      Capture capture = asked.open();
      AnalysisLimit.USUAL.check(capture, "a part of them can be debugged by itself");
      KeptBound kept = AnalysisLimit.kept(asked.keepRecords());
      MigrationReplay replay = MigrationReplay.of(capture, kept, this::phase);
      leftOut(replay);
      return new Loaded(replay, sources());
    } catch (IOException | RuntimeException e) {
      if (isCancelled()) {
        throw DebugRefusal.untimely("cancelled");
      }
      throw e;
    } finally {
      end();
      client.progressEnd(progress());
    }
  }

  /** Says what of a large run are no steps. */
  private void leftOut(MigrationReplay replay) {
    for (List<Problem> problems : replay.problems().values()) {
      for (Problem problem : problems) {
        if (LEFT_OUT.contains(problem.code())) {
          client.say(problem.message() + "; the argument keepRecords keeps more");
        }
      }
    }
  }

  private @Nullable SourceTree sources() {
    List<String> folder = asked.texts("qemuSource");
    if (folder.isEmpty()) {
      return null;
    }
    phase("QEMU's source");
    try {
      return SourceTree.read(Path.of(folder.get(0)));
    } catch (IOException | RuntimeException e) {
      client.failed(e);
      return null;
    }
  }

  private void phase(String what) {
    if (isCancelled()) {
      throw DebugRefusal.untimely("cancelled");
    }
    client.progress(progress(), what);
  }

  private synchronized void begin() {
    reader = Thread.currentThread();
    if (cancelled) {
      reader.interrupt();
    }
  }

  /** From here on the thread is not ours to be interrupted. */
  private synchronized void end() {
    reader = null;
    Thread.interrupted();
  }

  private synchronized boolean isCancelled() {
    return cancelled;
  }

  private String progress() {
    return "launch-" + request;
  }

  /** Whether a client means this one. */
  boolean is(CancelArguments asked) {
    boolean same = asked.getRequestId() != null && asked.getRequestId() == request;
    return same || progress().equals(asked.getProgressId());
  }

  /** Ends it soon. */
  synchronized void cancel() {
    cancelled = true;
    if (reader != null) {
      reader.interrupt();
    }
  }
}
