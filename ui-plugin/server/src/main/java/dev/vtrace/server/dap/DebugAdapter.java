// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.debug.CancelArguments;
import org.eclipse.lsp4j.debug.Capabilities;
import org.eclipse.lsp4j.debug.ConfigurationDoneArguments;
import org.eclipse.lsp4j.debug.DisconnectArguments;
import org.eclipse.lsp4j.debug.InitializeRequestArguments;
import org.eclipse.lsp4j.debug.TerminateArguments;
import org.eclipse.lsp4j.jsonrpc.services.JsonRequest;

/**
 * The requests that begin and end a conversation. What each does is said where it is done.
 *
 * <p>Neither this nor the other classes of requests implement IDebugProtocolServer, whose arguments
 * of {@code restart} lose all that a launch configuration has of its own.
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
    return life.done(life::configured);
  }

  @JsonRequest
  public CompletableFuture<Void> restart(Map<String, Object> asked) {
    return life.restart(LaunchArguments.again(asked));
  }

  @JsonRequest
  public CompletableFuture<Void> terminate(TerminateArguments asked) {
    return life.done(life::terminate);
  }

  @JsonRequest
  public CompletableFuture<Void> disconnect(DisconnectArguments asked) {
    return life.done(life::disconnect);
  }

  @JsonRequest
  public CompletableFuture<Void> cancel(CancelArguments asked) {
    return life.done(() -> life.cancel(asked));
  }
}
