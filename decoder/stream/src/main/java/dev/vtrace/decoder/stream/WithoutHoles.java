// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import java.io.IOException;

/** Passes everything on but pages whose content, or whose address, is not in the recording. */
final class WithoutHoles implements StreamVisitor {
  /** Address and flags before the content of a page. */
  private static final int HEADER = 8;

  private static final String MAPPED = "MAPPED";

  private final StreamVisitor receiver;
  private final Holes holes;
  private long pages;

  WithoutHoles(StreamVisitor receiver, Holes holes) {
    this.receiver = receiver;
    this.holes = holes;
  }

  /** How many pages were left out. */
  long pages() {
    return pages;
  }

  @Override
  public void page(RamPage page) throws IOException {
    // Pages of a mapped image have no headers.
    long head = page.kind().equals(MAPPED) ? 0 : HEADER;
    if (holes.touches(page.offset() - head, page.offset() + page.length())) {
      pages++;
    } else {
      receiver.page(page);
    }
  }

  @Override
  public void begin(ByteSource source) throws IOException {
    receiver.begin(source);
  }

  @Override
  public void section(Section section) throws IOException {
    receiver.section(section);
  }

  @Override
  public void ramBlock(RamBlock block) throws IOException {
    receiver.ramBlock(block);
  }

  @Override
  public void ramSync(RamSync sync) throws IOException {
    receiver.ramSync(sync);
  }

  @Override
  public void diagnostic(Diagnostic diagnostic) throws IOException {
    receiver.diagnostic(diagnostic);
  }

  @Override
  public void end(StreamSummary summary) throws IOException {
    receiver.end(summary);
  }
}
