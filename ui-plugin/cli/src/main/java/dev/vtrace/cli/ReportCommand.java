// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static java.util.Objects.requireNonNull;

import dev.vtrace.charts.ReportPage;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.redact.SecretKind;
import dev.vtrace.decoder.report.Report;
import dev.vtrace.decoder.report.ReportBundle;
import dev.vtrace.decoder.report.ReportMarkdown;
import dev.vtrace.decoder.report.Reporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** {@code vtrace report}. */
final class ReportCommand implements Command {
  private static final String HTML = "html";
  private static final String BUNDLE = "vtrace";
  private static final String MARKDOWN = "md";

  /** What can be written. */
  static final List<String> FORMATS = List.of(HTML, BUNDLE, MARKDOWN);

  @Override
  public String name() {
    return "report";
  }

  @Override
  public String summary() {
    return "for a bug report: small, safe to publish, one file";
  }

  @Override
  public String description() {
    return InputOptions.DESCRIPTION
        + "\n\nGuest memory, keys, addresses, names, paths and everything that vtrace does not"
        + " know are replaced. Each replacement has the same length and is the same"
        + " everywhere, so that the evidence still says the same; that is checked. The"
        + " report lists what was"
        + " replaced and what was left out. Words of --keep: "
        + kinds()
        + ".\n\nFILE.html is one page for a browser, FILE.vtrace the page with the evidence, which"
        + " every command of vtrace reads, FILE.md a text of at most 60 lines.";
  }

  private static String kinds() {
    StringBuilder out = new StringBuilder();
    for (SecretKind kind : SecretKind.values()) {
      out.append(out.isEmpty() ? "" : ", ").append(kind.label());
      out.append(" (").append(kind.meaning()).append(')');
    }
    return out.toString();
  }

  @Override
  public String operands() {
    return InputOptions.OPERANDS;
  }

  @Override
  public Options options() {
    return InputOptions.addWithBound(
        new Options()
            .addOption(Opt.value("o", "output", "FILE", "where to write it"))
            .addOption(
                Opt.value(
                    "f",
                    "format",
                    String.join("|", HTML, BUNDLE, MARKDOWN),
                    "what to write; default by the ending of FILE"))
            .addOption(
                Opt.value(
                    null,
                    "keep",
                    "KIND",
                    "keep something as it is, as in --keep mac,path; may be given more than once"))
            .addOption(
                Opt.flag(
                    null,
                    "minimize",
                    "leave out what no verdict and no finding depends on; takes a while")));
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("vtrace report capture/ -o report.vtrace", "to attach to a bug report"),
        new Example("vtrace report --minimize capture/ -o report.html", "a page to look at"),
        new Example("vtrace report --source src.log --stream stream.bin -o report.md", "to paste"));
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) throws UsageException, IOException {
    String file = line.getOptionValue("output");
    if (file == null) {
      throw new UsageException("missing --output FILE");
    }
    String format = line.getOptionValue("format", byEnding(file));
    if (format == null) {
      throw new UsageException(
          file + ": does not end in .html, .vtrace or .md; choose with --format what to write");
    }
    Set<SecretKind> keep = keep(line);
    Capture capture = InputOptions.capture(line, console);
    try (Reporter reporter = new Reporter(Version.tool(), InputOptions.kept(line))) {
      Report report = reporter.report(capture, keep, line.hasOption("minimize"));
      OutputFile.write(file, console, out -> write(out, report, format));
      printSummary(console, report, file);
      return ExitStatus.OK;
    }
  }

  static void write(OutputStream out, Report report, String format) throws IOException {
    switch (format) {
      case HTML -> ReportPage.write(out, report);
      case MARKDOWN -> ReportMarkdown.write(out, report);
      default -> {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        ReportPage.write(page, report);
        ReportBundle.write(out, report, page.toByteArray());
      }
    }
  }

  /** What a sender wants to know before sending. */
  private static void printSummary(Console console, Report report, String file) throws IOException {
    List<String> out = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    for (SecretKind kind : SecretKind.values()) {
      if (requireNonNull(report.redaction()).kept().contains(kind)) {
        kept.add(kind.label());
      } else if (report.redaction().replaced().containsKey(kind)) {
        out.add(kind.label());
      }
    }
    if (!file.equals(OutputFile.STANDARD)) {
      console.note("%s: %,d bytes".formatted(file, Files.size(Path.of(file))));
    }
    console.note("replaced: " + (out.isEmpty() ? "nothing" : String.join(", ", out)));
    if (!kept.isEmpty()) {
      console.note("kept: " + String.join(", ", kept));
    }
    Report.Minimized minimized = report.minimized();
    if (minimized != null) {
      console.note(
          "cut the evidence from %,d to %,d bytes"
              .formatted(minimized.before(), minimized.after()));
    }
    requireNonNull(report.redaction()).files().stream()
        .filter(each -> each.leftOut())
        .forEach(each -> console.note("left out: " + each.name() + ", " + each.why()));
    if (!report.faithful()) {
      console.note("the redacted evidence does not give exactly the same results as the original");
    }
  }

  private static Set<SecretKind> keep(CommandLine line) throws UsageException {
    Set<SecretKind> out = EnumSet.noneOf(SecretKind.class);
    String[] values = line.getOptionValues("keep");
    for (String value : values == null ? new String[0] : values) {
      for (String word : value.split(",")) {
        SecretKind kind = SecretKind.of(word.trim());
        if (kind == null) {
          List<String> labels = new ArrayList<>();
          for (SecretKind each : SecretKind.values()) {
            labels.add(each.label());
          }
          throw new UsageException(
              "--keep: '" + word + "' is not one of " + String.join(", ", labels));
        }
        out.add(kind);
      }
    }
    return out;
  }

  private static @Nullable String byEnding(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    for (String format : FORMATS) {
      if (name.endsWith("." + format)) {
        return format;
      }
    }
    return null;
  }
}
