// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.tracer.forward.DetachedForwarder;
import dev.vtrace.tracer.forward.ForwardedProxy;
import dev.vtrace.tracer.proxy.MigrationProxy;
import dev.vtrace.tracer.recording.CaptureDirectory;
import dev.vtrace.tracer.recording.Recorder;
import dev.vtrace.tracer.sys.Address;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code vtrace proxy}. */
final class ProxyCommand implements Command {
  private static final String VHOST_USER = "vhost-user";
  private static final String MIGRATION = "migration";
  private static final String TRAFFIC = "vhost-user.pcapng";
  private static final String END = "; Ctrl-C ends it";

  @Override
  public String name() {
    return "proxy";
  }

  @Override
  public String summary() {
    return "record a socket while it is in use";
  }

  @Override
  public String description() {
    return "Listens in place of a process, connects to it, forwards all bytes and descriptors"
        + " unchanged, and records them in a capture for the other commands. It is ready when the"
        + " socket to listen on exists; Ctrl-C or SIGTERM ends it. Recording never delays what"
        + " is forwarded: if the disk is full or too slow, the capture says what is missing,"
        + " and the exit status is 1.\n\nvhost-user: QEMU connects to the one socket and"
        + " the back-end"
        + " listens on the other, or the other way round. The connection ends with the proxy,"
        + " and the device of a running VM then hangs forever. While there is a connection,"
        + " the first Ctrl-C or SIGTERM therefore only makes the proxy end when the VM"
        + " has closed the connection; the second one ends it at once. After a"
        + " SIGKILL of --takeover the back-end's socket is at its path with"
        + " .vtrace appended; the next proxy for that path puts it back, and so"
        + " does mv. migration: the source connects to the one"
        + " and the destination listens on the other.\n\nADDRESS is a path, unix:PATH or"
        + " tcp:HOST:PORT. A capture holds what the guest's memory and disks hold; only its owner"
        + " can read it.";
  }

  @Override
  public String operands() {
    return VHOST_USER + "|" + MIGRATION;
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(Opt.value("l", "listen", "ADDRESS", "where to listen for connections"))
        .addOption(Opt.value("c", "connect", "ADDRESS", "where to connect to for each of them"))
        .addOption(Opt.value("o", "output", "DIR", "the capture: a new or an empty directory"))
        .addOption(
            Opt.flag(
                null,
                "takeover",
                "take the place of the vhost-user back-end that already listens at --connect,"
                    + " and restore its socket at the end"))
        .addOption(
            Opt.flag(
                null,
                "detach-when-idle",
                "end when the last connection has been closed (vhost-user)"))
        .addOption(
            Opt.flag("v", "verbose", "show what passes, even without a terminal (migration)"));
  }

  @Override
  public String wrong() {
    return "a connection failed, or something could not be recorded";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example(
            "vtrace proxy vhost-user --listen vu.sock --connect backend.sock -o capture",
            "for a QEMU that connects to vu.sock"),
        new Example(
            "vtrace proxy vhost-user --takeover --connect backend.sock -o capture",
            "the same in front of a back-end that already listens; QEMU is started as usual"),
        new Example(
            "vtrace proxy migration -l tcp:0:4444 -c tcp:10.0.0.2:4444 -o capture",
            "between a source and a destination, with all channels of a multifd migration;"
                + " 'vtrace skips capture' shows what was recorded"));
  }

  @Override
  public boolean pages(CommandLine line) {
    return false;
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) throws UsageException, IOException {
    boolean migration = line.getArgList().get(0).equals(MIGRATION);
    boolean takeover = line.hasOption("takeover");
    Address connect = address(line, "connect");
    Address listen = takeover ? connect : address(line, "listen");
    check(line, migration, takeover, connect);
    Path output = Path.of(required(line, "output"));
    int failed;
    CaptureDirectory capture = CaptureDirectory.create(output, Version.tool());
    try (TerminalSession attended = new TerminalSession(console)) {
      try (capture;
          Recorder recorder = new Recorder(capture, attended::say)) {
        failed =
            migration
                ? migration(listen, connect, recorder, attended, talks(line, console))
                : vhostUser(
                    new DetachedForwarder.Job(
                        listen, connect, takeover, output, TRAFFIC, Version.tool()),
                    line.hasOption("detach-when-idle"),
                    recorder,
                    attended);
      } catch (IOException e) {
        capture.discardIfEmpty();
        throw e;
      }
      attended.say("recorded in " + output);
    }
    return failed > 0 || !capture.gaps().isEmpty() ? ExitStatus.FOUND_WRONG : ExitStatus.OK;
  }

  /** Records until it is stopped, and returns how many connections could not be passed on. */
  private static int migration(
      Address listen, Address connect, Recorder recorder, TerminalSession attended, boolean talks)
      throws IOException {
    try (MigrationProxy proxy =
        new MigrationProxy(
            listen, connect, recorder, "", attended::say, talks ? attended::say : null)) {
      proxy.start();
      attended.untilStopped(ready(listen, connect));
      return proxy.failed();
    }
  }

  /** As {@link #migration}. */
  private static int vhostUser(
      DetachedForwarder.Job job, boolean whenIdle, Recorder recorder, TerminalSession attended)
      throws IOException {
    ForwardedProxy proxy =
        new ForwardedProxy(ForwardingProcess.command(job), job, recorder, attended::say);
    attended.holdSignals();
    try (proxy) {
      proxy.start();
      attended.untilStopped(
          job.takeover()
              ? "recording what passes at " + job.connect() + END
              : ready(job.listen(), job.connect()),
          new Connected(proxy),
          whenIdle);
    }
    return proxy.failed() + (proxy.isLost() ? 1 : 0);
  }

  /** A connection that a VM speaks through. */
  private record Connected(ForwardedProxy proxy) implements TerminalSession.Guarded {
    @Override
    public boolean busy() {
      return proxy.isBusy();
    }

    @Override
    public boolean left() {
      return proxy.closed() > 0 && proxy.open() == 0;
    }

    @Override
    public boolean over() {
      return proxy.isLost();
    }

    @Override
    public String loss() {
      return "a VM is connected through this proxy, and its device would hang forever without"
          + " it: the proxy continues, and ends when the VM has closed the connection; the next"
          + " signal ends it at once";
    }
  }

  private static boolean talks(CommandLine line, Console console) {
    return line.hasOption("verbose") || console.errIsTerminal();
  }

  private static String ready(Address listen, Address connect) {
    return "recording what passes between " + listen + " and " + connect + END;
  }

  private static void check(CommandLine line, boolean migration, boolean takeover, Address connect)
      throws UsageException, IOException {
    if (migration && line.hasOption("detach-when-idle")) {
      throw new UsageException("--detach-when-idle is for vhost-user");
    }
    if (!takeover) {
      return;
    }
    if (line.hasOption("listen")) {
      throw new UsageException(
          "--takeover listens at the address of --connect, so --listen" + " cannot be given");
    }
    if (migration || !(connect instanceof Address.Unix)) {
      throw new UsageException("--takeover is for the path of a vhost-user back-end");
    }
  }

  private static String required(CommandLine line, String option) throws UsageException {
    String value = line.getOptionValue(option);
    if (value == null) {
      throw new UsageException("missing --" + option);
    }
    return value;
  }

  private static Address address(CommandLine line, String option)
      throws UsageException, IOException {
    try {
      return Address.parse(required(line, option));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + option + ": " + e.getMessage());
    }
  }
}
