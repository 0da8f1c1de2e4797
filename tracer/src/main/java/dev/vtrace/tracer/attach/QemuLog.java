// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.attach;

import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.tracer.follow.LogFollower;
import dev.vtrace.tracer.follow.LogInput;
import dev.vtrace.tracer.qmp.MonitorAddress;
import dev.vtrace.tracer.qmp.QmpClient;
import dev.vtrace.tracer.qmp.QmpException;
import dev.vtrace.tracer.recording.CaptureDirectory;
import dev.vtrace.tracer.recording.RecordedFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Where the log of a running QEMU can be read. The one in use, if it is a file here: to point QEMU
 * elsewhere and back would make it truncate that file. Else QEMU is told, by {@code logfile} of its
 * human monitor, to write into the capture.
 */
final class QemuLog implements Closeable {
  /** Where QEMU's log goes if nothing was said, and what it was before it was pointed elsewhere. */
  private static final String STANDARD_ERROR = "/dev/stderr";

  private final String name;
  private final LogInput input;
  private final OutputStream copy;
  private final String former;
  private final boolean redirected;
  private final Consumer<String> notes;

  private QemuLog(
      String name,
      LogInput input,
      OutputStream copy,
      String former,
      boolean redirected,
      Consumer<String> notes) {
    this.name = name;
    this.input = input;
    this.copy = copy;
    this.former = former;
    this.redirected = redirected;
    this.notes = notes;
  }

  /**
   * Opens it.
   *
   * @param follow what the user named, or empty
   */
  static QemuLog open(
      QmpClient qmp,
      String follow,
      String participant,
      CaptureDirectory capture,
      Consumer<String> notes)
      throws IOException {
    String file = capture.unused(participant + ".trace.log");
    if (!follow.isEmpty() && Path.of(follow).startsWith(capture.path())) {
      return inside(Path.of(follow), false, "", notes);
    }
    if (!follow.isEmpty()) {
      return followed(follow, file, participant, capture, notes);
    }
    QemuProcess process = QemuProcess.behind(qmp.address());
    if (process != null && process.withoutTimes()) {
      notes.accept("its log has no times; start QEMU with -msg timestamp=on to get them");
    }
    Path own = process == null ? null : process.log();
    if (qmp.address() instanceof MonitorAddress.Libvirt libvirt) {
      own = LibvirtLog.of(name(qmp, libvirt.domain()));
      if (own == null) {
        throw new IOException(
            qmp.address()
                + ": the log that libvirt writes cannot be read, or is elsewhere; give it by"
                + " --follow of attach, or --source-log or --destination-log of record");
      }
    }
    if (own != null && Files.isReadable(own)) {
      return followed(own.toString(), file, participant, capture, notes);
    }
    return redirected(qmp, process != null, file, participant, capture, notes);
  }

  /** The name of a domain, which may be given by number or UUID; the log has it. */
  private static String name(QmpClient qmp, String domain) {
    try {
      String name = qmp.execute("query-name", Map.of()).value("return.name");
      return name == null || name.isEmpty() ? domain : name;
    } catch (QmpException e) {
      return domain;
    }
  }

  /** Copies a log that is there. */
  static QemuLog followed(
      String where,
      String file,
      String participant,
      CaptureDirectory capture,
      Consumer<String> notes)
      throws IOException {
    LogInput input = LogInput.open(where, LogInput.Start.END, System.in, notes);
    String kind = InputKind.QEMU_LOG.label();
    OutputStream copy = capture.file(file, InputRole.TRACE, kind, participant);
    return new QemuLog(where, input, copy, "", false, notes);
  }

  private static QemuLog redirected(
      QmpClient qmp,
      boolean local,
      String file,
      String participant,
      CaptureDirectory capture,
      Consumer<String> notes)
      throws IOException {
    Path target = capture.path().resolve(file).toAbsolutePath();
    capture.file(file, InputRole.TRACE, InputKind.QEMU_LOG.label(), participant).close();
    String refused = qmp.human("logfile " + quoted(target));
    if (!refused.isEmpty()) {
      throw new IOException(
          qmp.address()
              + ": QEMU cannot write its log into the capture ("
              + refused
              + "); give the log that it writes by --follow");
    }
    return inside(target, true, local ? STANDARD_ERROR : "", notes);
  }

  /** A log that QEMU writes into the capture itself. */
  private static QemuLog inside(
      Path file, boolean redirected, String former, Consumer<String> notes) throws IOException {
    LogInput input =
        LogInput.open(
            file.toString(), LogInput.Start.BEGINNING, InputStream.nullInputStream(), notes);
    OutputStream none = OutputStream.nullOutputStream();
    return new QemuLog(file.toString(), input, none, former, redirected, notes);
  }

  /** As the human monitor reads an argument with spaces. */
  private static String quoted(Path path) {
    return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Says in the capture what the log turned out to be. */
  void describe(LogFollower follower, String participant, CaptureDirectory capture)
      throws IOException {
    if (follower.isSimpletrace() && copy instanceof RecordedFile file) {
      String kind = InputKind.SIMPLETRACE.label();
      capture.adopt(file.name(), InputRole.TRACE, kind, participant);
    }
  }

  /** Lets QEMU log to where it did before. */
  void restore(QmpClient qmp) throws QmpException {
    if (!redirected) {
      return;
    }
    if (former.isEmpty()) {
      notes.accept("the previous log file of QEMU is not known, so its log stays at " + name);
      return;
    }
    String refused = qmp.human("logfile " + former);
    if (!refused.isEmpty()) {
      notes.accept("QEMU cannot log to " + former + " again (" + refused + "); it logs nowhere");
    }
  }

  String name() {
    return name;
  }

  LogInput input() {
    return input;
  }

  OutputStream copy() {
    return copy;
  }

  @Override
  public void close() throws IOException {
    copy.close();
  }
}
