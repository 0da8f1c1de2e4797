// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fuzz;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.channels.ChannelRecord;
import dev.vtrace.decoder.channels.MigrationVisitor;

/** Checks what holds for a main stream that is read together with its channels. */
final class MigrationChecks extends StreamChecks implements MigrationVisitor {
  MigrationChecks(ByteSource source) {
    super(source);
  }

  @Override
  public void channelRecord(int channel, ChannelRecord record) {
    long end = record.offset() + record.length();
    Spans.fields(record.fields(), record.offset(), end);
  }
}
