// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import com.google.gson.JsonObject;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.debug.CompletionsArguments;
import org.eclipse.lsp4j.debug.CompletionsResponse;
import org.eclipse.lsp4j.debug.DisassembleArguments;
import org.eclipse.lsp4j.debug.DisassembleResponse;
import org.eclipse.lsp4j.debug.EvaluateArguments;
import org.eclipse.lsp4j.debug.EvaluateResponse;
import org.eclipse.lsp4j.debug.ExceptionInfoArguments;
import org.eclipse.lsp4j.debug.ExceptionInfoResponse;
import org.eclipse.lsp4j.debug.LoadedSourcesArguments;
import org.eclipse.lsp4j.debug.LoadedSourcesResponse;
import org.eclipse.lsp4j.debug.ReadMemoryArguments;
import org.eclipse.lsp4j.debug.ReadMemoryResponse;
import org.eclipse.lsp4j.debug.ScopesArguments;
import org.eclipse.lsp4j.debug.ScopesResponse;
import org.eclipse.lsp4j.debug.SourceArguments;
import org.eclipse.lsp4j.debug.SourceResponse;
import org.eclipse.lsp4j.debug.StackTraceArguments;
import org.eclipse.lsp4j.debug.StackTraceResponse;
import org.eclipse.lsp4j.debug.ThreadsResponse;
import org.eclipse.lsp4j.debug.VariablesArguments;
import org.eclipse.lsp4j.debug.VariablesResponse;
import org.eclipse.lsp4j.jsonrpc.services.JsonRequest;

/** The requests for what there is to see. */
final class InspectionRequests {
  private final Lifecycle life;

  InspectionRequests(Lifecycle life) {
    this.life = life;
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

  /** Where the debugger stands; see PROTOCOL.md. */
  @JsonRequest("vtrace/position")
  public CompletableFuture<JsonObject> position() {
    return life.stopped(DebugSession::position);
  }
}
