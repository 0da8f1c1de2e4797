// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureDescription;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.capture.LooseFiles;
import dev.vtrace.decoder.capture.Sides;
import dev.vtrace.decoder.capture.UnusedInput;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.export.Plain;
import dev.vtrace.decoder.run.Finding;
import dev.vtrace.decoder.run.KeptBound;
import dev.vtrace.decoder.run.LoadOptions;
import dev.vtrace.decoder.run.LoadedFile;
import dev.vtrace.decoder.run.LoadedRun;
import dev.vtrace.decoder.run.RunLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The evidence of a run as all commands take it: a capture, or files by their content. */
final class InputOptions {
  /** What follows the options of such a command. */
  static final String OPERANDS = "[INPUT...]";

  /** What the description of such a command says of it. */
  static final String DESCRIPTION =
      "INPUT is a capture: a directory with everything that was recorded of a run, the same as a"
          + " .vtrace file or any other zip or tar archive, also packed, or a single file. Several captures are"
          + " joined, for example those of a proxy and of record. If there are several"
          + " files, each is recognised by its content, and guesses are reported. Or"
          + " name the files by their role, also in addition to a capture; their"
          + " kind is recognised by their content. gzip, xz, zstd, bzip2 and lz4 data, zip"
          + " archives of one file and save images of libvirt are unpacked"
          + " on the fly."
          + " --source, --destination, --socket and --backend may be given more than once.";

  /** What could move the cursor of a terminal. */
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  /** Damage that is named; 'vtrace check' has all. */
  private static final int MOST_SAID = 20;

  private static final String[][] FILES = {
    {"stream", "STREAM"},
    {"fds", "DESCRIPTORS"},
    {"socket", "SOCKET"},
    {"backend", "BACKEND_LOG"},
    {"qmp", "QMP"},
    {"trace-events", "EVENTS"},
  };

  private static final String KEEP = "keep-records";

  private InputOptions() {}

  static Options add(Options options) {
    return options
        .addOption(
            Opt.value(null, "source", "FILE", "log, trace or system calls of the source QEMU"))
        .addOption(
            Opt.value(
                null, "destination", "FILE", "log, trace or system calls of the destination QEMU"))
        .addOption(
            Opt.value(
                null, "qemu", "NAME=FILE", "log or trace of a further QEMU, in a chain of hops"))
        .addOption(Opt.value(null, "stream", "FILE", "the migration stream"))
        .addOption(
            Opt.value(null, "fds", "FILE", "offsets of the descriptors recorded beside the stream"))
        .addOption(Opt.value(null, "socket", "FILE", "vhost-user traffic of a connection"))
        .addOption(
            Opt.value(
                null, "backend", "FILE", "log of a back-end, such as DPDK, SPDK, Open vSwitch"))
        .addOption(Opt.value(null, "qmp", "FILE", "the QMP transcript"))
        .addOption(
            Opt.value(
                null, "trace-events", "FILE", "the trace-events-all file of the traced QEMU"));
  }

  /** The same, for a command that reads all of a run, and can keep more of it. */
  static Options addWithBound(Options options) {
    return add(options).addOption(bound());
  }

  /** How much of a run is kept. */
  static Option bound() {
    return Opt.value(
        null,
        KEEP,
        "N",
        "trace events of a file that are kept in memory, and of messages a third as many; of"
            + " larger runs the least telling are let go, which is said (default "
            + KeptBound.USUAL_RECORDS
            + ", about 2 KiB each)");
  }

  /** Whether a command line names any evidence. */
  static boolean given(CommandLine line) {
    return given(line, line.getArgList());
  }

  /** The same, where not all operands are inputs. */
  static boolean given(CommandLine line, List<String> operands) {
    boolean any = !operands.isEmpty();
    for (String side : new String[] {Sides.SOURCE, Sides.DESTINATION, "qemu"}) {
      any |= line.hasOption(side);
    }
    for (String[] option : FILES) {
      any |= line.hasOption(option[0]);
    }
    return any;
  }

  /** The capture that a command line names; what is not read, or guessed, is said. */
  static Capture capture(CommandLine line, Console console) throws UsageException, IOException {
    return capture(line, line.getArgList(), console);
  }

  /** The same, where not all operands are inputs. */
  static Capture capture(CommandLine line, List<String> operands, Console console)
      throws UsageException, IOException {
    onceOnly(line);
    LooseFiles files = new LooseFiles();
    boolean loose = traces(line, files);
    for (String[] option : FILES) {
      for (String file : values(line, option[0])) {
        files.add(InputRole.valueOf(option[1]), path(file));
        loose = true;
      }
    }
    if (!loose && operands.isEmpty()) {
      throw new UsageException("missing INPUT");
    }
    boolean single = !loose && operands.size() == 1;
    Capture capture = single ? existing(path(operands.get(0))) : several(operands, files);
    files.notes().forEach(console::note);
    unread(capture, console);
    console.link(capture);
    if (capture.isEmpty()) {
      throw new IOException(
          (single ? operands.get(0) + ": " : "")
              + "contains nothing about a migration"
              + lacks(capture));
    }
    return capture;
  }

