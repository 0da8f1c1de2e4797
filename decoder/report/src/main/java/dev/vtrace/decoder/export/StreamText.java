// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.channels.MigrationVisitor;
import dev.vtrace.decoder.devices.VhostDevice;
import dev.vtrace.decoder.devices.VirtioReading;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.stream.Coverage;
import dev.vtrace.decoder.stream.RamPage;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.SectionKind;
import dev.vtrace.decoder.stream.StreamOutcome;
import dev.vtrace.decoder.stream.StreamSummary;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints a decoded stream for people: sections, vhost devices, what a transfer spared them,
 * findings, and where each byte went.
 */
public final class StreamText implements MigrationVisitor {
  /** Columns between those of numbers and names, and those that what follows names should get. */
  private static final int ID_AND_KIND = 21;

  private static final int MORE = 29;

  private final TextStream out;
  private final Options options;
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final List<Diagnostic> channelDiagnostics = new ArrayList<>();
  private final List<Integer> channelNumbers = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private ByteSource source;

  @SuppressWarnings("NullAway.Init")
  private FieldText fields;

  /** Columns of the outline. */
  private int offset;

  private int length;
  private int name;

  private @Nullable Section run;
  private long runLength;
  private int runParts;
  private RecordCounts runTally = new RecordCounts();

  /**
   * How to print.
   *
   * @param sections names of sections to print with all fields, or null to print an outline
   * @param offsets whether each field shows its offset and length
   * @param hex whether each field shows its bytes
   */
  public record Options(@Nullable Glob sections, boolean offsets, boolean hex, boolean colour) {}

  /** A printer. */
  public StreamText(PrintStream out, Options options) {
    this.out = TextStream.of(out, options.colour());
    this.options = options;
  }

  private TextLine line() {
    return new TextLine(options.colour(), out);
  }

  private void print(TextLine line) {
    out.print(line.end());
    out.print('\n');
  }

  @Override
  public void begin(ByteSource newSource) {
    source = newSource;
    fields = new FieldText(out, options, source);
    TextLine title = line().add(TextLine.Colour.BOLD, source.name()).add("  ");
    print(title.add(TextLine.count(source.size(), "byte")));
    int digits = Math.max(8, TextLine.grouped(source.size()).length() + 2);
    offset = digits;
    length = digits;
    name = Math.max(16, Math.min(32, out.width() - 2 * digits - ID_AND_KIND - MORE));
    out.print('\n');
    if (options.sections() == null) {
      print(
          line()
              .add(
                  TextLine.Colour.DIM,
                  line()
                      .right("offset", offset)
                      .right("length", length)
                      .add("   id  section")
                      .end()));
    }
    // A large stream takes seconds; that it is being read should show at once.
    out.flush();
  }

  @Override
  public void page(RamPage page) {
    flushRun();
    print(
        line()
            .right(TextLine.grouped(page.offset()), offset)
            .right(TextLine.grouped(page.length()), length)
            .add("       ")
            .left(page.kind().name(), 14)
            .add(page.block())
            .add(" + 0x")
            .add(Long.toHexString(page.address())));
  }

  @Override
  public void section(Section section) {
    if (options.sections() != null) {
      if (options.sections().section(section.name())) {
        outline(section, 0);
        fields.print(section.fields(), section.name(), 2);
      }
      return;
    }
    boolean runs = section.kind() == SectionKind.PART || section.kind() == SectionKind.RECORD;
    if (runs && run != null && sameRun(section)) {
      runLength += section.length();
      runParts++;
      runTally.add(section.counts());
      return;
    }
    flushRun();
    if (runs) {
      run = section;
      runLength = section.length();
      runParts = 1;
      runTally = new RecordCounts();
      runTally.add(section.counts());
      return;
    }
    outline(section, 0);
  }

  private boolean sameRun(Section section) {
    return run != null
        && run.kind() == section.kind()
        && run.id() == section.id()
        && run.name().equals(section.name());
  }

  private void flushRun() {
    if (run == null) {
      return;
    }
    String label = run.kind().label();
    String what = runParts == 1 ? label : TextLine.grouped(runParts) + " " + label + "s";
    row(run.offset(), runLength, run, 0, what, runTally.describe());
    run = null;
  }

