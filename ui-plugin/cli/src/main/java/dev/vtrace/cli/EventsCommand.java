// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.rules.UserSettings;
import dev.vtrace.decoder.trace.event.EventNames;
import dev.vtrace.decoder.trace.event.EventUser;
import dev.vtrace.tracer.attach.OfferedEvents;
import dev.vtrace.tracer.qmp.MonitorAddress;
import dev.vtrace.tracer.qmp.QmpClient;
import dev.vtrace.tracer.qmp.QmpTranscript;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code vtrace events}. */
final class EventsCommand implements Command {
  private static final String ALL = "all";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Map<String, EventUser> PURPOSES =
      Map.of("skips", EventUser.LEDGER, "downtime", EventUser.DOWNTIME, ALL, EventUser.RECORDER);

  /** Comments of the list: QEMU passes over lines that begin with #. */
  private static final List<String> HOW =
      List.of(
          "# Save this as FILE, and give it to both QEMUs:",
          "#   qemu-system-x86_64 ... -msg timestamp=on -D QEMU.log -trace events=FILE",
          "# With libvirt, in the domain element with"
              + " xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0':",
          "#   <qemu:commandline>",
          "#     <qemu:arg value='-msg'/><qemu:arg value='timestamp=on'/>",
          "#     <qemu:arg value='-trace'/><qemu:arg value='events=FILE'/>",
          "#   </qemu:commandline>",
          "# QEMU must be able to read FILE; the lines come into"
              + " /var/log/libvirt/qemu/DOMAIN.log. Or switch one on",
          "# in a domain that runs: virsh qemu-monitor-command DOMAIN --hmp trace-event NAME on");

  @Override
  public String name() {
    return "events";
  }

  @Override
  public String summary() {
    return "which trace events to log for a question";
  }

  @Override
  public String description() {
    return "Prints a list for QEMU's -trace events=FILE, with how to give it to QEMU and to libvirt"
        + " in comments. Without --qemu and --qmp, the list has the names of all versions: QEMU"
        + " warns of those that it does not know, and goes on. skips: what the ledger rests on;"
        + " downtime: what takes the time while the guest is stopped; all: what 'vtrace record'"
        + " switches on. Other sets may be in a file "
        + UserSettings.FILE
        + " in this folder, or above it in the same repository: {\"events\": {\"mine\":"
        + " [\"vhost_dev_*\", \"virtio_blk_*\"]}}.";
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(
            Opt.value(
                null,
                "for",
                "SET",
                "the question: skips, downtime, all (the default), or a set of your own"))
        .addOption(Opt.value(null, "qemu", "VERSION", "names of this version only, such as 10.2"))
        .addOption(
            Opt.value(null, "qmp", "ADDRESS", "only what the QEMU at this monitor has, by name"));
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("vtrace events > events.txt", "for -trace events=events.txt"),
        new Example("vtrace events --for skips --qemu 10.2", "for the ledger, on QEMU 10.2"),
        new Example("vtrace events --qmp /run/vm1.qmp", "what this QEMU can log"));
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) throws UsageException, IOException {
    String set = line.getOptionValue("for", ALL);
    EventUser user = PURPOSES.get(set);
    if (line.hasOption("qemu") && line.hasOption("qmp")) {
      throw new UsageException("--qemu and --qmp exclude each other");
    }
    List<String> names;
    try {
      String version = line.getOptionValue("qemu", "");
      if (user == null && !version.isEmpty()) {
        throw new UsageException(
            "--qemu is for the sets of vtrace: names of your own are used as they are");
      }
      names = user == null ? own(set) : EventNames.of(user, version);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--qemu: " + e.getMessage());
    }
    if (line.hasOption("qmp")) {
      names = offered(line.getOptionValue("qmp"), names);
    }
    HOW.forEach(console.out()::println);
    names.forEach(console.out()::println);
    return ExitStatus.OK;
  }

  /** The names and patterns of a user's own set. */
  private static List<String> own(String set) throws UsageException, IOException {
    Map<String, List<String>> sets = SettingsFile.of(Path.of("")).settings().events();
    List<String> names = sets.get(set);
    if (names == null) {
      List<String> known = new ArrayList<>(List.of("skips", "downtime", ALL));
      known.addAll(sets.keySet());
      throw new UsageException("--for: '" + set + "' is not one of " + String.join(", ", known));
    }
    return names;
  }

  private static List<String> offered(String address, List<String> names) throws IOException {
    try (QmpClient qmp =
        QmpClient.connect(
            MonitorAddress.parse(address), "qemu", QmpTranscript.none(), event -> {}, PATIENCE)) {
      return OfferedEvents.of(qmp, names);
    }
  }
}
