// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.channels;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.stream.SectionKind;
import dev.vtrace.decoder.stream.StreamCommand;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import java.io.IOException;

/**
 * Decodes the connection by which a postcopy goes on after it was interrupted (migration/savevm.c,
 * migration/ram.c of QEMU 7.2 to 11.1). It has no header and no list of RAM blocks: the source asks
 * for the bitmap of each block and says that it resumes, then come parts of RAM.
 */
final class ResumedDecoder extends RamChannelDecoder {
  private static final int FOOTER = 0x7e;

  ResumedDecoder(ByteSource source, int pageSize, ChannelVisitor visitor) {
    super(source, ChannelKind.RESUMED, pageSize, visitor);
  }

  /**
   * Whether these bytes begin such a connection: a whole request for a bitmap, or the resumption.
   */
  static boolean isNext(Cursor in) {
    int number = in.peek(1) << 8 | in.peek(2);
    int length = in.peek(3) << 8 | in.peek(4);
    if (in.peek() != SectionKind.COMMAND.type() || in.peek(1) != 0) {
      return false;
    }
    if (StreamCommand.of(number) == StreamCommand.POSTCOPY_RESUME) {
      return length == 0;
    }
    return StreamCommand.of(number) == StreamCommand.RECV_BITMAP
        && length > 1
        && in.peek(5) == length - 1;
  }

  @Override
  void read(RecordBuilder record) throws IOException {
    SectionKind kind = SectionKind.of(in.peek());
    if (kind == SectionKind.COMMAND) {
      command(record);
    } else if (kind == SectionKind.PART || kind == SectionKind.END) {
      part(record, kind);
    } else if (kind == SectionKind.EOF) {
      record.number("type", 1);
      record.name = "end";
    } else {
      record.lose(
          record.offset,
          1,
          "in a resumed postcopy, no record begins with 0x" + Integer.toHexString(in.peek()));
    }
  }

  private void command(RecordBuilder record) {
    record.name = "command";
    record.number("type", 1);
    int number = (int) record.number("command", 2);
    int length = (int) record.number("length", 2);
    StreamCommand command = StreamCommand.of(number);
    if (command != null) {
      record.fields.remove(record.fields.size() - 2);
      Value named = new Value.Named(number, 2, command.name());
      record.fields.add(1, Field.leaf("command", "uint16", record.offset + 1, 2, named));
      record.name = command.name();
    }
    if (command == StreamCommand.RECV_BITMAP && length > 0 && in.peek() == length - 1) {
      record.text("block", (int) record.number("block_length", 1));
    } else {
      record.opaque("payload", "unknown", length);
    }
  }

  private void part(RecordBuilder record, SectionKind kind) throws IOException {
    record.name = kind == SectionKind.END ? "ram end" : "ram part";
    record.number("type", 1);
    long id = record.number("section_id", 4);
    if (!pages(record)) {
      record.report(Code.TRUNCATED, in.position(), 0, "the input ends before the pages");
      return;
    }
    if (in.peek() == FOOTER && in.peekU32(1) == id) {
      record.number("footer", 1);
      record.number("footer_id", 4);
    }
  }
}
