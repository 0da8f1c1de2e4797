// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

/**
 * How the content of a page is in a stream. Names are those of JSON and text; those of packed pages
 * are the names of multifd's methods.
 */
public enum PageKind {
  PAGE(0),
  /** All bytes are equal: one byte, or none for zero. */
  ZERO(0),
  XBZRLE(3),
  COMPRESS_PAGE(4),
  /** At its own place in the file, without a record ({@code mapped-ram}). */
  MAPPED(0),
  ZLIB(0),
  ZSTD(0),
  QPL(0),
  UADK(0),
  QATZIP(0);

  private final int lead;

  PageKind(int lead) {
    this.lead = lead;
  }

  /** Bytes of a record between its address, or the name of its block, and the content. */
  public int lead() {
    return lead;
  }
}
