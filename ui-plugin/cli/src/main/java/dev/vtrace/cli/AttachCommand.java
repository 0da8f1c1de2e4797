// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.rules.UserSettings;
import dev.vtrace.tracer.attach.Attachment;
import dev.vtrace.tracer.attach.EventSets;
import dev.vtrace.tracer.attach.FollowedLog;
import dev.vtrace.tracer.attach.LiveLine;
import dev.vtrace.tracer.attach.WantedEvent;
import dev.vtrace.tracer.qmp.MonitorAddress;
import dev.vtrace.tracer.qmp.QmpTranscript;
import dev.vtrace.tracer.recording.CaptureDirectory;
import dev.vtrace.tracer.strace.ProcessSockets;
import dev.vtrace.tracer.strace.StraceAttachment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** {@code vtrace attach}. */
final class AttachCommand implements Command {
  private static final String SIDES = "source|destination";

  @Override
  public String name() {
    return "attach";
  }

  @Override
  public String summary() {
    return "observe a running QEMU, and record it";
  }

  @Override
  public String description() {
    return "--qmp: switches on the trace events that the other commands use (and those that"
        + " --events"
        + " names: patterns, or the name of a set in "
        + UserSettings.FILE
        + ", as for 'vtrace events'), follows the log, and listens to QMP events. The log is the file that QEMU"
        + " writes; if there is none, or it cannot be read from here, QEMU is told through its"
        + " human monitor to write into the capture. It ends with Ctrl-C, SIGTERM or when"
        + " QEMU ends, and then restores what it changed. QEMU is queried for its"
        + " settings at the beginning, before the switchover and at the end; the"
        + " queries change nothing.\n\n--libvirt: the same through virsh"
        + " qemu-monitor-command, which marks the domain as tainted; the log is the one that"
        + " libvirt"
        + " writes.\n\n--follow: the log, if it should not be searched for, or without a"
        + " monitor: a file or FIFO, - for"
        + " standard input, or journal:UNIT. Files may be rotated or truncated while they are"
        + " followed, and may be simpletrace files.\n\n--pid: shows which UNIX sockets the"
        + " process holds and who holds"
        + " the other ends, and traces its vhost-user messages through strace. That stops the"
        + " process at each of its system calls, for tens of microseconds: do not use it on a VM"
        + " that must be fast.";
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(Opt.value(null, "qmp", "ADDRESS", "QEMU's monitor: a path or tcp:HOST:PORT"))
        .addOption(
            Opt.value(
                null, "libvirt", "DOMAIN", "a VM of libvirt, which holds its monitor; needs virsh"))
        .addOption(Opt.value(null, "pid", "NUMBER", "a process to trace with strace"))
        .addOption(Opt.value(null, "follow", "LOG", "the log that QEMU writes"))
        .addOption(
            Opt.value(
                "e",
                "events",
                "PATTERN",
                "trace events in addition to those that other commands use, such as 'virtio_*';"
                    + " repeatable"))
        .addOption(
            Opt.value(null, "events-only", "PATTERN", "trace events instead of those; repeatable"))
        .addOption(
            Opt.value(
                "o",
                "output",
                "DIR",
                "the capture: a new or an empty directory; default" + " vtrace-TIME"))
        .addOption(Opt.value(null, "as", SIDES, "which side of a migration it is, if known"))
        .addOption(
            Opt.value(null, "timeout", "SECONDS", "how long QMP may take to answer; default 10"))
        .addOption(Opt.flag("q", "quiet", "record only, do not show what happens"));
  }

