// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fuzz;

import static dev.vtrace.decoder.fuzz.Spans.require;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.channels.ChannelRecord;
import dev.vtrace.decoder.channels.ChannelSummary;
import dev.vtrace.decoder.channels.ChannelVisitor;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.stream.RamPage;

/** Checks what holds for every side channel, whole or damaged. */
final class ChannelChecks implements ChannelVisitor {
  private final ByteSource source;
  private long at;
  private long steps;
  private long records;

  ChannelChecks(ByteSource source) {
    this.source = source;
  }

  @Override
  public void record(ChannelRecord record) {
    records++;
    require(record.offset() == at, "gap before " + record.name() + " at " + record.offset());
    require(record.length() > 0, record.name() + " is empty");
    require(record.opaque() >= 0 && record.unreachable() >= 0, record.name() + " counts");
    Spans.fields(record.fields(), record.offset(), record.offset() + record.length());
    at += record.length();
  }

  @Override
  public void page(RamPage page, byte[] content, int offset) {
    Spans.page(page, source);
    if (content != null) {
      require(offset >= 0 && offset + page.size() <= content.length, page.toString());
    }
  }

  @Override
  public void diagnostic(Diagnostic finding) {
    Spans.diagnostic(finding, source);
  }

  /** Called after each step that the decoder says it made. */
  void step() {
    steps++;
    require(records == steps, steps + " steps, " + records + " records");
  }

  /** Called after the last step. */
  void end(ChannelSummary summary) {
    require(at == source.size(), "records end at " + at + " of " + source.size());
    Spans.coverage(summary.coverage(), source);
  }
}
