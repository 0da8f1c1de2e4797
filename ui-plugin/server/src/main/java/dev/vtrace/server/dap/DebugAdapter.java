// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.eclipse.lsp4j.debug.BreakpointLocationsArguments;
import org.eclipse.lsp4j.debug.BreakpointLocationsResponse;
import org.eclipse.lsp4j.debug.Capabilities;
import org.eclipse.lsp4j.debug.CompletionsArguments;
import org.eclipse.lsp4j.debug.CompletionsResponse;
import org.eclipse.lsp4j.debug.ConfigurationDoneArguments;
import org.eclipse.lsp4j.debug.ContinueArguments;
import org.eclipse.lsp4j.debug.ContinueResponse;
import org.eclipse.lsp4j.debug.DataBreakpointInfoArguments;
import org.eclipse.lsp4j.debug.DataBreakpointInfoResponse;
import org.eclipse.lsp4j.debug.DisassembleArguments;
import org.eclipse.lsp4j.debug.DisassembleResponse;
import org.eclipse.lsp4j.debug.DisconnectArguments;
import org.eclipse.lsp4j.debug.EvaluateArguments;
import org.eclipse.lsp4j.debug.EvaluateResponse;
import org.eclipse.lsp4j.debug.ExceptionInfoArguments;
import org.eclipse.lsp4j.debug.ExceptionInfoResponse;
import org.eclipse.lsp4j.debug.GotoArguments;
import org.eclipse.lsp4j.debug.GotoTargetsArguments;
import org.eclipse.lsp4j.debug.GotoTargetsResponse;
import org.eclipse.lsp4j.debug.InitializeRequestArguments;
import org.eclipse.lsp4j.debug.LoadedSourcesArguments;
import org.eclipse.lsp4j.debug.LoadedSourcesResponse;
import org.eclipse.lsp4j.debug.NextArguments;
import org.eclipse.lsp4j.debug.PauseArguments;
import org.eclipse.lsp4j.debug.ReadMemoryArguments;
import org.eclipse.lsp4j.debug.ReadMemoryResponse;
import org.eclipse.lsp4j.debug.ReverseContinueArguments;
import org.eclipse.lsp4j.debug.ScopesArguments;
import org.eclipse.lsp4j.debug.ScopesResponse;
import org.eclipse.lsp4j.debug.SetBreakpointsArguments;
import org.eclipse.lsp4j.debug.SetBreakpointsResponse;
import org.eclipse.lsp4j.debug.SetDataBreakpointsArguments;
import org.eclipse.lsp4j.debug.SetDataBreakpointsResponse;
import org.eclipse.lsp4j.debug.SetExceptionBreakpointsArguments;
import org.eclipse.lsp4j.debug.SetExceptionBreakpointsResponse;
import org.eclipse.lsp4j.debug.SetFunctionBreakpointsArguments;
import org.eclipse.lsp4j.debug.SetFunctionBreakpointsResponse;
import org.eclipse.lsp4j.debug.SourceArguments;
import org.eclipse.lsp4j.debug.SourceResponse;
import org.eclipse.lsp4j.debug.StackTraceArguments;
import org.eclipse.lsp4j.debug.StackTraceResponse;
import org.eclipse.lsp4j.debug.StepBackArguments;
import org.eclipse.lsp4j.debug.StepInArguments;
import org.eclipse.lsp4j.debug.StepOutArguments;
import org.eclipse.lsp4j.debug.TerminateArguments;
import org.eclipse.lsp4j.debug.ThreadsResponse;
import org.eclipse.lsp4j.debug.VariablesArguments;
import org.eclipse.lsp4j.debug.VariablesResponse;
import org.eclipse.lsp4j.jsonrpc.services.JsonRequest;

/**
 * The requests of the protocol. Each is one line here; what it does is said where it is done.
 *
 * <p>It does not implement IDebugProtocolServer, whose arguments of {@code restart} lose all that a
 * launch configuration has of its own.
 */
final class DebugAdapter {
  private final Lifecycle life;

  DebugAdapter(Lifecycle life) {
    this.life = life;
  }

  @JsonRequest
  public CompletableFuture<Capabilities> initialize(InitializeRequestArguments asked) {
    return life.answer(() -> life.initialize(asked));
  }

  @JsonRequest
  public CompletableFuture<Void> launch(Map<String, Object> asked) {
    return life.launch(LaunchArguments.of(asked));
  }

  @JsonRequest
  public CompletableFuture<Void> attach(Map<String, Object> asked) {
    return life.attach(asked);
  }

  @JsonRequest
  public CompletableFuture<Void> configurationDone(ConfigurationDoneArguments asked) {
    return done(life::configured);
  }

  @JsonRequest
  public CompletableFuture<Void> restart(Map<String, Object> asked) {
    return life.restart(LaunchArguments.again(asked));
  }

  @JsonRequest
  public CompletableFuture<Void> terminate(TerminateArguments asked) {
    return done(life::terminate);
  }

  @JsonRequest
  public CompletableFuture<Void> disconnect(DisconnectArguments asked) {
    return done(life::disconnect);
  }

  @JsonRequest
  public CompletableFuture<SetBreakpointsResponse> setBreakpoints(SetBreakpointsArguments asked) {
    return life.answer(
        () -> {
          SetBreakpointsResponse out = new SetBreakpointsResponse();
          out.setBreakpoints(life.breakpoints().set(asked));
          return out;
        });
  }

  @JsonRequest
  public CompletableFuture<SetFunctionBreakpointsResponse> setFunctionBreakpoints(
      SetFunctionBreakpointsArguments asked) {
    return life.answer(
        () -> {
          SetFunctionBreakpointsResponse out = new SetFunctionBreakpointsResponse();
          out.setBreakpoints(life.breakpoints().set(asked.getBreakpoints()));
          return out;
        });
  }

