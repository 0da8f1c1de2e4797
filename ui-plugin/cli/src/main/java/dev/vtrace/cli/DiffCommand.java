// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.bytes.SourceFileSystem;
import dev.vtrace.decoder.bytes.StreamHole;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureGaps;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.compare.DescribedLayout;
import dev.vtrace.decoder.compare.DiffSummary;
import dev.vtrace.decoder.compare.DiffVisitor;
import dev.vtrace.decoder.compare.LayoutChange;
import dev.vtrace.decoder.compare.LayoutDiff;
import dev.vtrace.decoder.compare.PathFilter;
import dev.vtrace.decoder.compare.StreamDiff;
import dev.vtrace.decoder.compare.VolatileField;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.export.DiffJson;
import dev.vtrace.decoder.export.DiffLayoutJson;
import dev.vtrace.decoder.export.DiffLayoutText;
import dev.vtrace.decoder.export.DiffText;
import dev.vtrace.decoder.export.Glob;
import dev.vtrace.decoder.export.RunDiffJson;
import dev.vtrace.decoder.export.RunDiffText;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rundiff.RunComparison;
import dev.vtrace.decoder.rundiff.RunDiff;
import dev.vtrace.decoder.stream.SchemaReader;
import dev.vtrace.decoder.stream.StreamDecoder;
import dev.vtrace.decoder.stream.StreamOutcome;
import dev.vtrace.decoder.vmstate.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** {@code vtrace diff}. */
final class DiffCommand implements Command {
  private static final String TEXT = "text";
  private static final String JSON = "json";
  private static final List<String> STREAMS_ONLY =
      List.of("layout", "ignore", "ignore-volatile", "schema");

  @Override
  public String name() {
    return "diff";
  }

  @Override
  public String summary() {
    return "compare two runs, or two streams, by their content";
  }

  @Override
  public String description() {
    return "Of two captures, directories or .vtrace files, it shows which operations of the"
        + " hand-over"
        + " have a different verdict, which requests and descriptors were passed more or less"
        + " often, which findings only one of them has, and how the downtime compares, which"
        + " does not count as a difference, since run times always differ. A normal run"
        + " against one with backend transfer shows what"
        + " the transfer skips.\n\n"
        + "Of two streams, sections are paired by name and instance, fields by path; their"
        + " positions in the files do not matter. Guest memory is compared by the number of"
        + " its records. A"
        + " stream without description is read by that of the other one, or by --schema.\n\n"
        + "With --layout, not the values are compared but the order, size and version of the"
        + " fields: A is what an old QEMU writes, B what a new one does, and each change"
        + " is judged by whether it breaks migration, and in which direction. A and B are"
        + " then streams, their descriptions as JSON, or what qemu-system-X -M MACHINE"
        + " -dump-vmstate FILE wrote.\n\n"
        + "The exit status is 1 if there is a difference, or with --layout a change that"
        + " breaks migration, or if a stream is not complete.";
  }

  @Override
  public String operands() {
    return "A B";
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(Opt.flag(null, "layout", "compare what describes the streams"))
        .addOption(
            Opt.value(
                null,
                "ignore",
                "GLOB",
                "pass over sections, fields and counts with such a path, for example 'ram/*'; may"
                    + " be given more than once"))
        .addOption(
            Opt.flag(
                null,
                "ignore-volatile",
                "pass over clocks, timers and counts of records, which differ even between two"
                    + " streams of the same paused guest"))
        .addOption(
            Opt.value(
                null, "schema", "FILE", "for streams without description, as in vtrace decode"))
        .addOption(InputOptions.bound())
        .addOption(
            Opt.value("f", "format", TEXT + "|" + JSON, "for people (the default) or programs"));
  }

