// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.rpc;

import java.util.Set;
import org.eclipse.lsp4j.jsonrpc.MessageConsumer;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.messages.NotificationMessage;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseMessage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the order of a conversation (LSP 3.17, "Server lifecycle"): nothing before {@code
 * initialize}, that only once, and nothing but {@code exit} after {@code shutdown}.
 */
final class LifecycleGate implements MessageConsumer {
  private static final String INITIALIZE = "initialize";
  private static final Set<String> ALWAYS = Set.of("exit", "$/cancelRequest");

  private final MessageConsumer inside;
  private final MessageConsumer client;
  private boolean begun;
  private boolean over;

  LifecycleGate(MessageConsumer inside, MessageConsumer client) {
    this.inside = inside;
    this.client = client;
  }

  @Override
  public void consume(Message message) {
    if (message instanceof RequestMessage request) {
      ResponseError refusal = refusal(request.getMethod());
      if (refusal != null) {
        ResponseMessage reply = new ResponseMessage();
        reply.setRawId(request.getRawId());
        reply.setError(refusal);
        client.consume(reply);
        return;
      }
      begun |= request.getMethod().equals(INITIALIZE);
      over |= request.getMethod().equals("shutdown");
    } else if (message instanceof NotificationMessage notification
        && (!begun || over)
        && !ALWAYS.contains(notification.getMethod())) {
      return;
    }
    inside.consume(message);
  }

  private @Nullable ResponseError refusal(String method) {
    if (over) {
      return new ResponseError(
          ResponseErrorCode.InvalidRequest, "the server was told to shut down", null);
    }
    if (!begun && !method.equals(INITIALIZE)) {
      return new ResponseError(
          ResponseErrorCode.ServerNotInitialized, "send initialize before " + method, null);
    }
    return begun && method.equals(INITIALIZE)
        ? new ResponseError(
            ResponseErrorCode.InvalidRequest, "initialize may be sent only once", null)
        : null;
  }
}
