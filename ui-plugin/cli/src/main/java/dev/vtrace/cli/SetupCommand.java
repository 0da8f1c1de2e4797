// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.JoinedRun;
import dev.vtrace.decoder.export.SetupJson;
import dev.vtrace.decoder.export.SetupText;
import dev.vtrace.decoder.setup.QemuSetup;
import dev.vtrace.decoder.setup.SetupDifference;
import dev.vtrace.decoder.setup.SetupReader;
import java.io.IOException;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code vtrace setup}. */
final class SetupCommand implements Command {
  private static final String TEXT = "text";
  private static final String JSON = "json";

  @Override
  public String name() {
    return "setup";
  }

  @Override
  public String summary() {
    return "what each QEMU was, and in what the two sides differ";
  }

  @Override
  public String description() {
    return InputOptions.DESCRIPTION
        + "\n\nVersions, devices with their properties, character devices, objects and migration"
        + " settings of each QEMU: of the command line that libvirt writes into the log of a"
        + " domain, and of what the QMP transcript has: the greeting, query-version, query-chardev,"
        + " query-migrate-capabilities, query-migrate-parameters and qom-get. Only what the same"
        + " source reports about both sides is compared. The exit status is 0, whatever differs.";
  }

  @Override
  public String operands() {
    return InputOptions.OPERANDS;
  }

  @Override
  public Options options() {
    return InputOptions.addWithBound(
        new Options()
            .addOption(
                Opt.value("f", "format", TEXT + "|" + JSON, "for people (the default) or programs"))
            .addOption(Opt.flag("v", "verbose", "list what does not differ, too")));
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("vtrace setup capture/", "both sides beside each other, where they differ"),
        new Example(
            "vtrace setup --source vm-a.log --destination vm-b.log", "of two logs of libvirt"));
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) throws UsageException, IOException {
    JoinedRun run = Analysis.joined(InputOptions.load(line, console));
    InputOptions.passedOver(run.evidence(), console);
    List<QemuSetup> setups = SetupReader.of(run);
    if (setups.isEmpty()) {
      throw new IOException(
          "no evidence of what the QEMUs were: no command line in a log, no QMP transcript");
    }
    List<SetupDifference> differences = SetupReader.differences(run, setups);
    if (line.getOptionValue("format", TEXT).equals(JSON)) {
      SetupJson.write(console.out(), run.migration().name(), setups, differences);
    } else {
      new SetupText(console.out(), console.colour())
          .print(setups, differences, line.hasOption("verbose"));
    }
    return ExitStatus.OK;
  }
}
