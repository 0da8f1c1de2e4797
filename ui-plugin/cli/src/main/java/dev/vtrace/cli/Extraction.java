// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.channels.MigrationVisitor;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.export.Glob;
import dev.vtrace.decoder.export.Plain;
import dev.vtrace.decoder.export.StreamJson;
import dev.vtrace.decoder.ram.RamImage;
import dev.vtrace.decoder.ram.RamImages;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.SectionKind;
import dev.vtrace.decoder.stream.StreamDecoder;
import dev.vtrace.decoder.stream.StreamOptions;
import dev.vtrace.decoder.vmstate.Field;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes what is in a migration to files of a directory, which only their owner can read. */
final class Extraction {
  private static final int CHUNK = 64 * 1024;

  private final Path directory;
  private final DecodeInputs inputs;
  private final StreamOptions options;

  Extraction(Path directory, DecodeInputs inputs, StreamOptions options) {
    this.directory = directory;
    this.inputs = inputs;
    this.options = options;
  }

  /**
   * Writes the files and names them on standard error; returns whether nothing was wrong.
   *
   * @throws IOException if there is no main stream, or a file cannot be written or exists already
   */
  boolean run(Console console) throws IOException {
    if (inputs.main() == null) {
      throw new IOException("only a migration with its main stream can be extracted");
    }
    Files.createDirectories(directory);
    boolean fine;
    PrintStream out = console.err();
    try (RamImages images = new RamImages(directory)) {
      fine = inputs.decode(new Description(), options, images).fine();
      for (RamImage image : images.images()) {
        out.println(
            directory.resolve(image.file())
                + ": RAM block "
                + Plain.text(image.block())
                + ", "
                + image.length()
                + " bytes, "
                + image.pages()
                + " page records with content, "
                + image.zeros()
                + " of zeros");
      }
    }
    Path state = directory.resolve("state.json");
    try (OutputStream file = create(state);
        StreamJson json = new StreamJson(file, Glob.ALL, false)) {
      new StreamDecoder(inputs.main(), options).decode(json);
    }
    out.println(state + ": all sections with their fields");
    out.flush();
    return fine;
  }

  private OutputStream create(Path file) throws IOException {
    // Fails where there is anything of that name, so that no link leads elsewhere.
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return new BufferedOutputStream(Channels.newOutputStream(channel), CHUNK);
  }

  /** Copies the JSON description of the stream as it stands there. */
  private final class Description implements MigrationVisitor {
    @Override
    public void section(Section section) throws IOException {
      if (section.kind() != SectionKind.VMDESCRIPTION) {
        return;
      }
      for (Field field : section.fields()) {
        if (field.name().equals("text")) {
          copy(field);
        }
      }
    }

    @Override
    public void diagnostic(Diagnostic diagnostic) {
      // The decoding that was printed has reported it.
    }

    private void copy(Field text) throws IOException {
      ByteSource source = requireNonNull(inputs.main());
      byte[] chunk = new byte[CHUNK];
      try (OutputStream out = create(directory.resolve("description.json"))) {
        for (long at = text.offset(); at < text.end(); at += CHUNK) {
          int n = source.read(at, chunk, 0, (int) Math.min(CHUNK, text.end() - at));
          out.write(chunk, 0, n);
        }
      }
    }
  }
}
