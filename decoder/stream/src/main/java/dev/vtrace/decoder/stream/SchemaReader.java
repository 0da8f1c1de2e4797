// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.vmstate.DescriptionReader;
import dev.vtrace.decoder.vmstate.DumpReader;
import dev.vtrace.decoder.vmstate.Schema;
import dev.vtrace.decoder.vmstate.StreamDescription;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a schema from what people have at hand, recognised by content: a stream with a description
 * in it, a description by itself, or the output of {@code -dump-vmstate}.
 */
public final class SchemaReader {
  /** What is read for a schema goes to memory; all device types of QEMU 11 have 1 MB. */
  private static final int MAX_LENGTH = DescriptionFinder.MAX_LENGTH;

  private SchemaReader() {}

  /**
   * Reads a schema.
   *
   * @throws IOException if the source cannot be read or holds none
   */
  public static Schema read(ByteSource source) throws IOException {
    StreamDescription own = own(source);
    if (own != null) {
      return Schema.of(own);
    }
    if (StreamDecoder.isStream(source)) {
      throw new IOException(
          source.name()
              + ": is a stream without description, so it cannot be a schema for"
              + " another one");
    }
    if (source.size() > MAX_LENGTH) {
      throw new IOException(source.name() + ": is too large for a schema");
    }
    byte[] text = new Cursor(source, 0, source.size()).bytes((int) source.size());
    StreamDescription bare = DescriptionReader.read(text);
    if (!bare.devices().isEmpty()) {
      return Schema.of(bare);
    }
    try {
      return Schema.of(DumpReader.read(text));
    } catch (IOException e) {
      throw new IOException(
          source.name()
              + ": is not a schema; a schema is a stream with a description, its description as"
              + " JSON,"
              + " and the output of qemu-system-X -M MACHINE -dump-vmstate FILE",
          e);
    }
  }

  /** The description of a stream, or null if it is no stream or has none. */
  public static @Nullable StreamDescription own(ByteSource source) throws IOException {
    if (!StreamDecoder.isStream(source)) {
      return null;
    }
    DescriptionFinder.Found found = DescriptionFinder.find(source, LeadingZeros.skip(source));
    if (found == null) {
      return null;
    }
    Cursor text = new Cursor(source, found.offset(), found.offset() + found.length());
    return DescriptionReader.read(text.bytes(found.length()));
  }
}