  /** What the recorder of a capture could not record. */
  private static String lacks(Capture capture) {
    StringBuilder out = new StringBuilder();
    for (CaptureDescription.RecordedGap gap : capture.gaps()) {
      out.append(out.isEmpty() ? "; not recorded: " : ", ").append(gap.file());
      out.append(" (").append(gap.why()).append(')');
    }
    return Plain.text(out.toString());
  }

  /** Reads the capture that a command line names. */
  static LoadedRun load(CommandLine line, Console console) throws UsageException, IOException {
    return load(capture(line, console), line);
  }

  /** Reads a capture, and keeps as much of it as the command line says. */
  static LoadedRun load(Capture capture, CommandLine line) throws UsageException, IOException {
    return RunLoader.load(capture, LoadOptions.DEFAULT.keeping(kept(line)));
  }

  /** How much of a run a command line wants to have kept. */
  static KeptBound kept(CommandLine line) throws UsageException {
    String value = line.getOptionValue(KEEP);
    if (value == null) {
      return KeptBound.USUAL;
    }
    try {
      return new KeptBound(Integer.parseInt(value));
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--" + KEEP + ": '" + value + "' is not a number from " + KeptBound.LEAST_RECORDS);
    }
  }

  /** Captures of one run with files beside them, or files alone. */
  private static Capture several(List<String> operands, LooseFiles files) throws IOException {
    for (String operand : operands) {
      Path path = path(operand);
      if (!Files.exists(path)) {
        throw new NoSuchFileException(path.toString());
      }
      if (!CaptureOpener.isCapture(path)) {
        files.any(path);
      } else {
        files.all(CaptureOpener.open(path));
      }
    }
    return files.capture();
  }

  private static void unread(Capture capture, Console console) {
    for (Input input : capture.inputs()) {
      if (input.role() == InputRole.OTHER) {
        console.note("not read: " + Plain.text(input.name()) + ": " + UnusedInput.what(input));
      } else if (console.verbose()) {
        String whose = input.participant().isEmpty() ? "" : " of " + input.participant();
        console.note("read: " + Plain.text(input.name()) + whose + ": " + input.kind().label());
      }
    }
  }

  /** Names files that were known and not read all the same, such as those that repeat others. */
  static void passedOver(LoadedRun run, Console console) {
    for (LoadedFile file : run.files()) {
      if (!file.read() && file.input().role() != InputRole.OTHER) {
        console.note("not read: " + file.input().name() + ": " + file.passedOver());
      }
    }
  }

  /** Names what is damaged, for a command whose result has no findings. */
  static void damage(List<Finding> findings, Console console) {
    Set<String> said = new LinkedHashSet<>();
    for (Finding finding : findings) {
      Diagnostic what = finding.diagnostic();
      if (what.severity() == Severity.ERROR && said.size() < MOST_SAID) {
        said.add(
            what.code().code()
                + "  "
                + finding.file()
                + "@"
                + what.offset()
                + "  "
                + what.message());
      }
    }
    said.forEach(each -> console.note("error " + CONTROL.matcher(each).replaceAll("?")));
  }

  /** Options that name what is written, where {@code -} is standard output. */
  private static final Set<String> OUTPUTS = Set.of("output", "page");

  /** A file that is named on the command line; {@code -} is standard input. */
  static Path path(String name) {
    return Path.of(name.equals("-") ? "/dev/stdin" : name);
  }

  /** Refuses a command line that names standard input twice: it can be read once. */
  private static void onceOnly(CommandLine line) throws UsageException {
    int count = Collections.frequency(line.getArgList(), "-");
    for (Option option : line.getOptions()) {
      if (OUTPUTS.contains(option.getLongOpt())) {
        continue;
      }
      count += Collections.frequency(option.getValuesList(), "-");
    }
    if (count > 1) {
      throw new UsageException("standard input can be one input only");
    }
  }

  private static Capture existing(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    return CaptureOpener.open(path);
  }

  private static boolean traces(CommandLine line, LooseFiles files)
      throws UsageException, IOException {
    boolean any = false;
    for (String side : new String[] {Sides.SOURCE, Sides.DESTINATION}) {
      for (String file : values(line, side)) {
        files.trace(side, path(file));
        any = true;
      }
    }
    for (String value : values(line, "qemu")) {
      int equals = value.indexOf('=');
      if (equals <= 0) {
        throw new UsageException("--qemu: '" + value + "' is not of the form NAME=FILE");
      }
      files.trace(value.substring(0, equals), path(value.substring(equals + 1)));
      any = true;
    }
    return any;
  }

  private static String[] values(CommandLine line, String option) {
    String[] values = line.getOptionValues(option);
    return values == null ? new String[0] : values;
  }
}
