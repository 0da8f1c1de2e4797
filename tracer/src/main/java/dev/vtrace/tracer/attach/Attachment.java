// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.attach;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.capture.CaptureDescription;
import dev.vtrace.decoder.trace.TraceRecord;
import dev.vtrace.tracer.follow.LogFollower;
import dev.vtrace.tracer.qmp.MonitorAddress;
import dev.vtrace.tracer.qmp.QmpClient;
import dev.vtrace.tracer.qmp.QmpException;
import dev.vtrace.tracer.qmp.QmpTranscript;
import dev.vtrace.tracer.recording.CaptureDirectory;
import dev.vtrace.tracer.sys.Address;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A running QEMU that is looked at: its trace events are switched on, its log is followed into the
 * capture, its QMP events are listened to. {@link #close} puts everything back.
 */
public final class Attachment implements Closeable {
  private final AttachTarget request;
  private final CaptureDirectory capture;
  private final QmpTranscript transcript;
  private final Consumer<LiveLine> live;
  private final Tracepoints tracepoints = new Tracepoints();
  private volatile @Nullable QmpClient qmp;
  private @Nullable QemuLog log;
  private @Nullable LogFollower follower;
  private @Nullable SimpletraceFlush flush;
  private volatile @Nullable Inquiry inquiry;
  private volatile boolean closing;

  /**
   * What to attach to.
   *
   * @param name of the participant, which is {@code source} or {@code destination} where that is
   *     known
   * @param role {@code source}, {@code destination} or empty
   * @param events patterns of names
   * @param follow the log, in the words of {@link dev.vtrace.tracer.follow.LogInput#open}; empty to
   *     find out
   * @param patience how long QMP may take to answer
   */
  public record AttachTarget(
      String name,
      String role,
      MonitorAddress qmp,
      List<String> events,
      String follow,
      Duration patience) {
    /** Of a monitor that has a socket of its own. */
    public AttachTarget(
        String name,
        String role,
        Address qmp,
        List<String> events,
        String follow,
        Duration patience) {
      this(name, role, new MonitorAddress.MonitorSocket(qmp), events, follow, patience);
    }
  }

  private Attachment(
      AttachTarget request,
      CaptureDirectory capture,
      QmpTranscript transcript,
      Consumer<LiveLine> live) {
    this.request = request;
    this.capture = capture;
    this.transcript = transcript;
    this.live = live;
  }

  /**
   * Attaches. When it returns, the trace events are on and the log is followed.
   *
   * @param live gets what happens, from several threads; must not wait
   * @throws IOException if it cannot be done; everything is as before then
   */
  public static Attachment open(
      AttachTarget request,
      CaptureDirectory capture,
      QmpTranscript transcript,
      Consumer<LiveLine> live)
      throws IOException {
    Attachment made = new Attachment(request, capture, transcript, live);
    try {
      made.attach();
      return made;
    } catch (IOException e) {
      made.close();
      throw e;
    }
  }

  private void attach() throws IOException {
    QmpClient monitor = connect();
    qmp = monitor;
    monitor.whenLost(this::lost);
    capture.participant(
        new CaptureDescription.Process(
            request.name(), request.role(), monitor.version(), "realtime", command(monitor)));
    log = QemuLog.open(monitor, request.follow(), request.name(), capture, this::note);
    follower =
        new LogFollower(
                log.name(),
                log.input(),
                log.copy(),
                LogFollower.Format.QEMU,
                this::show,
                this::note)
            .start();
    flush = new SimpletraceFlush(follower, this::qmp, this::note);
    tracepoints.enable(monitor, request.events());
    for (String pattern : WantedEvent.lost(tracepoints.lacking())) {
      String loss = WantedEvent.lossOf(pattern);
      note(
          "QEMU "
              + monitor.version()
              + " has no event "
              + pattern
              + (loss.isEmpty() ? "" : ": " + loss));
    }
    note(
        "QEMU "
            + monitor.version()
            + ": switched on "
            + tracepoints.enabled().size()
            + " trace events, "
            + tracepoints.wereOn()
            + " were on; following "
            + log.name());
    inquiry = new Inquiry(this::qmp);
    inquiry.begin();
  }

  private static String command(QmpClient monitor) {
    QemuProcess process = QemuProcess.behind(monitor.address());
    return process == null ? "" : process.command();
  }

  private void show(TraceRecord record) {
    Inquiry asking = inquiry;
    if (asking != null) {
      asking.see(record);
    }
    LiveLine.of(request.name(), record).ifPresent(live);
  }

  private void note(String text) {
    live.accept(LiveLine.note(request.name(), text));
  }

  private void lost(QmpException why) {
    if (!closing) {
      note(String.valueOf(why.getMessage()));
    }
  }

  /** The connection to its monitor. */
  public QmpClient qmp() {
    return requireNonNull(qmp);
  }

  /** Whether neither the monitor nor anything else is there to be looked at any more. */
  public boolean isLost() {
    return qmp().isLost();
  }

  /**
   * Puts the trace events and the log back as they were, reads the rest of the log, and
   * disconnects. Says what could not be put back.
   */
  @Override
  public void close() {
    closing = true;
    QmpClient monitor = qmp;
    if (monitor != null) {
      restore(monitor);
    }
    try {
      if (follower != null && log != null) {
        follower.close();
        log.describe(follower, request.name(), capture);
      }
      if (log != null) {
        log.close();
      }
    } catch (IOException e) {
      note(String.valueOf(e.getMessage()));
    }
    if (qmp != null) {
      qmp.close();
    }
  }

  private void restore(QmpClient known) {
    try {
      QmpClient monitor = known.isLost() ? again(known) : known;
      if (inquiry != null) {
        inquiry.close();
      }
      tracepoints.restore(monitor);
      if (flush != null) {
        flush.close();
      }
      if (log != null) {
        log.restore(monitor);
      }
    } catch (IOException e) {
      String left =
          tracepoints.enabled().isEmpty()
              ? ""
              : "; "
                  + tracepoints.enabled().size()
                  + " trace events stay on if that QEMU still runs: "
                  + String.join(" ", tracepoints.enabled().stream().sorted().limit(3).toList())
                  + " ...";
      note(e.getMessage() + left);
    }
  }

  /** The monitor may have dropped us and QEMU be well. */
  private QmpClient again(QmpClient lost) throws IOException {
    lost.close();
    QmpClient second = connect();
    qmp = second;
    return second;
  }

  private QmpClient connect() throws IOException {
    return QmpClient.connect(
        request.qmp(), request.name(), transcript, this::show, request.patience());
  }
}
