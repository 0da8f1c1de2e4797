// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.SectionKind;
import dev.vtrace.decoder.stream.StreamVisitor;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes a packet of each record of a stream while it is decoded. Of what holds pages only the
 * beginning is kept, of others up to 150 KiB, and 64 MiB of all.
 */
final class StreamPackets {
  static final int MOST_BYTES = 150 << 10;
  private static final long MOST_IN_ALL = 64L << 20;

  /** Type, id and length of a name, the name, instance and version. */
  private static final int HEAD = 1 + 4 + 1 + 255 + 4 + 4;

  private static final int FIXED = 24;
  private static final int LONGEST_NAME = 1024;

  private final List<StreamPacket> packets = new ArrayList<>();
  private long kept;

  /** All packets, those of a stream in its order. */
  List<StreamPacket> packets() {
    return List.copyOf(packets);
  }

  /** Who is to be reported what is in a stream. */
  StreamVisitor of(String file) {
    return new StreamVisitor() {
      @SuppressWarnings("NullAway.Init")
      private ByteSource source;

      private int descriptors;

      @Override
      public void begin(ByteSource from) {
        source = from;
      }

      @Override
      public void section(Section section) throws IOException {
        packet(section, false);
      }

      private void packet(Section section, boolean packaged) throws IOException {
        packets.add(StreamPackets.this.packet(file, source, section, packaged, descriptors));
        descriptors += descriptors(section.fields());
        for (Section inner : section.sections()) {
          packet(inner, true);
        }
      }
    };
  }

  private static int descriptors(List<Field> fields) {
    int count = 0;
    for (Field field : fields) {
      if (field.value() instanceof Value.DescriptorValue) {
        count++;
      } else {
        count += descriptors(field.children());
      }
    }
    return count;
  }

  private StreamPacket packet(
      String file, ByteSource source, Section section, boolean packaged, int descriptors)
      throws IOException {
    boolean room = kept < MOST_IN_ALL;
    long wanted = Math.min(room ? Math.min(wanted(section), MOST_BYTES) : HEAD, section.length());
    FieldDirectory directory =
        new FieldDirectory(
            new Cursor(source, 0, source.size()), section.offset(), section.offset() + wanted);
    byte[] fields = room ? directory.add(section.fields()).toBytes() : new byte[0];
    byte[] stream = text(file);
    byte[] name = text(section.name());
    int head = FIXED + 2 + stream.length + 2 + name.length + 4 + fields.length;
    byte[] bytes = new byte[head + (int) wanted];
    int flags =
        (section.footer() ? StreamPacket.HAS_FOOTER : 0)
            | (packaged ? StreamPacket.PACKAGED : 0)
            | (directory.cut() || !room ? StreamPacket.PARTLY : 0);
    ByteBuffer out = ByteBuffer.wrap(bytes);
    out.put((byte) StreamPacket.VERSION).put((byte) StreamPacket.number(section.kind()));
    out.put((byte) flags).put((byte) 0);
    out.putLong(section.offset()).putLong(section.length()).putInt(descriptors);
    out.putShort((short) stream.length).put(stream).putShort((short) name.length).put(name);
    out.putInt(fields.length).put(fields);
    int read = source.read(section.offset(), bytes, head, bytes.length - head);
    byte[] exact = Arrays.copyOf(bytes, head + read);
    kept += exact.length;
    return new StreamPacket(
        file, section.offset(), section.length(), exact, section.length() - read);
  }

  /** What comes before the inner records of a package, or before the pages of a block. */
  private static long wanted(Section section) {
    if (!section.sections().isEmpty()) {
      return section.sections().get(0).offset() - section.offset();
    }
    boolean parts =
        section.kind() == SectionKind.START
            || section.kind() == SectionKind.PART
            || section.kind() == SectionKind.END;
    if (!parts) {
      return section.length();
    }
    long end = section.offset() + (section.kind() == SectionKind.START ? head(section) : 5);
    for (Field field : section.fields()) {
      end = Math.max(end, field.end());
    }
    return end - section.offset();
  }

  private static long head(Section section) {
    return 1L + 4 + 1 + section.name().getBytes(StandardCharsets.UTF_8).length + 4 + 4;
  }

  private static byte[] text(String text) {
    String cut = text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) : text;
    return cut.getBytes(StandardCharsets.UTF_8);
  }
}
