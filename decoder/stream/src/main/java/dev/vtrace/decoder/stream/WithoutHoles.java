// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import java.io.IOException;

/** Passes everything on but pages whose content, or whose address, is not in the recording. */
final class WithoutHoles extends ForwardingVisitor {
  /** Address and flags before the content of a page. */
  private static final int HEADER = 8;

  private final Holes holes;
  private long pages;

  WithoutHoles(StreamVisitor receiver, Holes holes) {
    super(receiver);
    this.holes = holes;
  }

  /** How many pages were left out. */
  long pages() {
    return pages;
  }

  @Override
  public void page(RamPage page) throws IOException {
    // Pages of a mapped image have no headers.
    long head = page.kind() == PageKind.MAPPED ? 0 : HEADER;
    if (holes.touches(page.offset() - head, page.offset() + page.length())) {
      pages++;
    } else {
      super.page(page);
    }
  }
}
