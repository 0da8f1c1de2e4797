// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.devices.DescriptorLog;
import dev.vtrace.decoder.export.AnalyzeMigration;
import dev.vtrace.decoder.export.ChannelText;
import dev.vtrace.decoder.export.Glob;
import dev.vtrace.decoder.export.StreamJson;
import dev.vtrace.decoder.export.StreamText;
import dev.vtrace.decoder.stream.DescriptorLogReader;
import dev.vtrace.decoder.stream.SchemaReader;
import dev.vtrace.decoder.stream.StreamOptions;
import dev.vtrace.decoder.vmstate.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

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
    return "STREAM is a file, a capture, or - for standard input; what is packed is unpacked on the"
        + " fly. Files of"
        + " side channels (multifd, postcopy-preempt, return path, CPR) may follow it or be given"
        + " alone; each is recognised by its content.\n\n"
        + "A stream in which a vhost-user back-end is handed over (backend transfer) carries file"
        + " descriptors that its own description does not count. vtrace finds them by the layout of"
        + " the device and says what proves its reading; --fds checks it against recorded offsets.";
  }

  @Override
  public String operands() {
    return "STREAM...";
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
        .addOption(Opt.flag(null, "ram", "show page records"))
        .addOption(
            Opt.value(
                null,
                "extract",
                "DIR",
                "write guest memory as sparse files, device state and description as JSON"));
  }

  @Override
  public String wrong() {
    return "the stream or a channel is truncated or malformed, or an error was found in it";
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
        new Example(
            "vtrace decode stream.bin channel-1.bin channel-2.bin",
            "a multifd migration, and which page came where"),
        new Example(
            "vtrace decode --extract guest stream.bin", "guest memory and device state as files"),
        new Example("zcat stream.bin.gz | vtrace decode -", "from a pipe"));
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) throws UsageException, IOException {
    List<String> names = line.getArgList();
    try (DecodeInputs inputs = DecodeInputs.open(names, console)) {
      StreamOptions options =
          new StreamOptions(schema(line), descriptors(line), line.hasOption("ram"), inputs.holes());
      boolean fine = decode(line, console, inputs, options);
      String directory = line.getOptionValue("extract");
      if (directory != null) {
        fine &= new Extraction(Path.of(directory), inputs, options).run(console);
      }
      return fine ? ExitStatus.OK : ExitStatus.FOUND_WRONG;
    }
  }

  private static boolean decode(
      CommandLine line, Console console, DecodeInputs inputs, StreamOptions options)
      throws IOException {
    String format = line.getOptionValue("format", TEXT);
    String pattern = line.getOptionValue("section");
    if (format.equals(JSON)) {
      Glob glob = pattern == null ? Glob.ALL : new Glob(pattern);
      try (StreamJson json = new StreamJson(console.out(), glob, line.hasOption("hex"))) {
        DecodeResult result = inputs.decode(json, options);
        if (result.migration() != null) {
          json.channels(result.migration(), inputs.channels());
        }
        return result.fine();
      }
    }
    if (format.equals(ANALYZE)) {
      return inputs.decode(new AnalyzeMigration(console.out()), options).fine();
    }
    // Offsets and bytes are those of fields, so asking for them asks for fields.
    boolean wanted = line.hasOption("offsets") || line.hasOption("hex");
    Glob glob = pattern != null ? new Glob(pattern) : wanted ? Glob.ALL : null;
    StreamText text =
        new StreamText(
            console.out(),
            new StreamText.Options(
                glob, line.hasOption("offsets"), line.hasOption("hex"), console.colour()));
    DecodeResult result = inputs.decode(text, options);
    if (result.migration() != null) {
      new ChannelText(console.out(), console.colour()).print(result.migration(), inputs.channels());
      text.channelFindings(inputs.channels());
    }
    return result.fine();
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

  private static @Nullable DescriptorLog descriptors(CommandLine line) throws IOException {
    String file = line.getOptionValue("fds");
    return file == null ? null : DescriptorLogReader.read(file, Path.of(file));
  }
}
