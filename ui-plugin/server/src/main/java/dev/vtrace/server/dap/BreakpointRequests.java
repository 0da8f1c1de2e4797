// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.debug.BreakpointLocationsArguments;
import org.eclipse.lsp4j.debug.BreakpointLocationsResponse;
import org.eclipse.lsp4j.debug.DataBreakpointInfoArguments;
import org.eclipse.lsp4j.debug.DataBreakpointInfoResponse;
import org.eclipse.lsp4j.debug.SetBreakpointsArguments;
import org.eclipse.lsp4j.debug.SetBreakpointsResponse;
import org.eclipse.lsp4j.debug.SetDataBreakpointsArguments;
import org.eclipse.lsp4j.debug.SetDataBreakpointsResponse;
import org.eclipse.lsp4j.debug.SetExceptionBreakpointsArguments;
import org.eclipse.lsp4j.debug.SetExceptionBreakpointsResponse;
import org.eclipse.lsp4j.debug.SetFunctionBreakpointsArguments;
import org.eclipse.lsp4j.debug.SetFunctionBreakpointsResponse;
import org.eclipse.lsp4j.jsonrpc.services.JsonRequest;

/** The requests about breakpoints. */
final class BreakpointRequests {
  private final Lifecycle life;

  BreakpointRequests(Lifecycle life) {
    this.life = life;
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
    return life.stopped(session -> BreakpointLocations.locations(session, asked));
  }
}
