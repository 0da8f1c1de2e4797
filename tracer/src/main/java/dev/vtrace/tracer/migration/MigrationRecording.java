// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.migration;

import dev.vtrace.tracer.attach.Attachment;
import dev.vtrace.tracer.attach.LiveLine;
import dev.vtrace.tracer.proxy.MigrationProxy;
import dev.vtrace.tracer.qmp.MonitorAddress;
import dev.vtrace.tracer.qmp.QmpTranscript;
import dev.vtrace.tracer.recording.CaptureDirectory;
import dev.vtrace.tracer.recording.Recorder;
import dev.vtrace.tracer.sys.Address;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records one migration as a plan tells. {@link #close} ends what was started and puts back what
 * was changed, however far it got; QEMUs that ran before run on.
 */
public final class MigrationRecording implements Closeable {
  private static final int POLL_MS = 20;

  private final RecordPlan plan;
  private final CaptureDirectory capture;
  private final Consumer<LiveLine> live;
  private final Recorder recorder;
  private final SocketFolder sockets;
  private final StartedProcesses started;
  private final SeenEvents seen;
  private final QmpTranscript transcript;
  private @Nullable Attachment source;
  private @Nullable Attachment destination;
  private @Nullable MigrationProxy proxy;
  private @Nullable MigrationRun run;

  /**
   * @param live gets what happens, from several threads; must not wait
   */
  public MigrationRecording(RecordPlan plan, CaptureDirectory capture, Consumer<LiveLine> live)
      throws IOException {
    this.plan = plan;
    this.capture = capture;
    this.seen = new SeenEvents(plan.waitFor(), "source", live);
    this.live = seen;
    this.recorder = new Recorder(capture, this::note);
    this.sockets = new SocketFolder();
    this.started = new StartedProcesses(plan, capture, recorder, sockets, this::note);
    this.transcript = QmpTranscript.in(capture, "");
  }

  private void note(String text) {
    live.accept(LiveLine.note("", text));
  }

  /**
   * Starts and attaches, migrates, and waits for the end.
   *
   * @param stop asked again and again; true ends it early
   * @return how the migration ended
   * @throws IOException if it cannot be done
   */
  public RecordingOutcome run(BooleanSupplier stop) throws IOException {
    started.backends();
    started.proxies();
    source = attach("source", plan.source());
    destination = attach("destination", plan.destination());
    awaitEvent(stop);
    if (stop.getAsBoolean()) {
      return new RecordingOutcome("none", List.of());
    }
    MigrationRun migrating = new MigrationRun(source.qmp(), destination.qmp(), plan, this::note);
    String incoming = plan.incoming().isEmpty() ? "unix:" + sockets.incoming() : plan.incoming();
    run = migrating;
    migrating.prepare(incoming);
    proxy =
        new MigrationProxy(
            new Address.Unix(sockets.migration()),
            Address.parse(incoming),
            recorder,
            "",
            this::note,
            null);
    proxy.start();
    migrating.begin("unix:" + sockets.migration());
    String status = migrating.await(stop);
    List<String> failures = new ArrayList<>();
    if (!stop.getAsBoolean()) {
      String lacking = migrating.awaitDestination(deadline(stop, plan.patience()));
      if (!lacking.isEmpty()) {
        failures.add(lacking);
      }
      await(deadline(stop, plan.after()));
    }
    failures.addAll(started.failures());
    failures.forEach(this::note);
    return new RecordingOutcome(status, failures);
  }

  private Attachment attach(String name, RecordPlan.PlannedQemu side) throws IOException {
    MonitorAddress monitor;
    String follow = side.follow();
    if (side.isStarted()) {
      monitor = new MonitorAddress.MonitorSocket(new Address.Unix(started.qemu(name, side)));
      follow = capture.path().resolve(StartedProcesses.log(name)).toString();
    } else {
      monitor = MonitorAddress.parse(side.qmp());
    }
    Attachment.AttachTarget request =
        new Attachment.AttachTarget(name, name, monitor, plan.events(), follow, plan.patience());
    return Attachment.open(request, capture, transcript, live);
  }

  private void awaitEvent(BooleanSupplier stop) throws IOException {
    BooleanSupplier late = deadline(() -> false, plan.patience());
    while (!seen.isSeen() && !stop.getAsBoolean()) {
      started.check();
      if (late.getAsBoolean()) {
        throw new IOException(
            "the source has not logged the event "
                + plan.waitFor()
                + " within "
                + plan.patience().toSeconds()
                + " s");
      }
      Pause.millis(POLL_MS);
    }
  }

  private static void await(BooleanSupplier done) {
    while (!done.getAsBoolean()) {
      Pause.millis(POLL_MS);
    }
  }

  private static BooleanSupplier deadline(BooleanSupplier stop, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    return () -> stop.getAsBoolean() || System.nanoTime() - end > 0;
  }

  /** A migration of VMs that are not ours must not break because we end. */
  private void letItEnd() {
    boolean theirs = !plan.source().isStarted() || !plan.destination().isStarted();
    MigrationRun migrating = run;
    if (migrating != null && theirs && migrating.isRunning()) {
      note(
          "the migration passes through vtrace, which ends when it has ended; migrate_cancel in the"
              + " source would end it now");
      await(() -> !migrating.isRunning());
    }
  }

  @Override
  public void close() throws IOException {
    letItEnd();
    try (sockets;
        recorder) {
      if (run != null) {
        run.restore();
      }
      if (source != null) {
        source.close();
      }
      if (destination != null) {
        destination.close();
      }
      started.close();
      if (proxy != null) {
        proxy.close();
      }
    }
    started.claim();
  }
}