  @Override
  public String wrong() {
    return "there is a difference, with --layout one that breaks migration, or a stream is truncated or malformed";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("vtrace diff normal/ transfer/", "what backend transfer skips"),
        new Example("vtrace diff before.bin after.bin", "what changed in the guest's devices"),
        new Example(
            "vtrace diff --ignore-volatile --ignore 'cpu*' a.bin b.bin",
            "whether anything other than clocks and processors changed"),
        new Example(
            "vtrace diff --layout qemu-9.json qemu-10.json",
            "whether machines can migrate between two versions of QEMU"));
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) throws UsageException, IOException {
    String[] names = line.getArgs();
    if (names[0].equals("-") && names[1].equals("-")) {
      throw new UsageException("only one of A and B can be standard input");
    }
    // A layout may be taken from any JSON.
    Inputs.Head first = line.hasOption("layout") ? begin -> {} : NotAStream.beforeUnpacking();
    Path one = place(names[0], first, console);
    Path other = place(names[1], first, console);
    boolean run = CaptureOpener.isCapture(one);
    if (run != CaptureOpener.isCapture(other)) {
      throw new UsageException("A and B must both be captures, or both be streams");
    }
    if (run) {
      return runs(line, console, one, other);
    }
    try (ByteSource a = Inputs.open(one, first);
        ByteSource b = Inputs.open(other, first)) {
      return line.hasOption("layout") ? layouts(line, console, a, b) : streams(line, console, a, b);
    }
  }

  private static List<StreamHole> holes(String name) throws IOException {
    return name.equals("-") ? List.of() : CaptureGaps.holes(Path.of(name));
  }

  private static ExitStatus runs(CommandLine line, Console console, Path a, Path b)
      throws UsageException, IOException {
    for (String option : STREAMS_ONLY) {
      if (line.hasOption(option)) {
        throw new UsageException("--" + option + " is for streams, not for captures");
      }
    }
    CheckedRun before = CheckedRun.of(capture(a), InputOptions.kept(line));
    CheckedRun after = CheckedRun.of(capture(b), InputOptions.kept(line));
    RunDiff diff =
        RunComparison.of(
            before.migration(), Checker.check(before), after.migration(), Checker.check(after));
    if (line.getOptionValue("format", TEXT).equals(JSON)) {
      RunDiffJson.write(console.out(), diff);
    } else {
      new RunDiffText(console.out(), console.colour()).print(diff);
    }
    return diff.differences() > 0 ? ExitStatus.FOUND_WRONG : ExitStatus.OK;
  }

  private static Capture capture(Path path) throws IOException {
    Capture capture = CaptureOpener.open(path);
    if (capture.isEmpty()) {
      throw new IOException(path + ": contains nothing about a migration");
    }
    return capture;
  }

  private static ExitStatus streams(CommandLine line, Console console, ByteSource a, ByteSource b)
      throws IOException {
    for (ByteSource source : List.of(a, b)) {
      if (!StreamDecoder.isStream(source)) {
        throw new IOException(NotAStream.describe(source));
      }
    }
    DiffVisitor visitor =
        line.getOptionValue("format", TEXT).equals(JSON)
            ? new DiffJson(console.out())
            : new DiffText(console.out(), console.colour());
    DiffSummary summary =
        new StreamDiff(a, b, schema(line), filter(line))
            .withHoles(holes(line.getArgs()[0]), holes(line.getArgs()[1]))
            .compare(visitor);
    boolean wrong =
        summary.differences() > 0
            || summary.a().outcome() != StreamOutcome.COMPLETE
            || summary.b().outcome() != StreamOutcome.COMPLETE;
    return wrong ? ExitStatus.FOUND_WRONG : ExitStatus.OK;
  }

  private static ExitStatus layouts(CommandLine line, Console console, ByteSource a, ByteSource b)
      throws IOException {
    DescribedLayout before = DescribedLayout.of(SchemaReader.read(a));
    DescribedLayout after = DescribedLayout.of(SchemaReader.read(b));
    PathFilter filter = filter(line);
    List<LayoutChange> changes = new ArrayList<>();
    boolean breaks = false;
    for (LayoutChange change : LayoutDiff.compare(before, after)) {
      if (!filter.ignores(change.diagnostic().path())) {
        changes.add(change);
        breaks |= change.diagnostic().severity() == Severity.ERROR;
      }
    }
    if (line.getOptionValue("format", TEXT).equals(JSON)) {
      DiffLayoutJson.write(console.out(), a.name(), b.name(), before, after, changes);
    } else {
      new DiffLayoutText(console.out(), console.colour())
          .print(a.name(), b.name(), before, after, changes);
    }
    return breaks ? ExitStatus.FOUND_WRONG : ExitStatus.OK;
  }

  private static PathFilter filter(CommandLine line) {
    List<Glob> globs = new ArrayList<>();
    if (line.hasOption("ignore")) {
      for (String pattern : line.getOptionValues("ignore")) {
        globs.add(new Glob(pattern));
      }
    }
    if (line.hasOption("ignore-volatile")) {
      for (VolatileField row : VolatileField.values()) {
        globs.add(new Glob(row.pattern()));
      }
    }
    return path -> matches(globs, path);
  }

  private static boolean matches(List<Glob> globs, String path) {
    for (Glob glob : globs) {
      if (glob.matches(path)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Schema schema(CommandLine line) throws IOException {
    String file = line.getOptionValue("schema");
    if (file == null) {
      return null;
    }
    try (ByteSource source = Inputs.open(Path.of(file))) {
      return SchemaReader.read(source);
    }
  }

  /** Where an input lies; standard input as a file that can be opened more than once. */
  private static Path place(String name, Inputs.Head first, Console console) throws IOException {
    if (!name.equals("-")) {
      return Path.of(name);
    }
    String shown = "<stdin>";
    ByteSource source = Inputs.read(shown, console.in(), first);
    return SourceFileSystem.of(Map.of(shown, source)).resolve(shown);
  }
}
