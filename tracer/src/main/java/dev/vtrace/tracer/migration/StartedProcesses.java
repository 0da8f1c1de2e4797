// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.migration;

import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.tracer.proxy.VhostUserProxy;
import dev.vtrace.tracer.recording.CaptureDirectory;
import dev.vtrace.tracer.recording.Recorder;
import dev.vtrace.tracer.sys.Address;
import dev.vtrace.tracer.sys.SocketDiagnostics;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What a recording starts: back-ends, proxies before them, QEMUs that connect to the proxies. */
final class StartedProcesses implements Closeable {
  private final RecordPlan plan;
  private final CaptureDirectory capture;
  private final Recorder recorder;
  private final SocketFolder sockets;
  private final Consumer<String> notes;
  private final List<StartedProcess> backends = new ArrayList<>();
  private final List<StartedProcess> qemus = new ArrayList<>();
  private final List<VhostUserProxy> proxies = new ArrayList<>();
  private final Map<String, Path> redirected = new LinkedHashMap<>();
  private final Map<String, String> owners = new LinkedHashMap<>();

  StartedProcesses(
      RecordPlan plan,
      CaptureDirectory capture,
      Recorder recorder,
      SocketFolder sockets,
      Consumer<String> notes) {
    this.plan = plan;
    this.capture = capture;
    this.recorder = recorder;
    this.sockets = sockets;
    this.notes = notes;
  }

  /** Where a QEMU that is started writes its log. */
  static String log(String name) {
    return name + ".trace.log";
  }

  void backends() throws IOException {
    for (List<String> command : plan.backends()) {
      backends.add(StartedProcess.backend(command, capture));
    }
  }

  /** Places a proxy before each back-end. */
  void proxies() throws IOException {
    int index = 0;
    for (String path : plan.vhostUser()) {
      Path backend = Path.of(path);
      if (!backends.isEmpty()) {
        awaitBackend(backend);
      }
      String owner = owner(path);
      String file =
          capture.unused("vhost-user-" + (owner.isEmpty() ? "dev" : owner) + index + ".pcapng");
      Path listen = sockets.proxy(index++);
      VhostUserProxy proxy =
          new VhostUserProxy(
              new Address.Unix(listen), new Address.Unix(backend), recorder, file, notes);
      proxies.add(proxy);
      proxy.start();
      redirected.put(path, listen);
      owners.put(file, owner);
    }
  }

  private void awaitBackend(Path socket) throws IOException {
    long end = System.nanoTime() + plan.patience().toNanos();
    while (SocketDiagnostics.listening(socket) == null) {
      check();
      if (System.nanoTime() - end > 0) {
        throw new IOException(
            "no back-end listens on " + socket + " within " + plan.patience().toSeconds() + " s");
      }
      Pause.millis(20);
    }
  }

  /** The QEMU that a socket is for; empty for both. */
  private String owner(String path) throws IOException {
    boolean source = new QemuCommand(plan.source().command()).names(path);
    boolean destination = new QemuCommand(plan.destination().command()).names(path);
    if (!source && !destination) {
      throw new IOException(
          "vhost-user " + path + ": neither source nor destination is started with path=" + path);
    }
    return source && destination ? "" : source ? "source" : "destination";
  }

  /** Starts a QEMU; the path of its monitor. */
  Path qemu(String name, RecordPlan.PlannedQemu side) throws IOException {
    Path monitor = sockets.monitor(name);
    String log = log(name);
    capture.file(log, InputRole.TRACE, InputKind.QEMU_LOG.label(), name).close();
    Path target = capture.path().resolve(log).toAbsolutePath();
    QemuCommand command =
        new QemuCommand(side.command())
            .redirect(redirected)
            .observe(monitor, target, plan.events(), plan.waitFor());
    if (name.equals("destination")) {
      command.incoming();
    }
    StartedProcess process = StartedProcess.qemu(name, command.arguments(), capture);
    qemus.add(process);
    process.awaitSocket(monitor, plan.patience());
    return monitor;
  }

  /**
   * Looks whether all that was started runs.
   *
   * @throws IOException if something does not
   */
  void check() throws IOException {
    for (StartedProcess each : backends) {
      each.check();
    }
    for (StartedProcess each : qemus) {
      each.check();
    }
  }

  /**
   * QEMUs that have ended by themselves, and not in order: a sentence each. What back-ends do after
   * their QEMU is gone is theirs.
   */
  List<String> failures() {
    List<String> out = new ArrayList<>();
    for (StartedProcess each : qemus) {
      if (!each.failure().isEmpty()) {
        out.add(each.failure());
      }
    }
    return out;
  }

  /** Ends them: who connects first. */
  @Override
  public void close() throws IOException {
    for (StartedProcess each : qemus) {
      each.close();
    }
    for (VhostUserProxy each : proxies) {
      each.close();
    }
    for (StartedProcess each : backends) {
      each.close();
    }
  }

  /** Says in the capture whose traffic is whose; call when all is written. */
  void claim() throws IOException {
    for (Map.Entry<String, String> each : owners.entrySet()) {
      if (Files.exists(capture.path().resolve(each.getKey()))) {
        capture.adopt(each.getKey(), InputRole.SOCKET, InputKind.PCAPNG.label(), each.getValue());
      }
    }
  }
}
