// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.devices.DescriptorLog;
import dev.vtrace.decoder.export.AnalyzeMigration;
import dev.vtrace.decoder.export.Glob;
import dev.vtrace.decoder.export.StreamJson;
import dev.vtrace.decoder.export.StreamText;
import dev.vtrace.decoder.stream.DescriptorLogReader;
import dev.vtrace.decoder.stream.Outcome;
import dev.vtrace.decoder.stream.SchemaReader;
import dev.vtrace.decoder.stream.StreamDecoder;
import dev.vtrace.decoder.stream.StreamOptions;
import dev.vtrace.decoder.stream.StreamSummary;
import dev.vtrace.decoder.stream.StreamVisitor;
import dev.vtrace.decoder.vmstate.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code vtrace decode}. */
final class DecodeCommand implements Command {
  private static final String TEXT = "text";
  private static final String JSON = "json";
  private static final String ANALYZE = "analyze-migration";

  @Override
  public String name() {
    return "decode";
  }

  @Override
  public String summary() {
    return "decode a migration stream, to the last byte";
  }

  @Override
  public String description() {
    return "STREAM is a file, or - for standard input; gzip and xz data are read through.\n\n"
        + "A stream in which a vhost-user back-end is handed over (backend transfer) carries file"
        + " descriptors that its own description does not count. vtrace finds them by the layout of"
        + " the device and says what proves its reading; --fds checks it against recorded offsets.";
  }

  @Override
  public String operands() {
    return "STREAM";
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(
            Opt.value(
                "f",
                "format",
                TEXT + "|" + JSON + "|" + ANALYZE,
                "an outline (the default), all fields as JSON, or what QEMU's"
                    + " scripts/analyze-migration.py prints"))
        .addOption(
            Opt.value(
                null,
                "schema",
                "FILE",
                "for a stream without description: another stream with the same devices, its"
                    + " description as JSON, or what -dump-vmstate wrote"))
        .addOption(
            Opt.value(null, "fds", "FILE", "offsets of the descriptors recorded beside the stream"))
        .addOption(
            Opt.value(
                "s",
                "section",
                "NAME-GLOB",
                "show all fields of the sections with this name, such as '*vhost-user-blk'"))
        .addOption(Opt.flag(null, "offsets", "show the offset and length of each field"))
        .addOption(Opt.flag(null, "hex", "show the bytes of each field"))
        .addOption(Opt.flag(null, "ram", "show page records"));
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("vtrace decode stream.bin", "what is in the stream, and what was skipped"),
        new Example(
            "vtrace decode --section '*vhost-user-blk' --offsets stream.bin",
            "each field of a device with its place"),
        new Example("vtrace decode -f json --fds stream.fds.jsonl stream.bin", "for a program"),
        new Example(
            "vtrace decode --schema precopy.bin postcopy.bin",
            "device states of a stream that does not describe them"),
        new Example("zcat stream.bin.gz | vtrace decode -", "from a pipe"));
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) throws UsageException, IOException {
    String format = line.getOptionValue("format", TEXT);
    String pattern = line.getOptionValue("section");
    StreamOptions options =
        new StreamOptions(schema(line), descriptors(line), line.hasOption("ram"));
    try (ByteSource source = open(line.getArgs()[0], console)) {
      StreamVisitor visitor;
      if (format.equals(JSON)) {
        Glob glob = pattern == null ? Glob.ALL : new Glob(pattern);
        visitor = new StreamJson(console.out(), glob, line.hasOption("hex"));
      } else if (format.equals(ANALYZE)) {
        visitor = new AnalyzeMigration(console.out());
      } else {
        // Offsets and bytes are those of fields, so asking for them asks for fields.
        boolean wanted = line.hasOption("offsets") || line.hasOption("hex");
        Glob glob = pattern != null ? new Glob(pattern) : wanted ? Glob.ALL : null;
        visitor =
            new StreamText(
                console.out(),
                new StreamText.Options(
                    glob, line.hasOption("offsets"), line.hasOption("hex"), console.colour()));
      }
      if (!StreamDecoder.isStream(source)) {
        throw new IOException(NotAStream.sentence(source));
      }
      StreamSummary summary = new StreamDecoder(source, options).decode(visitor);
      boolean wrong = summary.outcome() != Outcome.COMPLETE || summary.errors() > 0;
      return wrong ? ExitStatus.FOUND_WRONG : ExitStatus.OK;
    }
  }

  private static ByteSource open(String name, Console console) throws IOException {
    return name.equals("-") ? Inputs.read("<stdin>", console.in()) : Inputs.open(Path.of(name));
  }

  private static Schema schema(CommandLine line) throws IOException {
    String file = line.getOptionValue("schema");
    if (file == null) {
      return null;
    }
    try (ByteSource source = Inputs.open(Path.of(file))) {
      return SchemaReader.read(source);
    }
  }

  private static DescriptorLog descriptors(CommandLine line) throws IOException {
    String file = line.getOptionValue("fds");
    if (file == null) {
      return null;
    }
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      return DescriptorLogReader.read(file, in);
    }
  }
}
