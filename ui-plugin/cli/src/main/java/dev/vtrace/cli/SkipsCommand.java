// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.JoinedRun;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.export.LedgerJson;
import dev.vtrace.decoder.export.LedgerText;
import dev.vtrace.decoder.run.Finding;
import java.io.IOException;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code vtrace skips}. */
final class SkipsCommand implements Command {
  private static final String TEXT = "text";
  private static final String JSON = "json";

  @Override
  public String name() {
    return "skips";
  }

  @Override
  public String summary() {
    return "which vring operations ran, which were skipped, and why";
  }

  @Override
  public String description() {
    return InputOptions.DESCRIPTION
        + "\n\nA verdict names its evidence. An operation is called skipped only if evidence"
        + " that would have shown it does not show it, and other evidence shows a backend"
        + " transfer. The more evidence is given, the fewer operations stay unknown."
        + " With -v, the operations of all windows are listed.\n\n"
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
                    Opt.flag(
                        null, "summary", "one line for each window, without its operations"))));
  }

  @Override
  public String wrong() {
    return "an operation failed or is a violation, or an input is damaged";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("vtrace skips capture/", "everything that was recorded of a run"),
        new Example(
            "vtrace skips --source src.log --destination dst.log", "from the logs of both QEMUs"),
        new Example("vtrace skips --summary capture/", "all starts and stops at a glance"),
        new Example(
            "vtrace skips --queue 1 --verdict skipped capture/", "what was skipped for a queue"),
        new Example(
            "vtrace skips -f json --socket vu.jsonl --stream stream.bin --qmp qmp.jsonl",
            "from everything but logs, for a program"));
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) throws UsageException, IOException {
    JoinedRun run = Analysis.joined(InputOptions.load(line, console));
    InputOptions.passedOver(run.evidence(), console);
    Migration migration = FilterOptions.of(line, run.migration()).of(run.migration());
    if (line.getOptionValue("format", TEXT).equals(JSON)) {
      LedgerJson.write(console.out(), migration, run.evidence().files());
    } else if (line.hasOption("summary")) {
      new LedgerText(console.out(), console.colour()).summary(migration);
    } else {
      new LedgerText(console.out(), console.colour()).print(migration, console.verbose());
    }
    return wrong(migration) ? ExitStatus.FOUND_WRONG : ExitStatus.OK;
  }

  /** Whether the ledger shows something that should not be. */
  static boolean wrong(Migration migration) {
    var totals = migration.totals();
    return requireNonNull(totals.get(Verdict.VIOLATION)) > 0
        || requireNonNull(totals.get(Verdict.FAILED)) > 0
        || damaged(migration.findings());
  }

  /** Whether an input was damaged. */
  static boolean damaged(List<Finding> findings) {
    for (Finding finding : findings) {
      if (finding.diagnostic().severity() == Severity.ERROR) {
        return true;
      }
    }
    return false;
  }
}
