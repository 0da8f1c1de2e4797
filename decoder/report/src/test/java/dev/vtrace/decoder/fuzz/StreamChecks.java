// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fuzz;

import static dev.vtrace.decoder.fuzz.Spans.require;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.stream.RamPage;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.stream.StreamDescriptor;
import dev.vtrace.decoder.stream.StreamSummary;
import dev.vtrace.decoder.stream.StreamVisitor;

/** Checks what holds for every stream, whole or damaged. */
class StreamChecks implements StreamVisitor {
  private final ByteSource source;
  private long at;
  private long opaque;
  private long unreachable;
  private int errors;
  private boolean ended;

  StreamChecks(ByteSource source) {
    this.source = source;
  }

  @Override
  public void section(Section section) {
    require(section.offset() == at, "gap before " + section.name() + " at " + section.offset());
    inside(section);
    at += section.length();
    opaque += section.opaque();
    unreachable += section.unreachable();
  }

  private static void inside(Section section) {
    require(section.length() >= 0, section.name() + " has a negative length");
    require(section.opaque() >= 0 && section.unreachable() >= 0, section.name() + " counts");
    long end = section.offset() + section.length();
    Spans.fields(section.fields(), section.offset(), end);
    long next = section.offset();
    for (Section inner : section.sections()) {
      require(inner.offset() >= next, inner.name() + " overlaps the section before it");
      inside(inner);
      next = inner.offset() + inner.length();
    }
    require(next <= end, "sections reach to " + next + ", their package to " + end);
  }

  @Override
  public void page(RamPage page) {
    Spans.page(page, source);
  }

  @Override
  public void diagnostic(Diagnostic finding) {
    Spans.diagnostic(finding, source);
    errors += finding.severity() == Severity.ERROR ? 1 : 0;
  }

  @Override
  public void end(StreamSummary summary) {
    ended = true;
    require(at == source.size(), "sections end at " + at + " of " + source.size());
    Spans.coverage(summary.coverage(), source);
    require(summary.coverage().opaque() == opaque, "opaque bytes of sections differ from the sum");
    require(summary.coverage().unreachable() == unreachable, "unreachable bytes differ");
    require(summary.errors() == errors, "errors differ from those reported");
    for (StreamDescriptor descriptor : summary.descriptors()) {
      require(descriptor.offset() < source.size(), descriptor.toString());
    }
  }

  /** Called past the end. */
  void done() {
    require(ended, "no end was reported");
  }
}
