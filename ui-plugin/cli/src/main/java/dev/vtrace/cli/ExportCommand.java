// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.exporter.CtfExport;
import dev.vtrace.decoder.exporter.ExportFormat;
import dev.vtrace.decoder.exporter.ExportSelection;
import dev.vtrace.decoder.exporter.ExportedRun;
import dev.vtrace.decoder.exporter.RunExport;
import dev.vtrace.decoder.exporter.UnknownPartException;
import dev.vtrace.decoder.exporter.WiresharkDissector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** {@code vtrace export}. */
final class ExportCommand implements Command {
  private static final String DISSECTOR = "wireshark-dissector";
  private static final String CTF = "ctf";

  @Override
  public String name() {
    return "export";
  }

  @Override
  public String summary() {
    return "open a run in other tools: Perfetto, Wireshark, OTLP, CSV";
  }

  @Override
  public String description() {
    return InputOptions.DESCRIPTION
        + "\n\nEach format is made of what vtrace knows of the run, with verdicts, evidence and"
        + " findings: perfetto (ui.perfetto.dev) and chrome (JSON) show a timeline; pcapng with the"
        + " script of wireshark-dissector shows the vhost-user traffic; sarif and junit have the"
        + " findings; csv is the ledger, csv-messages the traffic, csv-downtime the downtime; mermaid is a"
        + " sequence diagram, md a text for mails; otlp has traces and the downtime as lines of"
        + " JSON, otlp-traces and otlp-metrics the same in protobuf; ctf is a folder for babeltrace2"
        + " and Trace Compass."
        + "\n\nWhat is private is replaced as in reports, unless --no-redact is given."
        + " wireshark-dissector needs no INPUT.";
  }

  @Override
  public String operands() {
    return InputOptions.OPERANDS;
  }

  @Override
  public Options options() {
    List<String> formats = new ArrayList<>();
    for (ExportFormat format : ExportFormat.values()) {
      formats.add(format.label());
    }
    formats.add(CTF);
    formats.add(DISSECTOR);
    return InputOptions.addWithBound(
        new Options()
            .addOption(Opt.value("t", "to", String.join("|", formats), "the format"))
            .addOption(Opt.value("o", "output", "FILE", "where to write it; - is standard output"))
            .addOption(
                Opt.value(
                    null,
                    "endpoint",
                    "URL",
                    "with --to otlp: send it to this collector, http://HOST:4318 or grpc://HOST:4317;"
                        + " headers come from OTEL_EXPORTER_OTLP_HEADERS"))
            .addOption(
                Opt.value(null, "window", "ID", "only this start or stop, by its id in the ledger"))
            .addOption(Opt.value(null, "device", "NAME", "only this device"))
            .addOption(Opt.flag(null, "redact", "replace what is private (the default)"))
            .addOption(Opt.flag(null, "no-redact", "keep everything as it is")));
  }

  @Override
  public String wrong() {
    return "an input is damaged; what could be read of it was exported";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("vtrace export capture/ --to perfetto -o run.pftrace", "for ui.perfetto.dev"),
        new Example("vtrace export capture/ --to pcapng -o run.pcapng", "for Wireshark"),
        new Example(
            "vtrace export --to wireshark-dissector -o vtrace.lua",
            "into Wireshark's folder of plug-ins"),
        new Example("vtrace export capture/ --to csv -o -", "the ledger as a table"),
        new Example(
            "vtrace export capture/ --to otlp --endpoint http://localhost:4318",
            "to a collector of OpenTelemetry"),
        new Example(
            "vtrace export capture/ --to otlp --endpoint grpc://localhost:4317", "over gRPC"));
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) throws UsageException, IOException {
    String to = line.getOptionValue("to");
    if (to == null) {
      throw new UsageException("missing --to FORMAT");
    }
    String file = line.getOptionValue("output");
    String endpoint = line.getOptionValue("endpoint");
    if (endpoint != null && (file != null || !to.equals(ExportFormat.OTLP.label()))) {
      throw new UsageException("--endpoint goes with --to otlp, and without --output");
    }
    if (file == null && endpoint == null) {
      throw new UsageException("missing --output FILE");
    }
    if (line.hasOption("redact") && line.hasOption("no-redact")) {
      throw new UsageException("--redact and --no-redact exclude each other");
    }
    ExportFormat format = ExportFormat.of(to);
    if (file != null && to.equals(DISSECTOR)) {
      if (InputOptions.given(line)) {
        throw new UsageException("--to " + DISSECTOR + " takes no INPUT");
      }
      OutputFile.write(file, console, WiresharkDissector::write);
      return ExitStatus.OK;
    }
    if (to.equals(CTF) && OutputFile.STANDARD.equals(file)) {
      throw new UsageException("--to " + CTF + " writes a folder: name it with --output");
    }
    if (endpoint != null) {
      try (OtlpTransport collector =
          OtlpEndpoint.open(
              endpoint,
              console.environment(OtlpEndpoint.HEADERS),
              console.environment(OtlpEndpoint.PROTOCOL),
              Duration.ofSeconds(1))) {
        return run(line, console, format, file, collector);
      }
    }
    return run(line, console, format, file, null);
  }

  private static ExitStatus run(
      CommandLine line,
      Console console,
      @Nullable ExportFormat format,
      @Nullable String file,
      @Nullable OtlpTransport collector)
      throws UsageException, IOException {
    Capture capture = InputOptions.capture(line, console);
    ExportSelection part =
        new ExportSelection(line.getOptionValue("window", ""), line.getOptionValue("device", ""));
    ExportedRun run;
    try {
      run =
          RunExport.of(
              capture,
              InputOptions.kept(line),
              !line.hasOption("no-redact"),
              part,
              Version.tool(),
              format);
    } catch (UnknownPartException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    InputOptions.damage(run.migration().findings(), console);
    if (file == null) {
      send(requireNonNull(collector), run, console);
    } else if (format == null) {
      folder(Path.of(file), run);
    } else {
      // First into memory: of what cannot be exported nothing goes into a pipe, either.
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      format.write(bytes, run);
      OutputFile.write(file, console, bytes::writeTo);
    }
    return SkipsCommand.damaged(run.migration().findings())
        ? ExitStatus.FOUND_WRONG
        : ExitStatus.OK;
  }

  /** What a collector takes at which path; not a constant, which would be made for each command. */
  private static Map<String, ExportFormat> signals() {
    return new TreeMap<>(
        Map.of("traces", ExportFormat.OTLP_TRACES, "metrics", ExportFormat.OTLP_METRICS));
  }

  private static void send(OtlpTransport collector, ExportedRun run, Console console)
      throws IOException {
    for (Map.Entry<String, ExportFormat> signal : signals().entrySet()) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      signal.getValue().write(body, run);
      String rejected = collector.send(signal.getKey(), body.toByteArray());
      String told = rejected.isEmpty() ? "sent" : "sent, but the collector says: " + rejected;
      console.note(signal.getKey() + ": " + told);
    }
  }

  private static void folder(Path folder, ExportedRun run) throws IOException {
    Files.createDirectories(folder);
    OutputFile.write(folder.resolve(CtfExport.METADATA), out -> CtfExport.metadata(out, run));
    OutputFile.write(folder.resolve(CtfExport.STREAM), out -> CtfExport.stream(out, run));
    Path analysis = folder.resolve(CtfExport.ANALYSIS);
    Files.createDirectories(analysis.getParent());
    OutputFile.write(analysis, CtfExport::analysis);
  }
}
