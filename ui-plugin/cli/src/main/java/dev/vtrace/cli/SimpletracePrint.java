// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.bytes.SourceStream;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.run.Finding;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.event.EventTable;
import dev.vtrace.decoder.trace.simpletrace.SimpletraceText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.jspecify.annotations.Nullable;

/** A simpletrace file by itself, as QEMU's script prints it. */
final class SimpletracePrint {
  private static final String EVENTS = "trace-events";

  private SimpletracePrint() {}

  /** Whether a capture is one such file and nothing else is asked for. */
  static boolean fits(Capture capture, CommandLine line) {
    int others = 0;
    for (Input input : capture.inputs()) {
      others += input.kind() == InputKind.SIMPLETRACE || isTable(input) ? 0 : 1;
    }
    boolean plain = true;
    for (var option : line.getOptions()) {
      String name = option.getLongOpt();
      plain &= name.equals(EVENTS) || name.equals("source") || name.equals("destination");
    }
    return plain && others == 0 && trace(capture) != null;
  }

  private static boolean isTable(Input input) {
    return input.role() == InputRole.EVENTS;
  }

  /** The only simpletrace file, or null. */
  private static @Nullable Input trace(Capture capture) {
    Input found = null;
    for (Input input : capture.inputs()) {
      if (input.kind() == InputKind.SIMPLETRACE) {
        if (found != null) {
          return null;
        }
        found = input;
      }
    }
    return found;
  }

  /** Prints it. */
  static ExitStatus print(Capture capture, Console console) throws IOException {
    Input trace = trace(capture);
    List<Finding> findings = new ArrayList<>();
    if (trace == null) {
      return ExitStatus.OK;
    }
    boolean[] damaged = {false};
    ReadOptions options =
        ReadOptions.of(
            trace.name(),
            found -> {
              damaged[0] |= found.severity() == Severity.ERROR;
              keep(findings, trace, found);
            });
    for (Input table : capture.with(InputRole.EVENTS)) {
      try (ByteSource source = Inputs.open(table.path())) {
        options =
            options.withEvents(
                EventTable.read(new SourceStream(source), table.name(), found -> {}));
      }
    }
    try (ByteSource source = Inputs.open(trace.path())) {
      new SimpletraceText(options).print(new SourceStream(source), console.out());
    }
    InputOptions.damage(findings, console);
    return damaged[0] ? ExitStatus.FOUND_WRONG : ExitStatus.OK;
  }

  private static void keep(List<Finding> findings, Input trace, Diagnostic found) {
    if (findings.size() < 100) {
      findings.add(new Finding(trace.name(), found));
    }
  }
}