  private void outline(Section section, int depth) {
    RecordCounts tally = new RecordCounts();
    tally.add(section.counts());
    row(
        section.offset(),
        section.length(),
        section,
        depth,
        section.kind().label(),
        SectionWords.of(section, tally));
    for (Section inner : section.sections()) {
      outline(inner, depth + 1);
    }
  }

  private void row(long at, long bytes, Section section, int depth, String kind, String more) {
    String id = section.id() < 0 ? "" : Long.toString(section.id());
    String what = section.kind() == SectionKind.CONFIGURATION ? "" : section.name();
    if (section.instance() > 0) {
      what += "[" + section.instance() + "]";
    }
    TextLine line =
        line()
            .right(TextLine.grouped(at), offset)
            .right(TextLine.grouped(bytes), length)
            .right(id, 5)
            .spaces(2 + 2 * depth)
            .left(kind, 14)
            .hang()
            .left(what, more.isEmpty() ? 0 : name);
    if (!more.isEmpty()) {
      line.add(" ").hanging(more);
    }
    print(line);
  }

  @Override
  public void diagnostic(Diagnostic diagnostic) {
    diagnostics.add(diagnostic);
  }

  @Override
  public void channelDiagnostic(int channel, Diagnostic diagnostic) {
    channelDiagnostics.add(diagnostic);
    channelNumbers.add(channel);
  }

  @Override
  public void end(StreamSummary summary) {
    flushRun();
    VhostText vhost = new VhostText(out, options.colour(), summary);
    for (VirtioReading reading : summary.devices()) {
      boolean wanted = options.sections() == null || options.sections().section(reading.section());
      if (wanted && (VhostDevice.isVhost(reading.kind()) || reading.transfer())) {
        vhost.print(VhostDevice.of(reading));
      }
    }
    if (!diagnostics.isEmpty()) {
      out.print('\n');
    }
    for (Diagnostic diagnostic : diagnostics) {
      print(source.name(), diagnostic);
    }
    out.print('\n');
    conclusion(summary);
    out.flush();
  }

  /** Prints the findings on side channels, named by their files. */
  public void channelFindings(List<ByteSource> channels) {
    for (int i = 0; i < channelDiagnostics.size(); i++) {
      print(channels.get(channelNumbers.get(i) - 1).name(), channelDiagnostics.get(i));
    }
    out.flush();
  }

  private void print(String file, Diagnostic diagnostic) {
    TextLine.Colour colour =
        diagnostic.severity() == Severity.ERROR
            ? TextLine.Colour.RED
            : diagnostic.severity() == Severity.WARNING
                ? TextLine.Colour.YELLOW
                : TextLine.Colour.CYAN;
    TextLine line =
        line()
            .add(colour, diagnostic.severity().label() + " " + diagnostic.code().code())
            .add("  ")
            .add(file)
            .add(" @")
            .add(TextLine.grouped(diagnostic.offset()));
    if (!diagnostic.path().isEmpty()) {
      line.add("  ").add(diagnostic.path());
    }
    print(line);
    print(line().spaces(2).hanging(diagnostic.message()));
    print(line().spaces(2).hang().add(TextLine.Colour.DIM, "hint: " + diagnostic.hint()));
  }

  private void conclusion(StreamSummary summary) {
    Coverage coverage = summary.coverage();
    long reached = coverage.total() - coverage.unreachable();
    TextLine first = line();
    if (summary.outcome() == StreamOutcome.COMPLETE) {
      first.add(TextLine.Colour.BOLD, "complete");
    } else {
      first.add(TextLine.Colour.RED, summary.outcome().label());
    }
    if (!summary.machine().isEmpty()) {
      first.add(", machine ").add(summary.machine());
    }
    if (!summary.capabilities().isEmpty()) {
      first.add(", capabilities ").add(String.join(" ", summary.capabilities()));
    }
    if (summary.pageSize() > 0) {
      first.add(", page size ").add(TextLine.grouped(summary.pageSize()));
    }
    print(first);
    print(
        line()
            .add(TextLine.percent(reached, coverage.total()))
            .add(" of ")
            .add(TextLine.count(coverage.total(), "byte"))
            .add(" accounted for: ")
            .add(TextLine.grouped(coverage.decoded()))
            .add(" decoded, ")
            .add(TextLine.grouped(coverage.opaque()))
            .add(" opaque, ")
            .add(TextLine.grouped(coverage.unreachable()))
            .add(" unreachable"));
  }
}
