// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import com.google.gson.JsonObject;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.eclipse.lsp4j.debug.ContinueArguments;
import org.eclipse.lsp4j.debug.ContinueResponse;
import org.eclipse.lsp4j.debug.GotoArguments;
import org.eclipse.lsp4j.debug.GotoTargetsArguments;
import org.eclipse.lsp4j.debug.GotoTargetsResponse;
import org.eclipse.lsp4j.debug.NextArguments;
import org.eclipse.lsp4j.debug.PauseArguments;
import org.eclipse.lsp4j.debug.ReverseContinueArguments;
import org.eclipse.lsp4j.debug.StepBackArguments;
import org.eclipse.lsp4j.debug.StepInArguments;
import org.eclipse.lsp4j.debug.StepOutArguments;
import org.eclipse.lsp4j.jsonrpc.services.JsonRequest;

/** The requests that move through a run. */
final class MovementRequests {
  private final Lifecycle life;

  MovementRequests(Lifecycle life) {
    this.life = life;
  }

  @JsonRequest("continue")
  public CompletableFuture<ContinueResponse> resume(ContinueArguments asked) {
    return life.answer(
        () -> {
          life.thread(asked.getThreadId());
          life.run(ReplayPlayer::resume);
          ContinueResponse out = new ContinueResponse();
          out.setAllThreadsContinued(true);
          return out;
        });
  }

  @JsonRequest
  public CompletableFuture<Void> reverseContinue(ReverseContinueArguments asked) {
    return step(asked.getThreadId(), (player, track) -> player.back());
  }

  @JsonRequest
  public CompletableFuture<Void> next(NextArguments asked) {
    return step(asked.getThreadId(), ReplayPlayer::over);
  }

  @JsonRequest
  public CompletableFuture<Void> stepIn(StepInArguments asked) {
    return step(asked.getThreadId(), ReplayPlayer::into);
  }

  @JsonRequest
  public CompletableFuture<Void> stepOut(StepOutArguments asked) {
    return step(asked.getThreadId(), ReplayPlayer::out);
  }

  @JsonRequest
  public CompletableFuture<Void> stepBack(StepBackArguments asked) {
    return step(asked.getThreadId(), ReplayPlayer::before);
  }

  @JsonRequest
  public CompletableFuture<Void> pause(PauseArguments asked) {
    return life.done(life::pause);
  }

  @JsonRequest
  public CompletableFuture<GotoTargetsResponse> gotoTargets(GotoTargetsArguments asked) {
    return life.stopped(session -> BreakpointLocations.targets(session, asked));
  }

  @JsonRequest("goto")
  public CompletableFuture<Void> jump(GotoArguments asked) {
    return life.stopped(
        session -> {
          int index = BreakpointLocations.step(session, asked.getTargetId());
          life.run(player -> player.jump(index));
          return null;
        });
  }

  private CompletableFuture<Void> step(int thread, BiFunction<ReplayPlayer, Integer, Stop> how) {
    return life.stopped(
        session -> {
          int track = session.track(thread);
          life.run(player -> how.apply(player, track));
          return null;
        });
  }

  /** Jumps to what is nearest to a time; see PROTOCOL.md. */
  @JsonRequest("vtrace/goto")
  public CompletableFuture<Void> jumpToTime(JsonObject asked) {
    return life.stopped(
        session -> {
          int index = Position.nearest(session.replay, Position.time(asked));
          life.run(player -> player.jump(index));
          return null;
        });
  }
}
