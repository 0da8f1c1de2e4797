// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import static java.util.Objects.requireNonNull;

import dev.vtrace.tracer.attach.LiveLine;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.lsp4j.debug.StoppedEventArgumentsReason;
import org.jspecify.annotations.Nullable;

/**
 * A session with a running QEMU: stops it, shows what was recorded so far, and lets it run on. All
 * but {@link #happened} is for the worker.
 */
final class LiveRun implements Closeable {
  private final Lifecycle life;
  private final Client client;
  private final Breakpoints breakpoints;
  private final boolean stops;
  private final LiveQemu qemu;
  private final AtomicBoolean caught = new AtomicBoolean();

  /** The steps that have been looked at for breakpoints. */
  private int seen;

  /**
   * Attaches.
   *
   * @throws IOException if it cannot be done; everything is as before then
   */
  LiveRun(AttachArguments asked, Lifecycle life, Client client, Breakpoints breakpoints)
      throws IOException {
    this.life = life;
    this.client = client;
    this.breakpoints = breakpoints;
    stops = asked.stopOnBreakpoint();
    qemu = new LiveQemu(asked, this::happened);
  }

  /** A line came, while it runs or because it was stopped; must not wait. */
  private void happened(LiveLine line) {
    client.happened(line);
    boolean hits = stops && breakpoints.triggers().on(line) && life.isRunning();
    if (hits && !caught.getAndSet(true)) {
      life.later(this::catchUp);
    }
  }

  /** Stops the guest; what was recorded so far can be looked at then. */
  void standStill() {
    DebugSession here = life.isRunning() ? look() : null;
    if (here != null) {
      here.cursor.moveTo(seen - 1);
      int track = here.replay.steps().get(here.cursor.position()).track();
      life.arrived(here, Stop.of(StoppedEventArgumentsReason.PAUSE, "The guest is stopped", track));
    }
  }

  /** A breakpoint may be hit: whether one is, its conditions included, is told by the model. */
  private void catchUp() {
    caught.set(false);
    int before = seen;
    DebugSession here = life.isRunning() ? look() : null;
    if (here == null) {
      return;
    }
    here.cursor.moveTo(Math.min(before, seen) - 1);
    Stop stop = here.player.resume();
    if (stop.hits().isEmpty()) {
      runOn();
    } else {
      life.arrived(here, stop);
    }
  }

  /** Null if the guest could not be stopped, or there is nothing to show; it runs on then. */
  private @Nullable DebugSession look() {
    try {
      qemu.stop();
      client.changed(life.show(qemu.replay(), null));
      DebugSession here = requireNonNull(life.session());
      seen = here.replay.steps().size();
      return here;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      client.failed(e);
      runOn();
      return null;
    }
  }

  /** Lets it run, and tells the client. */
  void goOn() {
    if (runOn()) {
      client.continued();
    }
  }

  private boolean runOn() {
    try {
      if (!qemu.isLost()) {
        qemu.resume();
        return true;
      }
    } catch (IOException e) {
      client.failed(e);
    }
    client.terminated();
    return false;
  }

  @Override
  public void close() throws IOException {
    qemu.close();
  }
}
