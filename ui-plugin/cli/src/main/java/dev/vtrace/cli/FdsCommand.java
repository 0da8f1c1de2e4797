// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.Descriptor;
import dev.vtrace.decoder.analysis.Migration;
import dev.vtrace.decoder.export.FdsCount;
import dev.vtrace.decoder.export.FdsJson;
import dev.vtrace.decoder.export.FdsText;
import java.io.IOException;
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
    return "every file descriptor that was passed, and what became of it";
  }

  @Override
  public String description() {
    return InputOptions.DESCRIPTION;
  }

  @Override
  public String operands() {
    return InputOptions.OPERANDS;
  }

  @Override
  public Options options() {
    return InputOptions.add(
        new Options()
            .addOption(
                Opt.value(
                    "f", "format", TEXT + "|" + JSON, "for people (the default) or programs")));
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("vtrace fds capture/", "descriptors on the stream and on the sockets"),
        new Example(
            "vtrace fds --stream stream.bin --destination dst.log",
            "which of those in the stream the destination took"));
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) throws UsageException, IOException {
    Migration migration = Analysis.of(InputOptions.capture(line));
    if (line.getOptionValue("format", TEXT).equals(JSON)) {
      FdsJson.write(console.out(), migration);
    } else {
      new FdsText(console.out(), console.colour()).print(migration);
    }
    return wrong(migration) ? ExitStatus.FOUND_WRONG : ExitStatus.OK;
  }

  private static boolean wrong(Migration migration) {
    for (FdsCount count : FdsCount.of(migration)) {
      if (!count.agree()) {
        return true;
      }
    }
    for (Descriptor descriptor : migration.descriptors()) {
      if (descriptor.state() == Descriptor.State.UNCLAIMED
          || descriptor.state() == Descriptor.State.REFUSED) {
        return true;
      }
    }
    return SkipsCommand.damaged(migration.findings());
  }
}
