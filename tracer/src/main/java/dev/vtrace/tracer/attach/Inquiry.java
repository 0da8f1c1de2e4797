// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.attach;

import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.TraceRecord;
import dev.vtrace.decoder.trace.event.Event;
import dev.vtrace.tracer.qmp.QmpClient;
import dev.vtrace.tracer.qmp.QmpException;
import java.io.Closeable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/**
 * Asks a QEMU for its migration settings and its sockets, so that the transcript has them. Only
 * questions that change nothing are asked, and none of the experimental ones:
 * x-query-virtio-queue-status has a vhost-user back-end stop the ring that it asks for, and
 * x-query-virtio-status ends a QEMU 11.1.3 by a failed assertion, whatever virtio device it is
 * asked about.
 */
final class Inquiry implements Closeable {
  /** Without arguments. */
  private static final List<String> COMMANDS =
      List.of("query-migrate-capabilities", "query-migrate-parameters", "query-chardev");

  /** States of a migration after which settings may not change before the switchover. */
  private static final Set<String> STATES = Set.of("active", "pre-switchover");

  private static final Runnable STOP = () -> {};

  private final Supplier<QmpClient> qmp;
  private final BlockingQueue<Runnable> asked = new LinkedBlockingQueue<>();
  private final Thread thread;
  private String last = "";

  Inquiry(Supplier<QmpClient> qmp) {
    this.qmp = qmp;
    thread = new Thread(this::run, "inquiry");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      for (Runnable next = asked.take(); next != STOP; next = asked.take()) {
        next.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks, on another thread. */
  void begin() {
    asked.add(this::ask);
  }

  /** Something has happened; where it is a state before a switchover, that is worth asking in. */
  synchronized void see(TraceRecord record) {
    String state = state(record);
    if (!state.isEmpty() && !state.equals(last)) {
      last = state;
      if (STATES.contains(state)) {
        begin();
      }
    }
  }

  /** The state that a migration comes into; empty where it is about something else. */
  private static String state(TraceRecord record) {
    String state = null;
    if (record instanceof TraceEvent event && event.is(Event.MIGRATION_STATE)) {
      state = event.string("new_state");
    } else if (record instanceof QmpMessage message && message.name().equals("MIGRATION")) {
      state = message.value("data.status");
    }
    return state == null ? "" : state;
  }

  private void ask() {
    for (String command : COMMANDS) {
      try {
        qmp.get().execute(command, Map.of());
      } catch (QmpException e) {
        // What is not answered is not known; who lost the connection is told by others.
        if (e.kind() != QmpException.QmpFailure.REFUSED) {
          return;
        }
      }
    }
  }

  /** Asks once more, and waits for the answers. */
  @Override
  public void close() {
    begin();
    asked.add(STOP);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
