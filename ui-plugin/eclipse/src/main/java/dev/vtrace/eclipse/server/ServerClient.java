// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.server;

import com.google.gson.JsonObject;
import dev.vtrace.eclipse.VtracePlugin;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.eclipse.lsp4j.MessageActionItem;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.MessageType;
import org.eclipse.lsp4j.ProgressParams;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.ShowMessageRequestParams;
import org.eclipse.lsp4j.WorkDoneProgressCreateParams;
import org.eclipse.lsp4j.jsonrpc.services.JsonNotification;
import org.eclipse.lsp4j.services.LanguageClient;

/** What the server tells by itself. Public for LSP4J, which calls it by reflection. */
public final class ServerClient implements LanguageClient {
  private final Consumer<String> changed;
  private final Consumer<PublishDiagnosticsParams> diagnostics;

  ServerClient(Consumer<String> changed, Consumer<PublishDiagnosticsParams> diagnostics) {
    this.changed = changed;
    this.diagnostics = diagnostics;
  }

  /** A file of an open capture changed. */
  @JsonNotification("vtrace/changed")
  public void captureChanged(JsonObject params) {
    changed.accept(params.get("capture").getAsString());
  }

  /** What happens in a QEMU that is attached to; the capture has it, too. */
  @JsonNotification("vtrace/live")
  public void live(JsonObject params) {
    // The views show the capture, which is announced by vtrace/changed.
  }

  @Override
  public void publishDiagnostics(PublishDiagnosticsParams params) {
    diagnostics.accept(params);
  }

  @Override
  public void logMessage(MessageParams params) {
    if (params.getType() == MessageType.Error) {
      VtracePlugin.log(params.getMessage(), null);
    }
  }

  @Override
  public void showMessage(MessageParams params) {
    logMessage(params);
  }

  @Override
  public CompletableFuture<MessageActionItem> showMessageRequest(ShowMessageRequestParams params) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<Void> createProgress(WorkDoneProgressCreateParams params) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void notifyProgress(ProgressParams params) {
    // Jobs show their own progress.
  }

  @Override
  public void telemetryEvent(Object object) {
    // The server sends none.
  }
}
