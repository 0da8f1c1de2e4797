// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.Executor;
import org.eclipse.lsp4j.jsonrpc.MessageConsumer;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.jspecify.annotations.Nullable;

/**
 * Where requests come in. While long work is done for one of them, those after it wait, and are
 * handed on in their order afterwards. An editor asks for threads without waiting for its launch.
 */
final class RequestQueue {
  /** What ends the work, or the conversation, does not wait for it. */
  private static final Set<String> URGENT = Set.of("cancel", "disconnect", "terminate");

  private final Executor worker;
  private final Deque<Message> held = new ArrayDeque<>();

  @SuppressWarnings("NullAway.Init")
  private MessageConsumer next;

  private boolean closed;
  private @Nullable Runnable work;
  private volatile int request;

  /** A gate; {@code worker} does the work, one after the other. */
  RequestQueue(Executor worker) {
    this.worker = worker;
  }

  /** What stands before a consumer. */
  MessageConsumer before(MessageConsumer consumer) {
    next = consumer;
    return this::accept;
  }

  /**
   * Begins long work, once the request that is being taken has been handed on: an answer that the
   * work gives leaves before the work goes on.
   */
  synchronized void work(Runnable what) {
    closed = true;
    work = what;
  }

  /** The number of the request that is being taken. */
  int request() {
    return request;
  }

  private void accept(Message message) {
    boolean urgent = message instanceof RequestMessage request && isUrgent(request);
    if (urgent) {
      next.consume(message);
    } else if (!holds(message)) {
      handOn(message);
    }
  }

  private static boolean isUrgent(RequestMessage request) {
    return request.getMethod() != null && URGENT.contains(request.getMethod());
  }

  private synchronized boolean holds(Message message) {
    if (closed) {
      held.add(message);
    }
    return closed;
  }

  /** Whether it began work, which the rest has to wait for. */
  private boolean handOn(Message message) {
    if (message instanceof RequestMessage asked) {
      request = Integer.parseInt(asked.getId());
    }
    next.consume(message);
    Runnable begun = begun();
    if (begun == null) {
      return false;
    }
    worker.execute(
        () -> {
          try {
            begun.run();
          } finally {
            open();
          }
        });
    return true;
  }

  private synchronized @Nullable Runnable begun() {
    Runnable out = work;
    work = null;
    return out;
  }

  /** Hands on what waits, unless some of it begins other work. */
  private void open() {
    Message message;
    while ((message = waiting()) != null && !handOn(message)) {
      // The next one.
    }
  }

  private synchronized Message waiting() {
    closed = !held.isEmpty();
    return held.poll();
  }
}
