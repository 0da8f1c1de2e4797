// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.lsp4j.jsonrpc.MessageConsumer;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.debug.messages.DebugResponseMessage;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseMessage;

/**
 * How answers leave: events wait until they are out, and each refusal has the form that it must
 * have. An answer leaves on the thread that makes it, so each thread has events of its own.
 */
final class Answers {
  private final ThreadLocal<Deque<Runnable>> waiting = ThreadLocal.withInitial(ArrayDeque::new);

  /** Does something once the answer that this thread is making has left. */
  void then(Runnable event) {
    waiting.get().add(event);
  }

  MessageConsumer ordered(MessageConsumer out) {
    return message -> {
      if (message instanceof DebugResponseMessage response && response.getError() != null) {
        DebugRefusal.complete(response);
      }
      out.consume(message);
      if (message instanceof ResponseMessage) {
        Runnable event;
        while ((event = waiting.get().poll()) != null) {
          event.run();
        }
      }
    };
  }

  /** What an exception says to the client; stack traces stay here. */
  static ResponseError error(Throwable thrown) {
    Throwable e = thrown;
    while (e.getCause() != null && !speaks(e)) {
      e = e.getCause();
    }
    if (e instanceof ResponseErrorException refused) {
      return refused.getResponseError();
    } else if (e instanceof DebugRefusal refusal) {
      return refusal.toError();
    } else if (e instanceof IOException io) {
      return new DebugRefusal(dev.vtrace.server.rpc.RpcRefusal.describe(io)).toError();
    } else if (e instanceof OutOfMemoryError) {
      return new DebugRefusal("out of memory; -Xmx gives the adapter more").toError();
    }
    return new DebugRefusal("internal error (" + e + "); please report it").toError();
  }

  /** Whether an exception says it itself, and is not about another one. */
  private static boolean speaks(Throwable e) {
    return e instanceof ResponseErrorException
        || e instanceof DebugRefusal
        || e instanceof IOException;
  }
}
