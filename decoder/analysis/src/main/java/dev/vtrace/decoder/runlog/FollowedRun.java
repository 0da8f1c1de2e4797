// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.runlog;

import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.RecordingEnd;
import dev.vtrace.decoder.trace.InputKind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a capture that is being written, as they come: of its files, and of those that are
 * added to it. What the join tells (verdicts, findings, sections) is not known yet. Entries of
 * several files are in the order of time as long as none is later than {@link #SETTLE_MS}.
 */
public final class FollowedRun {
  /** How long an entry waits for earlier ones of other files. */
  private static final int SETTLE_MS = 300;

  private static final int LOOK_MS = 500;
  private static final int WAIT_MS = 20;

  private final Path folder;
  private final BooleanSupplier goesOn;
  private final List<FileFeed> feeds = new ArrayList<>();
  private final Set<String> known = new HashSet<>();
  private volatile boolean grows = true;
  private long lookedMs;

  /**
   * @param folder the directory of the capture
   * @param goesOn whether it is to be followed further; asked all the time
   */
  public FollowedRun(Path folder, BooleanSupplier goesOn) {
    this.folder = folder;
    this.goesOn = goesOn;
  }

  /**
   * Hands on entries until the recording has ended, or is not to be followed any more.
   *
   * @param sink is given each entry; where it answers false, that ends it
   * @param idle called where all that is there was handed on
   * @throws IOException if it cannot be read
   */
  public void read(Predicate<LogEntry> sink, Runnable idle) throws IOException {
    try {
      while (true) {
        look();
        FileFeed first = earliest();
        if (first != null && !first.isSettled(grows ? SETTLE_MS : 0)) {
          first = null;
        }
        if (first != null) {
          if (!sink.test(first.poll())) {
            return;
          }
        } else if (!grows && feeds.stream().allMatch(FileFeed::isOver)) {
          return;
        } else {
          idle.run();
          pause();
        }
      }
    } finally {
      feeds.forEach(FileFeed::close);
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(WAIT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** The feed with the earliest entry; null while one that is being read has none yet. */
  private @Nullable FileFeed earliest() throws IOException {
    FileFeed first = null;
    for (FileFeed feed : feeds) {
      LogEntry entry = feed.peek();
      if (entry == null && feed.isBusy()) {
        return null;
      }
      boolean earlier =
          entry != null && (first == null || entry.orderNs() < first.require().orderNs());
      first = earlier ? feed : first;
    }
    return first;
  }

  /** Finds files that were added, and whether the recording has ended. */
  private void look() throws IOException {
    long now = System.nanoTime() / 1_000_000;
    if (!grows || !known.isEmpty() && now - lookedMs < LOOK_MS) {
      return;
    }
    lookedMs = now;
    boolean over = !goesOn.getAsBoolean() || RecordingEnd.isComplete(folder);
    Capture capture = CaptureOpener.open(folder);
    FileRecords records = new FileRecords(capture);
    for (Input input : capture.inputs()) {
      if (isFollowed(input) && known.add(input.name())) {
        feeds.add(feed(records, input));
      }
    }
    known.add("");
    grows = !over;
  }

  private static boolean isFollowed(Input input) {
    boolean role =
        switch (input.role()) {
          case TRACE, SOCKET, QMP, BACKEND_LOG -> true;
          default -> false;
        };
    // System calls repeat what sockets have, and a binary trace has no times of the day.
    return role && input.kind() != InputKind.STRACE && input.kind() != InputKind.SIMPLETRACE;
  }

  private FileFeed feed(FileRecords records, Input input) {
    return new FileFeed(
        input.name(),
        (to, atEnd) -> {
          EntryMaker maker = new EntryMaker(input.participant());
          FileEntries entries =
              new FileEntries(maker, FileClock.wall(), FileFacts.NONE, Map.of(), to);
          try (FollowedFile file = new FollowedFile(input.path(), atEnd, () -> grows)) {
            records.read(input, file, entries::add);
          }
        });
  }
}
