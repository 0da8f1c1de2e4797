// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import java.util.Arrays;
import org.eclipse.lsp4j.debug.Capabilities;
import org.eclipse.lsp4j.debug.ExceptionBreakpointsFilter;

/** What the adapter tells a client that it can do. */
final class Abilities {
  private Abilities() {}

  static Capabilities all() {
    Capabilities out = new Capabilities();
    out.setSupportsConfigurationDoneRequest(true);
    out.setSupportsFunctionBreakpoints(true);
    out.setSupportsConditionalBreakpoints(true);
    out.setSupportsHitConditionalBreakpoints(true);
    out.setSupportsLogPoints(true);
    out.setSupportsDataBreakpoints(true);
    out.setSupportsBreakpointLocationsRequest(true);
    out.setSupportsExceptionInfoRequest(true);
    out.setSupportsExceptionFilterOptions(true);
    out.setExceptionBreakpointFilters(
        Arrays.stream(ExceptionFilter.values())
            .map(ExceptionFilter::toProtocol)
            .toArray(ExceptionBreakpointsFilter[]::new));
    out.setSupportsStepBack(true);
    out.setSupportsGotoTargetsRequest(true);
    out.setSupportsRestartRequest(true);
    out.setSupportsTerminateRequest(true);
    out.setSupportsCancelRequest(true);
    out.setSupportsEvaluateForHovers(true);
    out.setSupportsCompletionsRequest(true);
    out.setCompletionTriggerCharacters(new String[] {".", "["});
    out.setSupportsValueFormattingOptions(true);
    out.setSupportsLoadedSourcesRequest(true);
    out.setSupportsReadMemoryRequest(true);
    out.setSupportsDisassembleRequest(true);
    out.setSupportsDelayedStackTraceLoading(true);
    return out;
  }
}
