// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.channels;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import java.io.IOException;

/** Decodes the postcopy-preempt channel, which carries RAM records and nothing else. */
final class PreemptDecoder extends RamChannelDecoder {
  PreemptDecoder(ByteSource source, int pageSize, ChannelVisitor visitor) {
    super(source, ChannelKind.PREEMPT, pageSize, visitor);
  }

  @Override
  void finding(Diagnostic diagnostic) throws IOException {
    // Up to QEMU 7.2 a record says that the channel ends here; later it just ends.
    boolean end = diagnostic.code() == Code.TRUNCATED && diagnostic.length() == 0;
    if (!end || diagnostic.offset() != in.end()) {
      diagnose(diagnostic);
    }
  }

  @Override
  void read(RecordBuilder record) throws IOException {
    record.name = "part";
    pages(record);
  }
}
