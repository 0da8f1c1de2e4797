// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.channels;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.stream.RamPage;
import dev.vtrace.decoder.stream.RamRecords;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.StreamVisitor;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import java.io.IOException;

/** Decodes a channel that carries the RAM records of the main stream. */
abstract class RamChannelDecoder extends ChannelDecoder {
  private final RamRecords records;

  RamChannelDecoder(ByteSource source, ChannelKind kind, int pageSize, ChannelVisitor visitor) {
    super(source, kind, visitor);
    this.records = new RamRecords(source, pageSize, true, new Pages());
  }

  /** Passes on what the reader of RAM records finds. */
  private final class Pages implements StreamVisitor {
    @Override
    public void page(RamPage page) throws IOException {
      visitor.page(page, null, 0);
    }

    @Override
    public void diagnostic(Diagnostic diagnostic) throws IOException {
      finding(diagnostic);
    }
  }

  /** Called for each finding on RAM records. */
  void finding(Diagnostic diagnostic) throws IOException {
    diagnose(diagnostic);
  }

  /** Reads RAM records up to one that ends a part; false at the end of the input. */
  final boolean pages(RecordBuilder record) throws IOException {
    Section part = records.read(in.position());
    if (part == null) {
      return false;
    }
    counts.add(part.counts());
    record.unreachable = part.unreachable();
    long known = part.length() - part.unreachable();
    if (known > 0) {
      record.fields.add(Field.leaf("pages", "ram records", part.offset(), known, Value.NONE));
    }
    in.seek(part.offset() + part.length());
    return true;
  }
}