  @JsonRequest
  public CompletableFuture<SetDataBreakpointsResponse> setDataBreakpoints(
      SetDataBreakpointsArguments asked) {
    return life.answer(
        () -> {
          SetDataBreakpointsResponse out = new SetDataBreakpointsResponse();
          out.setBreakpoints(life.breakpoints().set(asked.getBreakpoints()));
          return out;
        });
  }

  @JsonRequest
  public CompletableFuture<SetExceptionBreakpointsResponse> setExceptionBreakpoints(
      SetExceptionBreakpointsArguments asked) {
    return life.answer(
        () -> {
          SetExceptionBreakpointsResponse out = new SetExceptionBreakpointsResponse();
          out.setBreakpoints(life.breakpoints().set(asked));
          return out;
        });
  }

  @JsonRequest
  public CompletableFuture<DataBreakpointInfoResponse> dataBreakpointInfo(
      DataBreakpointInfoArguments asked) {
    return life.stopped(session -> session.dataInfo(asked));
  }

  @JsonRequest
  public CompletableFuture<BreakpointLocationsResponse> breakpointLocations(
      BreakpointLocationsArguments asked) {
    return life.stopped(session -> Places.locations(session, asked));
  }

  @JsonRequest
  public CompletableFuture<ThreadsResponse> threads() {
    return life.answer(
        () -> {
          ThreadsResponse out = new ThreadsResponse();
          out.setThreads(life.threads());
          return out;
        });
  }

  @JsonRequest
  public CompletableFuture<StackTraceResponse> stackTrace(StackTraceArguments asked) {
    return life.stopped(session -> session.stack(asked));
  }

  @JsonRequest
  public CompletableFuture<ScopesResponse> scopes(ScopesArguments asked) {
    return life.stopped(
        session -> {
          ScopesResponse out = new ScopesResponse();
          out.setScopes(session.scopes(asked.getFrameId()));
          return out;
        });
  }

  @JsonRequest
  public CompletableFuture<VariablesResponse> variables(VariablesArguments asked) {
    return life.stopped(session -> session.variables(asked));
  }

  @JsonRequest
  public CompletableFuture<EvaluateResponse> evaluate(EvaluateArguments asked) {
    return life.stopped(session -> session.evaluate(asked));
  }

  @JsonRequest
  public CompletableFuture<CompletionsResponse> completions(CompletionsArguments asked) {
    return life.stopped(session -> Completions.of(session, asked));
  }

  @JsonRequest("continue")
  public CompletableFuture<ContinueResponse> resume(ContinueArguments asked) {
    return life.answer(
        () -> {
          life.thread(asked.getThreadId());
          life.run(Player::resume);
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
    return step(asked.getThreadId(), Player::over);
  }

  @JsonRequest
  public CompletableFuture<Void> stepIn(StepInArguments asked) {
    return step(asked.getThreadId(), Player::into);
  }

  @JsonRequest
  public CompletableFuture<Void> stepOut(StepOutArguments asked) {
    return step(asked.getThreadId(), Player::out);
  }

  @JsonRequest
  public CompletableFuture<Void> stepBack(StepBackArguments asked) {
    return step(asked.getThreadId(), Player::before);
  }

  private CompletableFuture<Void> step(int thread, BiFunction<Player, Integer, Stop> how) {
    return life.stopped(
        session -> {
          int track = session.track(thread);
          life.run(player -> how.apply(player, track));
          return null;
        });
  }

  @JsonRequest
  public CompletableFuture<Void> pause(PauseArguments asked) {
    return done(life::pause);
  }

  @JsonRequest
  public CompletableFuture<GotoTargetsResponse> gotoTargets(GotoTargetsArguments asked) {
    return life.stopped(session -> Places.targets(session, asked));
  }

  @JsonRequest("goto")
  public CompletableFuture<Void> jump(GotoArguments asked) {
    return life.stopped(
        session -> {
          int index = Places.step(session, asked.getTargetId());
          life.run(player -> player.jump(index));
          return null;
        });
  }

  @JsonRequest
  public CompletableFuture<ExceptionInfoResponse> exceptionInfo(ExceptionInfoArguments asked) {
    return life.stopped(session -> session.exceptionInfo(asked.getThreadId()));
  }

  @JsonRequest
  public CompletableFuture<LoadedSourcesResponse> loadedSources(LoadedSourcesArguments asked) {
    return life.known(
        session -> {
          LoadedSourcesResponse out = new LoadedSourcesResponse();
          out.setSources(session.sources.all());
          return out;
        });
  }

  @JsonRequest
  public CompletableFuture<SourceResponse> source(SourceArguments asked) {
    return life.reading(
        session -> {
          SourceResponse out = new SourceResponse();
          Integer named = asked.getSource() == null ? null : asked.getSource().getSourceReference();
          out.setContent(
              session.sources.content(named == null ? asked.getSourceReference() : named));
          out.setMimeType("text/plain");
          return out;
        });
  }

  @JsonRequest
  public CompletableFuture<ReadMemoryResponse> readMemory(ReadMemoryArguments asked) {
    return life.reading(session -> session.memory.read(asked));
  }

  @JsonRequest
  public CompletableFuture<DisassembleResponse> disassemble(DisassembleArguments asked) {
    return life.reading(
        session -> {
          DisassembleResponse out = new DisassembleResponse();
          out.setInstructions(session.memory.disassemble(asked));
          return out;
        });
  }

  private CompletableFuture<Void> done(Runnable how) {
    return life.answer(
        () -> {
          how.run();
          return null;
        });
  }
}
