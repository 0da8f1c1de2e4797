// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.export.RunFilter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** The part of a run that a command shows. */
final class FilterOptions {
  /** What the description of such a command says of it. */
  static final String DESCRIPTION =
      "--device, --queue, --migration, --verdict and --participant show a part of the run; each may"
          + " be given more than once, and what matches one of its values is shown. --device takes"
          + " a name with or without its bus address, or a pattern with * and ?; --queue a number or"
          + " a range, such as 0-3; --migration 0 is what lies outside of migrations. Totals and the"
          + " exit status are those of what is shown.";

  private static final int DIGITS = 5;

  private FilterOptions() {}

  static Options add(Options options) {
    List<String> verdicts = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      verdicts.add(verdict.label());
    }
    return options
        .addOption(Opt.value(null, "device", "NAME", "only this device"))
        .addOption(Opt.value(null, "queue", "N", "only this queue, or these, as in 0-3"))
        .addOption(Opt.value(null, "migration", "N", "only the migration with this number"))
        .addOption(
            Opt.value(
                null,
                "verdict",
                String.join("|", verdicts),
                "only operations with this verdict, or what rests on their evidence"))
        .addOption(
            Opt.value(
                null,
                "participant",
                "NAME",
                "only this QEMU or back-end, by its name or its role"));
  }

  /** What the command line asks for. */
  static RunFilter of(CommandLine line) throws UsageException {
    Set<Verdict> verdicts = new LinkedHashSet<>();
    for (String label : values(line, "verdict")) {
      for (Verdict verdict : Verdict.values()) {
        if (verdict.label().equals(label)) {
          verdicts.add(verdict);
        }
      }
    }
    return new RunFilter(
        Set.copyOf(values(line, "device")),
        numbers(line, "queue"),
        numbers(line, "migration"),
        verdicts,
        Set.copyOf(values(line, "participant")));
  }

  /** Refuses what the run does not have: nothing found there would look like nothing wrong. */
  static RunFilter of(CommandLine line, Migration run) throws UsageException {
    RunFilter filter = of(line);
    String missing = filter.missing(run);
    if (!missing.isEmpty()) {
      throw new UsageException(missing);
    }
    return filter;
  }

  private static Set<String> values(CommandLine line, String option) {
    String[] values = line.getOptionValues(option);
    return values == null ? Set.of() : new LinkedHashSet<>(List.of(values));
  }

  /** Numbers and ranges, separated by commas. */
  private static Set<Integer> numbers(CommandLine line, String option) throws UsageException {
    Set<Integer> out = new LinkedHashSet<>();
    for (String value : values(line, option)) {
      for (String part : value.split(",", -1)) {
        int dash = part.indexOf('-');
        String first = dash < 0 ? part : part.substring(0, dash);
        String last = dash < 0 ? part : part.substring(dash + 1);
        boolean fine = Operands.isNumber(first, DIGITS) && Operands.isNumber(last, DIGITS);
        if (!fine || Integer.parseInt(first) > Integer.parseInt(last)) {
          throw new UsageException(
              "--" + option + ": '" + value + "' is not a number, a range or a list of these");
        }
        for (int n = Integer.parseInt(first); n <= Integer.parseInt(last); n++) {
          out.add(n);
        }
      }
    }
    return out;
  }
}
