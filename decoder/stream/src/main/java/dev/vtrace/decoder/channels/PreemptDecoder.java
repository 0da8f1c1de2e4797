// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.channels;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.stream.RamPage;
import dev.vtrace.decoder.stream.RamRecords;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.StreamVisitor;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import java.io.IOException;

/** Decodes the postcopy-preempt channel, which carries RAM records and nothing else. */
final class PreemptDecoder extends ChannelDecoder {
  private final RamRecords records;

  PreemptDecoder(ByteSource source, int pageSize, ChannelVisitor visitor) {
    super(source, ChannelKind.PREEMPT, visitor);
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
      // Up to QEMU 7.2 a record says that the channel ends here; later it just ends.
      boolean end = diagnostic.code() == Code.TRUNCATED && diagnostic.length() == 0;
      if (!end || diagnostic.offset() != in.end()) {
        diagnose(diagnostic);
      }
    }
  }

  @Override
  void read(RecordBuilder record) throws IOException {
    record.name = "part";
    Section part = records.read();
    counts.add(part.counts());
    record.unreachable = part.unreachable();
    long known = part.length() - part.unreachable();
    if (known > 0) {
      record.fields.add(Field.leaf("pages", "ram records", part.offset(), known, Value.NONE));
    }
    in.seek(part.offset() + part.length());
  }
}
