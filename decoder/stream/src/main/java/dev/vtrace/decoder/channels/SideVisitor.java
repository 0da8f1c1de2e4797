// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.channels;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.ram.RamImages;
import dev.vtrace.decoder.stream.RamPage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Passes on what one channel of a migration carries. */
record SideVisitor(
    int number,
    ByteSource source,
    MigrationVisitor visitor,
    @Nullable RamImages images,
    PageCounter counter)
    implements ChannelVisitor {

  @Override
  public void record(ChannelRecord record) throws IOException {
    visitor.channelRecord(number, record);
  }

  @Override
  public void page(RamPage page, byte @Nullable [] content, int at) throws IOException {
    counter.add(page);
    visitor.channelPage(number, page);
    if (images == null) {
      return;
    }
    Diagnostic fault =
        content == null ? images.page(source, page) : images.content(page, content, at);
    if (fault != null) {
      diagnostic(fault);
    }
  }

  @Override
  public void diagnostic(Diagnostic diagnostic) throws IOException {
    visitor.channelDiagnostic(number, diagnostic);
  }
}
