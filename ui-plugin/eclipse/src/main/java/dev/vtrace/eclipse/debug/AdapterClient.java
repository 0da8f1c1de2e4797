// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.debug;

import com.google.gson.JsonObject;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.debug.ContinuedEventArguments;
import org.eclipse.lsp4j.debug.OutputEventArguments;
import org.eclipse.lsp4j.debug.StoppedEventArguments;
import org.eclipse.lsp4j.debug.TerminatedEventArguments;
import org.eclipse.lsp4j.debug.services.IDebugProtocolClient;
import org.eclipse.lsp4j.jsonrpc.services.JsonNotification;

/** What the adapter tells by itself. Public for LSP4J, which calls it by reflection. */
public final class AdapterClient implements IDebugProtocolClient {
  private final MigrationTarget target;

  AdapterClient(MigrationTarget target) {
    this.target = target;
  }

  /** Where the debugger stands, after each stop. */
  @JsonNotification("vtrace/position")
  public void position(JsonObject position) {
    target.positionIs(position);
  }

  @Override
  public void initialized() {
    target.initialized();
  }

  @Override
  public void stopped(StoppedEventArguments event) {
    target.stopped(event);
  }

  @Override
  public void output(OutputEventArguments event) {
    target.told(event.getOutput());
  }

  @Override
  public void continued(ContinuedEventArguments event) {
    target.continued();
  }

  @Override
  public void terminated(TerminatedEventArguments event) {
    // To end it waits for answers, which this thread reads.
    CompletableFuture.runAsync(target::ended);
  }
}
