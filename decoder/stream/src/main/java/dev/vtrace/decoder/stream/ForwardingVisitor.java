// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import java.io.IOException;

/** Passes everything on; subclasses change what they are for. */
public abstract class ForwardingVisitor implements StreamVisitor {
  private final StreamVisitor receiver;

  /** A visitor before another one. */
  protected ForwardingVisitor(StreamVisitor receiver) {
    this.receiver = receiver;
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
  public void page(RamPage page) throws IOException {
    receiver.page(page);
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