  @Override
  public String wrong() {
    return "something could not be recorded";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("vtrace attach --qmp /run/vm1.qmp -o capture", "until Ctrl-C"),
        new Example(
            "vtrace attach --qmp /run/vm1.qmp --events 'virtio_*'",
            "with events in addition to those that migration needs"),
        new Example("vtrace attach --follow /var/log/libvirt/qemu/vm1.log", "a log alone"),
        new Example("vtrace attach --pid 4711", "who is connected, and their messages"));
  }

  @Override
  public boolean pages(CommandLine line) {
    return false;
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) throws UsageException, IOException {
    AttachOptions request = AttachOptions.of(line);
    CaptureDirectory capture = CaptureDirectory.create(request.output(), Version.tool());
    try (LiveView view = new LiveView(console, !line.hasOption("quiet"))) {
      try (capture) {
        look(request, capture, view);
      } catch (IOException e) {
        capture.discardIfEmpty();
        throw e;
      }
      view.say("recorded in " + request.output());
      return capture.gaps().isEmpty() ? ExitStatus.OK : ExitStatus.FOUND_WRONG;
    }
  }

  private static void look(AttachOptions request, CaptureDirectory capture, LiveView view)
      throws IOException {
    Attachment attachment = null;
    FollowedLog log = null;
    StraceAttachment strace = null;
    try {
      if (request.qmp() != null) {
        QmpTranscript transcript = QmpTranscript.in(capture, request.name());
        attachment = Attachment.open(request.attachment(), capture, transcript, view);
      } else if (!request.follow().isEmpty()) {
        log = new FollowedLog(request.follow(), request.name(), request.role(), capture, view);
      }
      if (request.pid() >= 0) {
        sockets(request.pid(), view);
        strace =
            new StraceAttachment(
                request.pid(),
                request.name(),
                request.role(),
                capture,
                message -> LiveLine.of(request.name(), message).ifPresent(view),
                view::say);
        view.say("strace stops the process at each system call; it is slower until this ends");
      }
      Attachment qemu = attachment;
      FollowedLog followed = log;
      StraceAttachment traced = strace;
      view.until(
          () ->
              qemu != null && qemu.isLost()
                  || followed != null && followed.isEnded()
                  || traced != null && traced.isEnded());
    } finally {
      if (strace != null) {
        strace.close();
      }
      if (log != null) {
        log.close();
      }
      if (attachment != null) {
        attachment.close();
      }
    }
  }

  private static void sockets(long pid, LiveView view) throws IOException {
    for (ProcessSockets.SocketConnection each : ProcessSockets.of(pid)) {
      String name = each.name().isEmpty() ? "a socket pair" : each.name();
      String other =
          each.holders().isEmpty() ? "a process that cannot be seen" : each.holders().toString();
      view.say("descriptor " + each.fd() + ": " + name + ", other end: " + other);
    }
  }

  /** What the command line asks for. */
  private record AttachOptions(
      @Nullable MonitorAddress qmp,
      long pid,
      String follow,
      List<String> events,
      Path output,
      String role,
      Duration patience) {

    static AttachOptions of(CommandLine line) throws UsageException, IOException {
      AttachOptions out =
          new AttachOptions(
              monitor(line),
              line.hasOption("pid") ? number(line, "pid") : -1,
              line.getOptionValue("follow", ""),
              events(line),
              Path.of(line.getOptionValue("output", defaultOutput())),
              line.getOptionValue("as", ""),
              Duration.ofSeconds(line.hasOption("timeout") ? number(line, "timeout") : 10));
      if (out.qmp == null && out.pid < 0 && out.follow.isEmpty()) {
        throw new UsageException("missing --qmp, --libvirt, --follow or --pid");
      }
      return out;
    }

    String name() {
      return role.isEmpty() ? "qemu" : role;
    }

    Attachment.AttachTarget attachment() {
      return new Attachment.AttachTarget(
          name(), role, requireNonNull(qmp), events, follow, patience);
    }

    private static List<String> events(CommandLine line) throws IOException {
      EventSets sets = SettingsFile.events();
      return WantedEvent.patterns(
          sets.patterns(all(line, "events-only")), sets.patterns(all(line, "events")));
    }

    private static List<String> all(CommandLine line, String option) {
      String[] values = line.getOptionValues(option);
      return values == null ? List.of() : List.of(values);
    }

    /** Null where none is asked for. */
    private static @Nullable MonitorAddress monitor(CommandLine line)
        throws UsageException, IOException {
      if (line.hasOption("libvirt")) {
        if (line.hasOption("qmp")) {
          throw new UsageException("--qmp and --libvirt exclude each other");
        }
        return new MonitorAddress.Libvirt(line.getOptionValue("libvirt"));
      }
      try {
        return line.hasOption("qmp") ? MonitorAddress.parse(line.getOptionValue("qmp")) : null;
      } catch (IllegalArgumentException e) {
        throw new UsageException("--qmp: " + e.getMessage());
      }
    }

    private static long number(CommandLine line, String option) throws UsageException {
      String text = line.getOptionValue(option);
      try {
        long value = Long.parseLong(text);
        if (value > 0) {
          return value;
        }
      } catch (NumberFormatException e) {
        // Said below.
      }
      throw new UsageException("--" + option + ": '" + text + "' is not a number above 0");
    }

    private static String defaultOutput() {
      return "vtrace-" + DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").format(LocalDateTime.now());
    }
  }
}
