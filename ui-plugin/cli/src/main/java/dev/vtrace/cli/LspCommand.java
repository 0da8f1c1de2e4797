// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.charts.TimelinePage;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.redact.SecretKind;
import dev.vtrace.decoder.report.Report;
import dev.vtrace.decoder.report.Reporter;
import dev.vtrace.decoder.run.KeptBound;
import dev.vtrace.decoder.timeline.Timeline;
import dev.vtrace.server.lsp.Services;
import dev.vtrace.server.lsp.VtraceLanguageServer;
import dev.vtrace.server.run.Reach;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code vtrace lsp}. */
final class LspCommand implements Command {
  @Override
  public String name() {
    return "lsp";
  }

  @Override
  public String summary() {
    return "language server for editors";
  }

  @Override
  public String description() {
    return "Speaks the Language Server Protocol about trace logs and captures on standard input and"
        + " output: hover, outline, jumps, diagnostics, and requests of its own for timelines,"
        + " ledgers and streams. An editor starts it; it ends when the editor does. With --port,"
        + " only"
        + " files that the client opens are read, and those in the folders of its workspace and in"
        + " each FOLDER.";
  }

  @Override
  public String operands() {
    return "[FOLDER...]";
  }

  @Override
  public Options options() {
    return ServerPort.add(new Options());
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("vtrace lsp", "what to set as the server's command in an editor"),
        new Example("vtrace lsp --port 7777", "for a client that connects over TCP"));
  }

  @Override
  public boolean pages(CommandLine line) {
    return false;
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) throws UsageException, IOException {
    Reach reach = reach(line);
    int status =
        ServerPort.serve(
            line, console, (in, out) -> VtraceLanguageServer.serve(in, out, new Helper(), reach));
    return status == 0 ? ExitStatus.OK : ExitStatus.NOT_DONE;
  }

  /** Who started the server has its rights; who came over TCP names folders. */
  private static Reach reach(CommandLine line) throws UsageException {
    if (!line.hasOption("port")) {
      return Reach.everything();
    }
    Reach reach = Reach.nothing();
    for (String folder : line.getArgList()) {
      if (!Files.isDirectory(Path.of(folder))) {
        throw new UsageException("'" + folder + "' is not a folder");
      }
      reach.folder(Path.of(folder));
    }
    return reach;
  }

  private static final class Helper implements Services {
    @Override
    public void report(Capture capture, KeptBound kept, String format, Set<String> keep, Path file)
        throws IOException {
      if (!ReportCommand.FORMATS.contains(format)) {
        throw new IOException(
            "'" + format + "' is not one of " + String.join(", ", ReportCommand.FORMATS));
      }
      Set<SecretKind> kinds = EnumSet.noneOf(SecretKind.class);
      for (String word : keep) {
        SecretKind kind = SecretKind.of(word);
        if (kind == null) {
          throw new IOException("'" + word + "' cannot be kept");
        }
        kinds.add(kind);
      }
      try (Reporter reporter = new Reporter(Version.tool(), kept)) {
        Report report = reporter.report(capture, kinds, false);
        OutputFile.write(file, out -> ReportCommand.write(out, report, format));
      }
    }

    @Override
    public void timeline(Timeline timeline, int item, OutputStream out) throws IOException {
      TimelinePage.write(out, timeline, item);
    }

    @Override
    public String version() {
      return Version.vtrace();
    }
  }
}
