// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.JoinedRun;
import dev.vtrace.decoder.analysis.model.Descriptor;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Origin;
import dev.vtrace.decoder.descriptors.Holder;
import dev.vtrace.decoder.export.FdsCount;
import dev.vtrace.decoder.export.FdsJson;
import dev.vtrace.decoder.export.FdsText;
import dev.vtrace.decoder.export.HolderText;
import dev.vtrace.tracer.provenance.ProcessDescriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code vtrace fds}. */
final class FdsCommand implements Command {
  private static final String TEXT = "text";
  private static final String JSON = "json";

  @Override
  public String name() {
    return "fds";
  }

  @Override
  public String summary() {
    return "every file descriptor passed, and what happened to it";
  }

  @Override
  public String description() {
    return InputOptions.DESCRIPTION
        + "\n\nWhere the recorder noted what the kernel calls each object (the proxies of vtrace"
        + " do),"
        + " each descriptor of the stream is compared with the message that gave the back-end"
        + " the same one: '=' where it is the same object, 'not' where it is another one,"
        + " which is an"
        + " error.\n\nWith --pid, what live processes have open: which objects several of them"
        + " hold,"
        + " and, with a capture beside it, who holds each recorded descriptor now.\n\n"
        + FilterOptions.DESCRIPTION;
  }

  @Override
  public String operands() {
    return InputOptions.OPERANDS;
  }

  @Override
  public Options options() {
    return InputOptions.addWithBound(
        FilterOptions.add(
            new Options()
                .addOption(
                    Opt.value(
                        "f", "format", TEXT + "|" + JSON, "for people (the default) or programs"))
                .addOption(
                    Opt.value(
                        null,
                        "pid",
                        "PID",
                        "look at this live process; more of them may follow, or be given the same"
                            + " way"))));
  }

  @Override
  public String wrong() {
    return "a descriptor was refused, never claimed or is not the one that the back-end was given, counts differ, or an input is damaged";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("vtrace fds capture/", "descriptors on the stream and on the sockets"),
        new Example(
            "vtrace fds --stream stream.bin --destination dst.log",
            "which of those in the stream the destination took"),
        new Example(
            "vtrace fds --pid $(pidof qemu-system-x86_64 qemu-storage-daemon)",
            "which descriptors QEMUs and their back-end share"));
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) throws UsageException, IOException {
    List<Long> processes = processes(line);
    List<Holder> holders = processes.isEmpty() ? null : ProcessDescriptors.of(processes);
    boolean json = line.getOptionValue("format", TEXT).equals(JSON);
    if (holders != null && !InputOptions.given(line)) {
      if (json) {
        FdsJson.write(console.out(), null, holders);
      } else {
        new HolderText(console.out(), console.colour(), holders).print();
      }
      return ExitStatus.OK;
    }
    JoinedRun run = Analysis.joined(InputOptions.load(line, console));
    InputOptions.passedOver(run.evidence(), console);
    Migration migration = FilterOptions.of(line, run.migration()).of(run.migration());
    InputOptions.damage(migration.findings(), console);
    if (json) {
      FdsJson.write(console.out(), migration, holders);
    } else {
      List<Holder> shown = holders == null ? List.of() : holders;
      new FdsText(console.out(), console.colour(), shown).print(migration);
    }
    return wrong(migration) ? ExitStatus.FOUND_WRONG : ExitStatus.OK;
  }

  /** Those of --pid; numbers among the operands are more of them, unless there is such a file. */
  private static List<Long> processes(CommandLine line) throws UsageException {
    List<Long> out = new ArrayList<>();
    String[] values = line.getOptionValues("pid");
    if (values == null) {
      return out;
    }
    for (String value : values) {
      for (String each : value.split("[, ]")) {
        out.add(process(each));
      }
    }
    for (Iterator<String> each = line.getArgList().iterator(); each.hasNext(); ) {
      String operand = each.next();
      if (Operands.isNumber(operand, Integer.MAX_VALUE) && !Files.exists(Path.of(operand))) {
        out.add(process(operand));
        each.remove();
      }
    }
    return out;
  }

  private static long process(String text) throws UsageException {
    if (!Operands.isNumber(text, 10) || Long.parseLong(text) == 0) {
      throw new UsageException("--pid: '" + text + "' is not a process number");
    }
    return Long.parseLong(text);
  }

  private static boolean wrong(Migration migration) {
    for (FdsCount count : FdsCount.of(migration)) {
      if (!count.agree()) {
        return true;
      }
    }
    for (Descriptor descriptor : migration.descriptors()) {
      Origin origin = descriptor.origin();
      if (descriptor.state() == Descriptor.DescriptorState.UNCLAIMED
          || descriptor.state() == Descriptor.DescriptorState.REFUSED
          || origin != null && origin.match() == Origin.IdentityMatch.DIFFERENT) {
        return true;
      }
    }
    return SkipsCommand.damaged(migration.findings());
  }
}
