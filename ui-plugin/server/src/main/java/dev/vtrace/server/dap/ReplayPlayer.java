// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.server.dap.replay.MigrationReplay;
import dev.vtrace.server.dap.replay.Names;
import dev.vtrace.server.dap.replay.ReplayCursor;
import dev.vtrace.server.dap.replay.ReplayFrame;
import dev.vtrace.server.dap.replay.ReplayStep;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.eclipse.lsp4j.debug.StoppedEventArgumentsReason;
import org.jspecify.annotations.Nullable;

/**
 * Moves through a replay. On the way it stops wherever a breakpoint says so, whatever the track. A
 * step has happened when it is stopped at.
 */
final class ReplayPlayer {
  private static final String END = "end";
  private static final Predicate<ReplayStep> NOWHERE = step -> false;

  private final MigrationReplay replay;
  private final ReplayCursor cursor;
  private final Breakpoints breakpoints;
  private final BiConsumer<ReplayStep, String> log;
  private volatile boolean pause;

  ReplayPlayer(
      MigrationReplay replay,
      ReplayCursor cursor,
      Breakpoints breakpoints,
      BiConsumer<ReplayStep, String> log) {
    this.replay = replay;
    this.cursor = cursor;
    this.breakpoints = breakpoints;
    this.log = log;
  }

  /** Ends a run that is under way at its next step. */
  void pause() {
    pause = true;
  }

  /** From the first step on. */
  Stop start(boolean stopOnEntry) {
    pause = false;
    breakpoints.reset();
    cursor.moveTo(-1);
    if (stopOnEntry) {
      cursor.moveTo(0);
      return entry();
    }
    return forward(NOWHERE);
  }

  Stop resume() {
    pause = false;
    return forward(NOWHERE);
  }

  Stop back() {
    pause = false;
    return backward(NOWHERE);
  }

  /** The next step of a track that does not lie deeper than the one it is at. */
  Stop over(int track) {
    pause = false;
    ReplayStep at = at(track);
    int depth = at == null ? Integer.MAX_VALUE : at.depth();
    return forward(step -> step.track() == track && step.depth() <= depth);
  }

  /** The next step of a track. */
  Stop into(int track) {
    pause = false;
    return forward(step -> step.track() == track);
  }

  /** The end of the innermost frame. */
  Stop out(int track) {
    pause = false;
    ReplayStep at = at(track);
    if (at == null || at.frame() == null) {
      return over(track);
    }
    return forward(step -> step.track() == track && !lies(step.frame(), at.frame()));
  }

  /** The step of a track before the one it is at. */
  Stop before(int track) {
    pause = false;
    ReplayStep at = at(track);
    int index = at == null ? 0 : at.index();
    return backward(step -> step.track() == track && step.index() < index);
  }

  Stop jump(int index) {
    cursor.moveTo(index);
    return Stop.of(
        StoppedEventArgumentsReason.GOTO, "Jumped here", replay.steps().get(index).track());
  }

  private static boolean lies(@Nullable ReplayFrame frame, @Nullable ReplayFrame around) {
    for (ReplayFrame each = frame; each != null; each = each.parent()) {
      if (each == around) {
        return true;
      }
    }
    return false;
  }

  /** The last step of a track, or null before its first. */
  @Nullable ReplayStep at(int track) {
    OptionalInt index = replay.last(track, cursor.position());
    return index.isEmpty() ? null : replay.steps().get(index.getAsInt());
  }

  private Stop forward(Predicate<ReplayStep> target) {
    int last = replay.steps().size() - 1;
    boolean over = cursor.position() == last;
    while (cursor.position() < last) {
      cursor.moveTo(cursor.position() + 1);
      Stop stop = stop(target);
      if (stop != null) {
        return stop;
      }
    }
    int track = replay.steps().get(last).track();
    return new Stop(END, "The recording ends here", null, track, List.of(), over);
  }

  private Stop backward(Predicate<ReplayStep> target) {
    while (cursor.position() > 0) {
      cursor.moveTo(cursor.position() - 1);
      Stop stop = stop(target);
      if (stop != null) {
        return stop;
      }
    }
    cursor.moveTo(0);
    return entry();
  }

  private @Nullable Stop stop(Predicate<ReplayStep> target) {
    ReplayStep step = replay.steps().get(cursor.position());
    Breakpoints.BreakpointHit hit = breakpoints.test(step, new Names(replay, cursor, step), log);
    if (hit != null) {
      boolean exception = hit.reason().equals(StoppedEventArgumentsReason.EXCEPTION);
      String title = exception ? ExceptionFilter.title(step) : hit.title();
      String text = exception ? ExceptionFilter.describe(replay, step, hit.title()) : null;
      String description = exception ? title + ": " + hit.title() : "Paused at " + title;
      return new Stop(hit.reason(), description, text, step.track(), hit.ids(), false);
    }
    if (target.test(step)) {
      return Stop.of(StoppedEventArgumentsReason.STEP, "Paused after a step", step.track());
    }
    return pause ? Stop.of(StoppedEventArgumentsReason.PAUSE, "Paused", step.track()) : null;
  }

  private Stop entry() {
    int track = replay.steps().get(0).track();
    return Stop.of(StoppedEventArgumentsReason.ENTRY, "The recording begins here", track);
  }
}
